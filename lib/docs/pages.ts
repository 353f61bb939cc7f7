import { basename } from 'node:path';
import type { ClusterBase } from '../core/cluster-base';
import { secretsSection } from './secrets-section';

/** A page of docs/, by its path. */
export interface Page {
  readonly path: string;
  readonly text: string;
}

/** A section that is written by the program: of the cluster that it names, or that the page is called after. */
const SECTION = /<!-- secrets:begin(?: (\S+))? -->\n([\s\S]*?)<!-- secrets:end -->/g;

/**
 * A page whose generated sections say what the clusters' description says now.
 *
 * @throws Error if a section has no end, or is of a cluster that is not there
 */
export function freshPage({ path, text }: Page, clusters: readonly ClusterBase[]): Page {
  const begun = text.match(/<!-- secrets:begin/g)?.length ?? 0;
  let ended = 0;
  const fresh = text.replace(SECTION, (_section, named: string | undefined) => {
    ended += 1;
    const name = named ?? basename(path, '.md');
    const cluster = clusters.find((candidate) => candidate.name === name);
    if (cluster === undefined) {
      const known = clusters.map((candidate) => candidate.name).join(', ');
      throw new Error(
        `${path}: no cluster is called "${name}": name one in its marker, <!-- secrets:begin NAME -->, of ${known}`,
      );
    }
    const marker = named === undefined ? '' : ` ${named}`;
    return `<!-- secrets:begin${marker} -->\n\n${secretsSection(cluster.expectedSecrets)}\n<!-- secrets:end -->`;
  });
  if (begun !== ended)
    throw new Error(
      `${path}: ${begun} sections begin and ${ended} end: close each with <!-- secrets:end -->`,
    );
  return { path, text: fresh };
}
