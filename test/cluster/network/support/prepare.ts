import { existsSync } from 'node:fs';
import { TWIN } from '../../../support/isolation/connect';
import { type AskedCell, type IsolationMatrix, namespaceObject } from '../../../support/isolation/matrix';
import { isPod, type Pod } from '../../../support/reachability';
import { getAll, kubectl } from '../../support/kubectl';
import { listOf, pod } from '../../support/pods';

interface Named {
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly uid: string };
}

/**
 * Adds to a cluster what the matrix has and dist/ does not contain, and waits until all pods run.
 *
 * These are additional projects and previews, the namespaces and pods of other programs, a pod of each workload that runs
 * none now, such as a CronJob, and a twin of each workload that accepts connections.
 *
 * @throws Error if not all pods run after two minutes
 */
export async function prepare({ files, namespaces, cells }: IsolationMatrix): Promise<void> {
  apply(files.filter(({ path }) => !existsSync(`dist/${path}`)).flatMap(({ json }) => json));
  const present = getAll<Named>('namespaces').map(({ metadata }) => metadata.name);
  apply(namespaces.filter((name) => !present.includes(name)).map(namespaceObject));

  const running = getAll<Named>('deployments,statefulsets,daemonsets,pods', '--all-namespaces');
  const accounts = getAll<Named>('serviceaccounts', '--all-namespaces');
  const pods = [...podsOf(cells)].filter(
    ([name]) => !running.some(({ metadata }) => name === `${metadata.namespace}/${metadata.name}`),
  );
  apply(pods.map(([name, like]) => standIn(name, like, accounts)));

  const all = ['deployments', '--all', '--all-namespaces'];
  kubectl(['wait', ...all, '--for=condition=Available', '--timeout=120s']);
  const others = () => kubectl(['get', 'pods', '--all-namespaces', '--field-selector=status.phase=Pending']);
  for (let waited = 0; others() !== ''; waited += 1) {
    if (waited === 120) throw new Error(`these pods do not run:\n${others()}`);
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

function apply(objects: readonly object[]): void {
  if (objects.length > 0) kubectl(['apply', '-f', '-'], listOf(objects));
}

/** The pods of some cells by `namespace/name`, with the twins of destinations. */
function podsOf(cells: readonly AskedCell[]): Map<string, Pod> {
  const pods = new Map<string, Pod>();
  for (const { from, to } of cells) {
    if (isPod(from)) pods.set(from.name, from.at);
    if (isPod(to)) pods.set(to.name, to.at).set(`${to.name}${TWIN}`, to.at);
  }
  return pods;
}

/** A pod with the labels of others. It has an owner, so that no controller of pods with these labels adopts it. */
function standIn(path: string, { namespace, labels }: Pod, accounts: readonly Named[]): object {
  const account = accounts.find(
    ({ metadata }) => metadata.namespace === namespace && metadata.name === 'default',
  );
  const owner = { apiVersion: 'v1', kind: 'ServiceAccount', name: 'default', uid: account?.metadata.uid };
  return pod(path.slice(namespace.length + 1), namespace, {
    labels,
    ownerReferences: [{ ...owner, controller: true }],
  });
}
