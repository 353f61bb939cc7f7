// A process that writes files to a folder, for processes.test.ts. Its arguments: the folder, the name of the process, an
// action and the number of the action.
import fs from 'node:fs';
import { withLock } from '../../lib/output/lock';
import { HEADER, writeFiles } from '../../lib/output/writer';

const [outdir = '', name = '', action = '', number = '0'] = process.argv.slice(2);

/** Writes a version: files with its name, and one that only this version has. */
function write(version: string, count: number): void {
  const paths = [...Array.from({ length: count }, (_, index) => `a/${index}.yaml`), `${version}/own.yaml`];
  writeFiles({ outdir, files: new Map(paths.map((path) => [path, { content: `${HEADER}${version}\n` }])) });
}

const actions: Record<string, () => void> = {
  once: () => write(name, 3),
  /** Is killed before a certain change of the file system. */
  killed() {
    let left = Number(number);
    for (const method of ['mkdirSync', 'renameSync', 'rmSync', 'rmdirSync', 'writeFileSync'] as const) {
      const original = fs[method] as (...parameters: unknown[]) => unknown;
      Object.assign(fs, {
        [method](...parameters: unknown[]) {
          left -= 1;
          if (left < 0) process.kill(process.pid, 'SIGKILL');
          return original(...parameters);
        },
      });
    }
    write(name, 3);
  },
  /** Writes one version after the other, and prints the number of those that were refused. */
  loop() {
    let refused = 0;
    for (let round = 0; round < Number(number); round += 1) {
      try {
        write(`${name}-${round}`, 40);
      } catch (error) {
        if (!/another synth \(process \d+\) is writing files/.test((error as Error).message)) throw error;
        refused += 1;
      }
      if (round === 0) fs.writeSync(1, 'ready\n');
    }
    fs.writeSync(1, `${refused}\n`);
  },
  hold() {
    withLock(outdir, () => {
      fs.writeSync(1, 'ready\n');
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    });
  },
};
actions[action]?.();
