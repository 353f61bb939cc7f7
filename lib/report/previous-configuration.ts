import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClusterFacts } from '../checks/engine/cluster-facts';
import { type CommittedFile, type CommittedFolder, contentsOf, filesIn } from './git';
import { blobId, CONFIGURATION, describedIn } from './tree';

/** The configuration of a commit. */
export interface PreviousConfiguration {
  /** The clusters that it describes; none if it is the present one, or unknown. */
  readonly clusters: readonly ClusterFacts[];
  /** The reason why it is unknown; undefined if it is known. */
  readonly configurationProblem: string | undefined;
}

const PRESENT: PreviousConfiguration = { clusters: [], configurationProblem: undefined };

/** The clusters that the configuration of a commit describes, rendered by the present program. */
export function previousConfiguration(
  ref: string,
  { commit, hash }: Pick<CommittedFolder, 'commit' | 'hash'>,
): PreviousConfiguration {
  const files = filesIn(commit, CONFIGURATION).filter(({ path }) => isRead(path));
  if (files.length === 0) return unknown(`${ref}:${CONFIGURATION} has no files`);
  const present = readdirSync(CONFIGURATION).filter(isRead);
  const isSame = ({ path, id }: CommittedFile) =>
    present.includes(path) && blobId(readFileSync(join(CONFIGURATION, path), 'utf8'), hash) === id;
  if (files.length === present.length && files.every(isSame)) return PRESENT;
  const folder = mkdtempSync(join(tmpdir(), 'cluster-topology-'));
  try {
    const contents = contentsOf(files.map(({ id }) => id));
    for (const { path, id } of files) writeFileSync(join(folder, path), contents.get(id) ?? '');
    return { ...PRESENT, clusters: describedIn(folder) };
  } catch (error) {
    // The configuration of another version of the program may be invalid in any way.
    const [first = ''] = (error as Error).message.split('\n');
    return unknown(first.replaceAll(folder, `${ref}:${CONFIGURATION}`));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function unknown(configurationProblem: string): PreviousConfiguration {
  return { clusters: [], configurationProblem };
}

function isRead(path: string): boolean {
  return /^[^/]+\.yaml$/.test(path);
}

/** The facts that the configuration states, besides the objects. */
const STATED = [
  'kubernetesVersion',
  'components',
  'nodes',
  'provider',
  'network',
  'connections',
  'expectedSecrets',
  'acceptedRisks',
] as const satisfies readonly (keyof ClusterFacts)[];

type Stated = Pick<ClusterFacts, (typeof STATED)[number]>;

/** The facts of a cluster besides its objects. */
export function statedFacts(facts: ClusterFacts): Stated {
  return Object.fromEntries(STATED.map((name) => [name, facts[name]])) as unknown as Stated;
}
