import type { ProviderPods } from '../../../lib/checks/engine/cluster-facts';
import { NGINX_ONLY } from '../../../lib/ingress/setting';
import { aksFacts } from '../../../lib/systems/algesta/azure/aks';
import type { AlgestaConfig } from '../../../lib/systems/algesta/config';
import { algestaConfig } from '../../support/algesta';
import { getAll, kubectl } from './kubectl';
import { listOf } from './pods';

interface Node {
  readonly status: { readonly allocatable: { readonly cpu: string; readonly memory: string } };
}

const AKS = aksFacts(NGINX_ONLY);

/** The namespaces of AKS's own pods. */
export const PROVIDER_NAMESPACES = [...new Set(AKS.pods.map(({ namespace }) => namespace))];

/** Tests of a cluster on AKS before the first apply: its nodes, and the pods that AKS runs on them. */
export function describeNodes(cluster: keyof AlgestaConfig): void {
  describe('the nodes', () => {
    test('are those of the node pools at the maximum of the autoscaler', () => {
      const pools = algestaConfig(cluster).cluster.nodes;
      const described = pools.flatMap(({ count, maxCount = count, cpu, memory }) =>
        Array.from({ length: maxCount }, () => ({ cpu, memory })),
      );
      const nodes = getAll<Node>('nodes').map(({ status: { allocatable } }) => allocatable);
      expect(nodes.map(({ cpu, memory }) => ({ cpu, memory }))).toEqual(described);
    });

    test("have room for AKS's own pods", () => {
      kubectl(['create', 'namespace', 'app-routing-system']);
      kubectl(['apply', '-f', '-'], listOf(AKS.pods.map(workload)));
      for (const pods of AKS.pods) waitFor(pods.replicas === 'every node' ? 'daemonset' : 'deployment', pods);
    });
  });
}

/** Waits until all pods of a workload are ready. @throws Error after two minutes */
export function waitFor(kind: string, { namespace, name }: { namespace: string; name: string }): void {
  kubectl(['rollout', 'status', `${kind}/${name}`, `--namespace=${namespace}`, '--timeout=120s']);
}

/** Waits until a number of pods of a Deployment are ready. @throws Error after two minutes */
export function waitForReplicas(namespace: string, name: string, replicas: number): void {
  kubectl([
    'wait',
    `--for=jsonpath={.status.readyReplicas}=${replicas}`,
    `deployment/${name}`,
    `--namespace=${namespace}`,
    '--timeout=120s',
  ]);
}

function workload({ name, namespace, replicas, cpu, memory }: ProviderPods): object {
  const labels = { app: name };
  const everywhere = replicas === 'every node';
  return {
    apiVersion: 'apps/v1',
    kind: everywhere ? 'DaemonSet' : 'Deployment',
    metadata: { name, namespace },
    spec: {
      ...(!everywhere && { replicas }),
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [
            { name, image: 'registry.k8s.io/pause:3.10', resources: { requests: { cpu, memory } } },
          ],
        },
      },
    },
  };
}
