import { type Network, NO_PROVIDER, type ProviderFacts } from '../../../lib/checks/engine/cluster-facts';
import { endsOf } from '../../../lib/report/isolation/ends';
import type { Manifest } from '../../../lib/report/isolation/manifests';
import { NETWORK } from '../../support/test-cluster';

function ends(
  manifests: readonly Manifest[],
  {
    nodes = 3,
    network = {},
    provider = NO_PROVIDER,
  }: { nodes?: number; network?: Partial<Network>; provider?: ProviderFacts } = {},
) {
  const pools = [{ name: 'general', count: nodes, cpu: '1', memory: '1Gi' }];
  const { sources, destinations } = endsOf(manifests, {
    network: { ...NETWORK, ...network },
    nodes: pools,
    provider,
  });
  return {
    sources: sources.map(({ name }) => name),
    destinations: destinations.map(({ block, title, port }) => `${block}: ${title}:${port}`),
    askedAs: (name: string) => sources.find((source) => source.name === name)?.asked,
  };
}

const namespace = (name: string): Manifest => ({ kind: 'Namespace', metadata: { name } });

function deployment(name: string, pod: object): Manifest {
  const spec = { containers: [{ ports: [{ containerPort: 80 }, { containerPort: 10254 }] }], ...pod };
  return {
    kind: 'Deployment',
    metadata: { name, namespace: 'edge' },
    spec: { template: { metadata: { labels: { app: name } }, spec } },
  };
}

function policy(spec: object): Manifest {
  return {
    kind: 'NetworkPolicy',
    metadata: { name: 'p', namespace: 'edge' },
    spec: { podSelector: {}, ...spec },
  };
}

const inNamespace = (name: string, labels: Record<string, string>) => ({
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } },
  podSelector: { matchLabels: labels },
});

describe('the sources and destinations', () => {
  it('are the pods of workloads, a pod in each other namespace, nodes, the API server and addresses outside', () => {
    const { sources, destinations } = ends([namespace('edge'), namespace('empty'), deployment('proxy', {})]);
    expect(sources).toEqual([
      'edge/proxy',
      'empty/any',
      'default/any',
      'kube-system/any',
      'cert-manager/any',
      "the pod's own node",
      'another node',
      'api-server',
      'internet',
    ]);
    expect(destinations).toEqual([
      'edge: proxy:80',
      'edge: proxy:10254',
      'empty: any:80',
      'default: any:80',
      'kube-system: any:80',
      'cert-manager: any:80',
      'the nodes: kubelet:10250',
      'outside the cluster: internet:443',
      'outside the cluster: internet:80',
      'outside the cluster: metadata:80',
      'outside the cluster: private:443',
      'outside the cluster: api-server:6443',
      'outside the cluster: etcd:2379',
    ]);
  });

  it('have the API server on the node, if there is one node', () => {
    const { sources, destinations } = ends([], { nodes: 1 });
    expect(sources).not.toContain('another node');
    expect(sources).not.toContain('api-server');
    expect(destinations).toEqual(
      expect.arrayContaining(['the nodes: api-server:6443', 'the nodes: etcd:2379']),
    );
  });

  it('include the ingress controller of the provider', () => {
    const support = { component: 'c', until: '2026-01-01', instead: 'd', source: 's' };
    const controller = { className: 'managed', namespace: 'routing', labels: { app: 'nginx' }, support };
    const provider = { ...NO_PROVIDER, namespaces: ['routing'], ingressControllers: [controller] };
    const { sources, destinations } = ends([], { provider });
    expect(sources).toContain('routing/nginx');
    expect(destinations).toEqual(
      expect.arrayContaining(['routing: nginx:80', 'routing: nginx:443', 'routing: nginx:10254']),
    );
  });
});

describe('pods on the host network', () => {
  const onHost = (user: number | undefined) =>
    deployment('proxy', { hostNetwork: true, securityContext: { runAsUser: user } });

  it('listen on the node, and connect from its address in the pod network', () => {
    const network = { podBridgeCidrs: ['10.244.0.1/32'] };
    const { sources, destinations, askedAs } = ends([namespace('edge'), onHost(101)], { network });
    expect(sources).toContain('edge/any');
    expect(askedAs('edge/proxy')).toEqual(['10.244.0.1@101']);
    expect(destinations).toEqual(expect.arrayContaining(['the nodes: proxy:80', 'the nodes: proxy:10254']));
  });

  it('are the node itself, if they run as root', () => {
    expect(ends([onHost(undefined)]).sources).not.toContain('edge/proxy');
  });
});

describe('what only policies name', () => {
  it('is a pod that a policy selects, with the ports that it opens, and a peer of an ingress rule', () => {
    const { sources, destinations } = ends([
      namespace('edge'),
      policy({
        podSelector: { matchLabels: { 'example.org/solver': 'true' } },
        ingress: [{ from: [inNamespace('kube-system', { app: 'tunnel' })], ports: [{ port: 8089 }] }],
      }),
    ]);
    expect(sources).toEqual(expect.arrayContaining(['edge/solver', 'kube-system/tunnel']));
    expect(destinations).toContain('edge: solver:8089');
  });

  it('is a peer of an egress rule, as a destination only', () => {
    const egress = [53, 53, 9153].map((port) => ({
      to: [inNamespace('kube-system', { 'k8s-app': 'kube-dns' })],
      ports: [{ port }],
    }));
    const { sources, destinations } = ends([policy({ egress })]);
    expect(sources).not.toContain('kube-system/kube-dns');
    expect(destinations.filter((title) => title.includes('kube-dns'))).toEqual([
      'kube-system: kube-dns:53',
      'kube-system: kube-dns:9153',
    ]);
  });

  it('is not a pod of a workload', () => {
    const egress = [{ to: [inNamespace('edge', { app: 'proxy' })], ports: [{ port: 80 }] }];
    const { destinations } = ends([deployment('proxy', {}), policy({ egress })]);
    expect(destinations.filter((title) => title === 'edge: proxy:80')).toHaveLength(1);
  });

  it('is a port of the internet or of the nodes', () => {
    const { destinations } = ends([
      policy({
        egress: [
          { to: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/8'] } }], ports: [{ port: 27017 }] },
          { to: [{ ipBlock: { cidr: '10.0.0.0/16' } }], ports: [{ port: 9100 }] },
        ],
      }),
    ]);
    expect(destinations.slice(-2)).toEqual(['the nodes: node:9100', 'outside the cluster: internet:27017']);
  });

  it('is a range outside the cluster', () => {
    const to = ['192.168.7.0/24', '198.51.100.7/32'].map((cidr) => ({ ipBlock: { cidr } }));
    const { destinations } = ends([policy({ egress: [{ to, ports: [{ port: 5432 }] }] })]);
    expect(destinations.slice(-2)).toEqual([
      'outside the cluster: 192.168.7.0/24:5432',
      'outside the cluster: 198.51.100.7/32:5432',
    ]);
  });
});
