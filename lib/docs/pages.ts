import { basename } from 'node:path';
import type { ClusterBase } from '../core/cluster-base';
import { secretsSection } from './secrets-section';

/** A page of docs/. */
export interface Page {
  readonly path: string;
  readonly text: string;
}

/** A generated section. It belongs to the cluster that it names, by default to the cluster with the name of the page. */
const SECTION = /<!-- secrets:begin(?: (\S+))? -->\n([\s\S]*?)<!-- secrets:end -->/g;

/**
 * A page with up-to-date generated sections.
 *
 * @throws Error if a section has no end, or if its cluster does not exist
 */
export function freshPage({ path, text }: Page, clusters: readonly ClusterBase[]): Page {
  const begun = text.match(/<!-- secrets:begin/g)?.length ?? 0;
  let ended = 0;
  const fresh = text.replace(SECTION, (_section, named: string | undefined) => {
    ended += 1;
    const name = named ?? basename(path, '.md');
    const cluster = clusters.find((it) => it.name === name);
    if (cluster === undefined) {
      const known = clusters.map((it) => it.name).join(', ');
      throw new Error(
        `${path}: cluster "${name}" not found: write <!-- secrets:begin NAME --> with one of ${known}`,
      );
    }
    const marker = named === undefined ? '' : ` ${named}`;
    return `<!-- secrets:begin${marker} -->\n\n${secretsSection(cluster.expectedSecrets)}\n<!-- secrets:end -->`;
  });
  if (begun !== ended)
    throw new Error(
      `${path}: ${begun} sections begin and ${ended} end: end each section with <!-- secrets:end -->`,
    );
  return { path, text: fresh };
}
