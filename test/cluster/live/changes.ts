import { kubectl } from '../support/kubectl';

/** Calls a function with a context of the cluster that has another user. */
export function withUser(user: string, token: string, run: (context: string) => void): void {
  const current = kubectl(['config', 'view', '--minify', '--output=jsonpath={.clusters[0].name}']);
  kubectl(['config', 'set-credentials', user, `--token=${token}`]);
  kubectl(['config', 'set-context', user, `--cluster=${current}`, `--user=${user}`]);
  try {
    run(user);
  } finally {
    kubectl(['config', 'delete-context', user]);
    kubectl(['config', 'delete-user', user]);
  }
}

/** A service account with a ClusterRole, and its token. */
export function tokenOf(account: string, namespace: string, clusterRole: string): string {
  kubectl(['create', 'serviceaccount', account, `--namespace=${namespace}`]);
  const binding = ['create', 'clusterrolebinding', account, `--clusterrole=${clusterRole}`];
  kubectl([...binding, `--serviceaccount=${namespace}:${account}`]);
  return kubectl(['create', 'token', account, `--namespace=${namespace}`]).trim();
}

/** Creates or updates objects. */
export function apply(...objects: readonly object[]): void {
  kubectl(['apply', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }));
}
