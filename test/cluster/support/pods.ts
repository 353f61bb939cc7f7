/** A pod without resources, for admission tests. It complies with the level `restricted`, unless it is privileged. */
export function pod(name: string, namespace: string, { privileged = false } = {}): object {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels: { 'cluster-test': 'pod' } },
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
