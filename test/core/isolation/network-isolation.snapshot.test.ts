import type { PolicyEngine } from '../../../lib/checks/engine/cluster-facts';
import { ForeignNamespace } from '../../../lib/core/isolation/foreign-namespace';
import type { NetworkIsolation } from '../../../lib/core/isolation/network-isolation';
import { TestCluster } from '../../support/test-cluster';

/** A cluster with two namespaces, a group of namespaces with one member, and pods in a namespace of another program. */
function emptyCluster(policyEngine: PolicyEngine) {
  const cluster = new TestCluster({ policyEngine, podBridgeCidrs: ['10.244.0.1/32'] });
  const { isolation } = cluster;
  const labels = { environment: 'preview' };
  const previews = isolation.group({ matchLabels: labels });
  const shop = cluster.addNamespace({ name: 'shop', podSecurity: 'restricted' });
  const data = cluster.addNamespace({ name: 'data', podSecurity: 'restricted' });
  cluster.addNamespace({ name: 'preview-1', labels, podSecurity: 'restricted' });
  const exporter = isolation.guests(new ForeignNamespace('kube-system'), { app: 'exporter' }, { port: 9100 });
  return { cluster, isolation, previews, shop, data, exporter };
}

/** Every kind of connection. A new method without an example fails to compile. */
const EXAMPLES: Record<
  Extract<keyof NetworkIsolation, `allow${string}`>,
  (cluster: ReturnType<typeof emptyCluster>) => void
> = {
  allow: ({ isolation, previews, shop, data, exporter }) => {
    isolation.allow({
      from: shop.pods({ app: 'api' }),
      to: data.pods({ app: 'db' }, { port: 5432 }, { port: 5353, protocol: 'UDP' }),
      because: 'the API stores orders',
    });
    isolation.allow({ from: shop, to: data.pods({ app: 'cache' }), because: 'every pod uses the cache' });
    isolation.allow({
      from: { namespaces: new ForeignNamespace('mesh'), podLabels: { app: 'gateway' }, ports: [] },
      to: shop.pods({ app: 'web' }, { port: 8080 }),
      because: 'the mesh forwards requests',
    });
    isolation.allow({
      from: shop.pods({ app: 'prometheus' }),
      to: exporter,
      because: 'Prometheus scrapes metrics',
    });
    isolation.allow({
      from: previews,
      to: shop.pods({ app: 'git' }, { port: 3000 }),
      because: 'previews fetch their source',
    });
    isolation.allow({
      from: shop.pods({ app: 'api' }),
      to: previews.pods({ app: 'web' }, { port: 8080 }),
      because: 'the API checks previews',
    });
  },
  allowInternet: ({ isolation, shop }) =>
    isolation.allowInternet({
      from: shop.pods({ app: 'downloader' }),
      ports: [443, 80],
      because: 'packages are downloaded',
    }),
  allowAddresses: ({ isolation, shop }) =>
    isolation.allowAddresses({
      from: shop.pods({ app: 'ledger' }),
      cidrs: ['192.168.7.0/24', '198.51.100.7/32'],
      ports: [5432],
      because: 'the database is outside the cluster',
    }),
  allowApiServer: ({ isolation, shop, data }) => {
    isolation.allowApiServer({ from: shop.pods({ app: 'operator' }), because: 'the operator watches pods' });
    isolation.allowApiServer({ from: data, because: 'every pod reads its settings' });
  },
  allowFromNodes: ({ isolation, shop }) =>
    isolation.allowFromNodes({
      to: shop.pods({ app: 'webhook' }, { port: 9443 }),
      because: 'the API server calls the webhook',
    }),
  allowFromAnywhere: ({ isolation, shop }) =>
    isolation.allowFromAnywhere({
      to: shop.pods({ app: 'public' }, { port: 443 }),
      because: 'clients connect from everywhere',
    }),
  allowToNodes: ({ isolation, shop, data }) => {
    isolation.allowToNodes({
      from: shop.pods({ app: 'prometheus' }),
      ports: [10_250],
      because: 'Prometheus scrapes kubelets',
    });
    isolation.allowToNodes({ from: data, ports: [80, 443], because: 'a public address is that of a node' });
  },
  allowAllEgress: ({ isolation, shop }) =>
    isolation.allowAllEgress({
      from: shop.pods({ app: 'crawler' }),
      policyName: 'crawler-egress',
      because: 'the crawler calls every address',
    }),
};

test.each<PolicyEngine>(['calico', 'cilium'])('with every kind of connection and %s', (policyEngine) => {
  const scene = emptyCluster(policyEngine);
  for (const declare of Object.values(EXAMPLES)) declare(scene);
  expect(scene.cluster.objects().filter(({ kind }) => kind !== 'Namespace')).toMatchSnapshot();
});
