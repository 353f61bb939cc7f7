/** Texts that bin/run.js keeps between the runs of a program, until a file of the program changes. */
export interface ProgramCache {
  /** The text of a name; undefined if there is none. */
  read(name: string): string | undefined;
  write(name: string, text: string): void;
}

/** The cache of this program; undefined if bin/run.js did not start it. */
export function programCache(): ProgramCache | undefined {
  return (globalThis as { [CACHE]?: ProgramCache })[CACHE];
}

const CACHE = Symbol.for('cluster-topology/cache');
