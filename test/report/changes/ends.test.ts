import { ClusterIndex } from '../../../lib/checks/engine/cluster-index';
import { connectionsOf, targetText } from '../../../lib/report/changes/connections';
import { connectedEndsOf } from '../../../lib/report/changes/ends';
import { addPolicy, soundFacts, type Workshop } from '../../support/sound-cluster';

const index = (change: (workshop: Workshop) => void = () => {}) => new ClusterIndex(soundFacts(change));

test('every end of a connection is described', () => {
  const cluster = index();
  const names = new Set(connectedEndsOf(cluster).map(({ name }) => name));
  const used = connectionsOf(cluster).flatMap(({ from, to }) => [from, to]);
  expect(used.length).toBeGreaterThan(50);
  expect(used.filter((name) => !names.has(name))).toEqual([]);
});

test('ends have their kinds; pods have their workloads and numbers', () => {
  const ends = connectedEndsOf(
    index((workshop) =>
      addPolicy(workshop, {
        policyTypes: ['Egress'],
        egress: [{ to: [{ ipBlock: { cidr: '198.51.100.0/24' } }], ports: [{ port: 25 }] }],
      }),
    ),
  );
  const end = (name: string) => ends.find((one) => one.name === name);
  const none = { namespace: undefined, workload: undefined, replicas: undefined, hostPorts: [] };
  expect(end('shop/web')).toEqual({
    name: 'shop/web',
    kind: 'pod',
    namespace: 'shop',
    workload: 'Deployment',
    replicas: { minimum: 2, maximum: 4 },
    hostPorts: [],
  });
  expect(end('kube-system/kube-dns')).toMatchObject({ kind: 'pod', namespace: 'kube-system' });
  expect(end('kube-system/kube-dns')?.workload).toBeUndefined();
  expect(end('another node')).toEqual({ name: 'another node', kind: 'node', ...none });
  expect(end('api-server')).toEqual({ name: 'api-server', kind: 'api-server', ...none });
  expect(end('internet')).toEqual({ name: 'internet', kind: 'internet', ...none });
  expect(end('198.51.100.0/24')).toEqual({ name: '198.51.100.0/24', kind: 'addresses', ...none });
});

test('a pod on the host network is a pod, and accepts connections as its node', () => {
  const ends = connectedEndsOf(
    index(({ find }) => {
      const { spec } = find('Deployment', 'controller').spec.template;
      Object.assign(spec, { hostNetwork: true, securityContext: { runAsUser: 101 } });
      Object.assign(spec.containers[0], { ports: [{ containerPort: 443 }] });
    }),
  );
  expect(ends.find(({ name }) => name === 'edge/controller')).toMatchObject({
    kind: 'pod',
    namespace: 'edge',
    workload: 'Deployment',
    hostPorts: [443],
  });
});

test('the destination of a connection has its port, and its protocol unless it is TCP', () => {
  const side = { allowed: true, policies: [], reasons: [] };
  const one = { from: 'a', to: 'kube-system/kube-dns', port: 53, allowed: true, egress: side, ingress: side };
  expect(targetText({ ...one, protocol: 'UDP' })).toBe('kube-system/kube-dns:53/UDP');
  expect(targetText({ ...one, protocol: 'TCP' })).toBe('kube-system/kube-dns:53');
});
