import type { Labels } from '../../../lib/kube/labels';

/** A pod without resources. It complies with the Pod Security level `restricted`, unless it is privileged. */
export function pod(
  name: string,
  namespace: string,
  {
    privileged = false,
    labels = { 'cluster-test': 'pod' },
    ownerReferences,
  }: { privileged?: boolean; labels?: Labels; ownerReferences?: readonly object[] } = {},
): object {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels, ownerReferences },
    spec: {
      automountServiceAccountToken: false,
      containers: [
        {
          name: 'pause',
          image: 'registry.k8s.io/pause:3.10',
          securityContext: privileged
            ? { privileged: true }
            : {
                allowPrivilegeEscalation: false,
                capabilities: { drop: ['ALL'] },
                runAsNonRoot: true,
                runAsUser: 65_535,
                seccompProfile: { type: 'RuntimeDefault' },
              },
        },
      ],
    },
  };
}

/** Objects as one input for `kubectl -f -`. */
export function listOf(items: readonly object[]): string {
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
}
