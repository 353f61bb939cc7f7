import type { Rule } from '../engine/rule';
import { accountOf, boundAccounts, mountsToken } from '../facts/accounts';

export const unusedToken: Rule = {
  id: 'unused-token',
  group: 'security',
  title:
    'A pod mounts the token of its service account only if a binding gives permissions to the account, and never the token of `default`.',
  protects:
    'An attacker in the pod has an account of the cluster, with all permissions that it receives later.',
  *check(cluster) {
    for (const workload of cluster.workloads) {
      if (!mountsToken(cluster, workload)) continue;
      const { object, namespace, pod, field } = workload;
      const name = accountOf(pod);
      // The rule `pod-reference` reports a missing account: without it, no pod is created.
      const isMissing =
        name !== 'default' &&
        !cluster.isForeign(namespace) &&
        !cluster.find({ kind: 'ServiceAccount', namespace, name });
      const isBound =
        cluster.mayHave('ClusterRoleBinding') || boundAccounts(cluster).has(`${namespace}/${name}`);
      if (isMissing || (name !== 'default' && isBound)) continue;
      const reason =
        name === 'default'
          ? 'all pods of the namespace share the service account default'
          : `no binding gives permissions to service account ${name}`;
      const problem = `the pod mounts a token, but ${reason}: set it to false, or bind a role to an own service account`;
      yield { object, field: `${field}.automountServiceAccountToken`, value: true, problem };
    }
  },
};
