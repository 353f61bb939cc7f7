import type { ClusterIndex } from '../engine/cluster-index';
import { type Finding, objectName } from '../engine/finding';
import type { KubeObject } from '../engine/kube-object';
import { perCluster } from '../engine/per-cluster';
import type { Rule } from '../engine/rule';
import { accountUsers, hasToken, isNamedElsewhere, namesake } from '../facts/account-users';
import { accountOf, boundAccounts, mountsToken } from '../facts/accounts';
import type { Workload } from '../facts/workload';

/** @see https://kubernetes.io/docs/concepts/security/service-accounts/#assign-to-pod */
export const unusedAccount: Rule = {
  id: 'unused-account',
  group: 'references',
  title:
    'The pods with the name of a service account that has permissions use this account, if no other pods do. A warning is reported if no pod of its namespace uses the account, or if none has its token. Accounts in namespaces without pods are for programs outside the cluster.',
  protects: 'A program runs with another account and lacks permissions at run time.',
  *check(cluster): Iterable<Finding> {
    for (const account of cluster.ofKind('ServiceAccount')) {
      const { name, namespace = 'default' } = account;
      const key = `${namespace}/${name}`;
      if (!boundAccounts(cluster).has(key)) continue;
      const users = accountUsers(cluster).get(key) ?? [];
      if (users.length === 0) yield* withoutPods(cluster, account);
      else if (!users.some((workload) => hasToken(cluster, workload))) {
        const problem =
          'no pod with this account mounts its token, so that the permissions have no effect: mount it, or remove the bindings of the account';
        yield { object: account, problem, severity: 'warning' };
      }
    }
  },
};

function* withoutPods(cluster: ClusterIndex, account: KubeObject): Iterable<Finding> {
  const { namespace = 'default', name } = account;
  const workloads = cluster.workloadsIn(namespace);
  if (workloads.length === 0 || tokens(cluster).has(`${namespace}/${name}`)) return;
  const own = namesake(cluster, account);
  if (own) {
    if (isReported(cluster, own)) return;
    const value = accountOf(own.pod);
    const problem = `the permissions of ${objectName(account)} are for these pods, but no pod uses the account: write "${name}", or remove the account`;
    const severity = hasAccountOfItsOwn(cluster, own) ? 'warning' : 'error';
    yield { object: own.object, field: `${own.field}.serviceAccountName`, value, problem, severity };
    return;
  }
  const isUnknown = cluster.mayHave('Namespace') || isNamedElsewhere(cluster, account);
  if (isUnknown || workloads.some((workload) => isReported(cluster, workload))) return;
  const problem =
    'the account has permissions, but no pod of its namespace uses it: write its name in the serviceAccountName of a pod, or remove it; if a program outside the cluster uses it, move it to a namespace without pods or accept the risk with acceptRisk()';
  yield { object: account, problem, severity: 'warning' };
}

/** Whether pods use an account with permissions that no other pods use, for example a renamed one. */
function hasAccountOfItsOwn(cluster: ClusterIndex, { namespace, pod }: Workload): boolean {
  const key = `${namespace}/${accountOf(pod)}`;
  return boundAccounts(cluster).has(key) && accountUsers(cluster).get(key)?.length === 1;
}

/** Whether the rule `pod-reference` or `unused-token` reports the account of the pods. */
function isReported(cluster: ClusterIndex, workload: Workload): boolean {
  const { namespace, pod } = workload;
  const name = accountOf(pod);
  if (name !== 'default' && !cluster.find({ kind: 'ServiceAccount', namespace, name })) return true;
  const isUseless = name === 'default' || !boundAccounts(cluster).has(`${namespace}/${name}`);
  return isUseless && mountsToken(cluster, workload);
}

/** The accounts of which Secrets contain tokens, as `namespace/name`: programs outside the cluster use them. */
const tokens = perCluster((cluster): ReadonlySet<string> => {
  const key = 'kubernetes.io/service-account.name';
  const secrets = cluster.ofKind('Secret');
  return new Set(secrets.map(({ namespace, annotations }) => `${namespace}/${annotations[key]}`));
});
