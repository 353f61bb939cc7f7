import type { Rule } from '../engine/rule';

export const unusedToken: Rule = {
  id: 'unused-token',
  group: 'security',
  title:
    'A pod mounts the token of its service account only if a binding gives permissions to the account, and never the token of `default`.',
  protects:
    'An attacker in the pod has an account of the cluster, with all permissions that it receives later.',
  *check(cluster) {
    const bound = new Set<string>();
    for (const { json, namespace: own } of cluster.ofKind('RoleBinding', 'ClusterRoleBinding')) {
      for (const { kind, name, namespace = own } of json.subjects ?? [])
        if (kind === 'ServiceAccount') bound.add(`${namespace}/${name}`);
    }
    for (const { object, namespace, pod, field } of cluster.workloads) {
      const name = pod.serviceAccountName ?? 'default';
      const account = cluster.find({ kind: 'ServiceAccount', namespace, name });
      const value = pod.automountServiceAccountToken ?? account?.json.automountServiceAccountToken ?? true;
      if (!value || (name !== 'default' && bound.has(`${namespace}/${name}`))) continue;
      const reason =
        name === 'default'
          ? 'all pods of the namespace share the service account default'
          : `no binding gives permissions to service account ${name}`;
      const problem = `the pod mounts a token, but ${reason}: set it to false, or bind a role to an own service account`;
      yield { object, field: `${field}.automountServiceAccountToken`, value, problem };
    }
  },
};
