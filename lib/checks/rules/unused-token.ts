import type { Rule } from '../engine/rule';
import { bindingOf } from '../facts/rbac';

/** A pod gets a token for the API server only where its service account may do something. */
export const unusedToken: Rule = {
  id: 'unused-token',
  group: 'security',
  title:
    'A pod mounts the token of its service account only where some binding gives the account rights, and not of `default`.',
  protects:
    'Whoever breaks into the pod has an account of the cluster, and gets every right that is given to it later.',
  *check(cluster) {
    const bound = new Set<string>();
    for (const binding of cluster.ofKind('RoleBinding', 'ClusterRoleBinding')) {
      for (const { kind, name, namespace = binding.namespace } of bindingOf(binding).subjects)
        if (kind === 'ServiceAccount') bound.add(`${namespace}/${name}`);
    }
    for (const { object, namespace, pod, field } of cluster.workloads) {
      const name = pod.serviceAccountName ?? 'default';
      const account = cluster.find('ServiceAccount', namespace, name);
      const { automountServiceAccountToken: byAccount } = (account?.json ?? {}) as {
        automountServiceAccountToken?: boolean;
      };
      const mounted = pod.automountServiceAccountToken ?? byAccount ?? true;
      if (!mounted || (name !== 'default' && bound.has(`${namespace}/${name}`))) continue;
      const which =
        name === 'default' ? 'the account default is every pod’s' : `no binding gives ${name} any right`;
      yield {
        object,
        field: `${field}.automountServiceAccountToken`,
        value: mounted,
        problem: `a token is mounted, and ${which}: set it to false, or bind a role to an account of the pod's own`,
      };
    }
  },
};
