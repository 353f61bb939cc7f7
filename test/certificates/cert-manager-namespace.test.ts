import {
  CertManagerNamespace,
  type CertManagerNamespaceProps,
} from '../../lib/certificates/cert-manager-namespace';
import type { PodGroup } from '../../lib/core/isolation/connection';
import { ForeignNamespace } from '../../lib/core/isolation/foreign-namespace';
import { PolicyWorld } from '../support/reachability';
import { TestCluster } from '../support/test-cluster';

const TUNNEL: PodGroup = {
  namespaces: new ForeignNamespace('kube-system'),
  podLabels: { app: 'konnectivity-agent' },
  ports: [],
};
const MANAGED: PodGroup = {
  namespaces: new ForeignNamespace('app-routing-system'),
  podLabels: undefined,
  ports: [{ port: 8080 }],
};

function made(props: CertManagerNamespaceProps = { ingressControllers: ['nodes'] }) {
  const cluster = new TestCluster();
  const certManager = new CertManagerNamespace(cluster, 'cert-manager', props);
  const foreign = ['kube-system', 'app-routing-system'].map((name) => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name },
  }));
  const world = () => new PolicyWorld([...foreign, ...cluster.objects()]);
  return { cluster, certManager, world };
}

const pod = (name: string) => ({
  namespace: 'cert-manager',
  labels: { 'app.kubernetes.io/name': name, 'app.kubernetes.io/instance': 'cert-manager' },
});
const controller = pod('cert-manager');
const webhook = pod('webhook');
const caInjector = pod('cainjector');
const agent = { namespace: 'kube-system', labels: { app: 'konnectivity-agent' } };
const ingressController = { namespace: 'app-routing-system', labels: { app: 'nginx' } };
const [NODE, OUTSIDE, API_SERVER] = ['10.0.3.4', '198.51.100.7', '10.0.0.10'];

test('the namespace with only the required properties', () => {
  expect(made().cluster.objects()).toMatchSnapshot();
});

test('the quota fits seven pods with the default limits', () => {
  const { cluster } = made();
  const hard = cluster.find('ResourceQuota', 'cert-manager-quota').spec.hard;
  const [limits] = cluster.find('LimitRange', 'cert-manager-limits').spec.limits;
  expect(hard.pods).toBe('7');
  expect(limits.defaultRequest).toMatchObject({ cpu: '20m', memory: '64Mi' });
  expect(limits.default).toMatchObject({ cpu: '200m', memory: '256Mi' });
});

test('every pod can connect to the API server', () => {
  const world = made().world();
  const allowed = [controller, webhook, caInjector, pod('startupapicheck')].map((from) =>
    world.allows(from, API_SERVER, 6443, 'TCP'),
  );
  expect(allowed).toEqual([true, true, true, true]);
});

test('the API server can connect to the webhook from a node', () => {
  const world = made().world();
  expect(world.allows(NODE, webhook, 10250, 'TCP')).toBe(true);
  expect(world.allows(NODE, webhook, 6080, 'TCP')).toBe(false);
  expect(world.allows(NODE, caInjector, 10250, 'TCP')).toBe(false);
  expect(world.allows(OUTSIDE, webhook, 10250, 'TCP')).toBe(false);
});

test('a managed API server can connect to the webhook only through its tunnel', () => {
  const world = made({ ingressControllers: [MANAGED], apiServerTunnel: TUNNEL }).world();
  expect(world.allows(agent, webhook, 10250, 'TCP')).toBe(true);
  expect(world.allows({ ...agent, labels: {} }, webhook, 10250, 'TCP')).toBe(false);
  expect(world.allows(NODE, webhook, 10250, 'TCP')).toBe(false);
});

test("only the controller can connect to Let's Encrypt and to the hosts that it validates", () => {
  const world = made().world();
  const ports = (from: typeof controller) =>
    [80, 443, 8080].map((port) => world.allows(from, OUTSIDE, port, 'TCP'));
  expect(ports(controller)).toEqual([true, true, false]);
  expect(ports(webhook)).toEqual([false, false, false]);
  expect(ports(caInjector)).toEqual([false, false, false]);
});

test('the controller can connect to the ingress controller, on its pods or on the nodes', () => {
  const onPods = made({ ingressControllers: [MANAGED] }).world();
  expect(onPods.allows(controller, ingressController, 8080, 'TCP')).toBe(true);
  expect(onPods.allows(controller, NODE, 80, 'TCP')).toBe(false);
  const onNodes = made({ ingressControllers: ['nodes'] }).world();
  expect(onNodes.allows(controller, NODE, 80, 'TCP')).toBe(true);
  expect(onNodes.allows(controller, ingressController, 8080, 'TCP')).toBe(false);
});

test('other pods can connect to the metrics port once a connection is declared', () => {
  const { cluster, certManager, world } = made();
  const monitoring = cluster.addNamespace({ name: 'monitoring', podSecurity: 'restricted' });
  const prometheus = { namespace: 'monitoring', labels: { app: 'prometheus' } };
  expect(world().allows(prometheus, controller, 9402, 'TCP')).toBe(false);
  cluster.isolation.allow({
    from: monitoring.pods({ app: 'prometheus' }),
    to: certManager.controller,
    because: 'Prometheus scrapes the expiry of certificates',
  });
  expect(world().allows(prometheus, controller, 9402, 'TCP')).toBe(true);
});
