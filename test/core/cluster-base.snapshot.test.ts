import type { Network, ProviderFacts } from '../../lib/checks/engine/cluster-facts';
import { ClusterBase, type ClusterBaseProps } from '../../lib/core/cluster-base';
import { TopologyApp } from '../../lib/core/topology-app';
import { jsonOf } from '../support/manifests';
import { NETWORK } from '../support/test-cluster';

/** A cluster with one namespace and one declared Secret. */
class Shop extends ClusterBase {
  constructor(scope: TopologyApp, props: ClusterBaseProps) {
    super(scope, 'shop', props);
    const namespace = this.addNamespace({ name: 'web', podSecurity: 'restricted' });
    this.expectSecret({
      namespace,
      name: 'passwords',
      keys: { web: 'the password of the shop' },
      purpose: 'the shop uses it',
    });
  }
}

/** The files of a cluster, and the facts that the checks and the documentation read. */
function shop(props: ClusterBaseProps) {
  const app = new TopologyApp();
  const { name, kubernetesVersion, network, nodes, provider, expectedSecrets } = new Shop(app, props);
  return {
    facts: { name, kubernetesVersion, network, nodes, provider, expectedSecrets },
    files: jsonOf(app),
  };
}

test('with the required props only', () => {
  expect(shop({ network: NETWORK, nodes: [], kubernetesVersion: '1.34' })).toMatchSnapshot();
});

test('with all props', () => {
  const network: Required<Network> = { ...NETWORK, podBridgeCidrs: ['10.244.0.1/32'] };
  const provider: Required<ProviderFacts> = {
    pods: [{ name: 'dns', namespace: 'kube-system', replicas: 'every node', cpu: '100m', memory: '70Mi' }],
    namespaces: ['cloud-system'],
    objects: { StorageClass: ['fast'] },
    ingressControllers: [],
    hasDefaultStorageClass: true,
    apiGroups: ['metrics.k8s.io'],
    apiServerTunnel: { namespace: 'kube-system', labels: { app: 'tunnel' } },
    support: [
      {
        component: 'the network plugin',
        until: '2028-03-31',
        instead: 'its successor',
        source: 'https://example.org/support',
      },
    ],
  };
  const all: Required<ClusterBaseProps> = {
    network,
    nodes: [{ name: 'general', count: 2, maxCount: 4, cpu: '3920m', memory: '14Gi', pods: 30 }],
    provider,
    kubernetesVersion: '1.33',
  };
  expect(shop(all)).toMatchSnapshot();
});
