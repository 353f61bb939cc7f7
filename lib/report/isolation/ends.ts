import type { ClusterFacts } from '../../checks/engine/cluster-facts';
import type { Address, Pod } from '../../checks/facts/policy-world';
import { cidrContains, firstAddress, formatIpv4, parseCidr } from '../../kube/cidr';
import type { Destination, End } from './cells';
import { type Manifest, rulesOf } from './manifests';
import { type MatrixPod, podsOf } from './pods';

/** `addresses` for other networks, such as a range of addresses or the metadata service of a cloud. */
export type EndKind = 'pod' | 'node' | 'api-server' | 'internet' | 'addresses';

/** An end, with its names in the questions of the packet test (README, "Tests with a cluster"). */
export interface AskedEnd extends End {
  readonly kind: EndKind;
  /** The pods of the end, also on the host network; undefined for other ends. */
  readonly pod?: MatrixPod;
  /** Several if the end stands for several places. Each of them is asked. */
  readonly asked: readonly string[];
}

export type AskedDestination = Destination & AskedEnd;

/** An end that can be a destination: all except the node of a pod. */
type Located<At = Pod | Address> = AskedEnd & { readonly at: At };

/** The headings of destinations that are not pods. */
const NODES = 'the nodes';
const OUTSIDE = 'outside the cluster';

/**
 * The ends of the connections of a cluster: pods, nodes, the API server, the internet, and other networks.
 *
 * In a cluster of one node, the API server runs on this node.
 */
export function endsOf(
  manifests: readonly Manifest[],
  { network, nodes, provider }: Pick<ClusterFacts, 'network' | 'nodes' | 'provider'>,
): { sources: AskedEnd[]; destinations: AskedDestination[] } {
  const all = podsOf(manifests, provider);
  const pods = all.filter(({ hostUser }) => hostUser === undefined);
  const onNodes = all.filter(({ hostUser }) => hostUser !== undefined);

  const { nodeCidrs, podBridgeCidrs = nodeCidrs, apiServer } = network;
  const hasOneNode = nodes.reduce((sum, { count }) => sum + count, 0) === 1;
  const otherNodes = hasOneNode ? [] : [addressEnd('node', 'another node', addressIn(nodeCidrs))];
  const node = {
    ...addressEnd('node', 'node', addressIn(nodeCidrs)),
    asked: ['node', ...otherNodes.flatMap(({ asked }) => asked)],
  };
  const api = addressEnd('api-server', 'api-server', addressIn(apiServer.cidrs));
  const internet = addressEnd('internet', 'internet', '203.0.113.7');

  const apiBlock = hasOneNode ? NODES : OUTSIDE;
  const destinations = [
    ...pods.flatMap((pod) =>
      pod.ports.map((port) => destination(podEnd(pod), pod.namespace, pod.name, port)),
    ),
    destination(node, NODES, 'kubelet', 10250),
    ...onNodes.flatMap(({ name, ports }) => ports.map((port) => destination(node, NODES, name, port))),
    destination(internet, OUTSIDE, 'internet', 443),
    destination(internet, OUTSIDE, 'internet', 80),
    destination(addressEnd('addresses', 'metadata', '169.254.169.254'), OUTSIDE, 'metadata', 80),
    destination(addressEnd('addresses', 'private', '192.168.1.1'), OUTSIDE, 'private', 443),
    destination(api, apiBlock, 'api-server', apiServer.port),
    destination(api, apiBlock, 'etcd', 2379),
  ];
  const ofCluster = [...nodeCidrs, ...apiServer.cidrs];
  const ranges = openedRanges(manifests).filter(
    (range) => !ofCluster.includes(range) && !cidrContains(range, `${internet.at}/32`),
  );
  const opened = [
    ...openedPorts(manifests, node.at).map((port) => destination(node, NODES, 'node', port)),
    ...openedPorts(manifests, internet.at).map((port) => destination(internet, OUTSIDE, 'internet', port)),
    ...ranges.flatMap((range) => {
      const end = addressEnd('addresses', range, addressIn([range]));
      return openedPorts(manifests, end.at).map((port) => destination(end, OUTSIDE, range, port));
    }),
  ].filter(({ at, port }) => !destinations.some((known) => known.at === at && known.port === port));

  return {
    sources: [
      ...pods.filter(({ isSource }) => isSource).map(podEnd),
      ...onNodes.flatMap((pod) => processEnd(pod, addressIn(podBridgeCidrs))),
      { kind: 'node', name: "the pod's own node", at: undefined, asked: ['node'] },
      ...otherNodes,
      ...(hasOneNode ? [] : [api]),
      internet,
    ],
    destinations: [...destinations, ...opened],
  };
}

function podEnd(pod: MatrixPod): Located<Pod> {
  const name = `${pod.namespace}/${pod.name}`;
  return { kind: 'pod', pod, name, at: pod, asked: [name] };
}

function addressEnd(kind: EndKind, name: string, at: Address): Located<Address> {
  return { kind, name, at, asked: [at] };
}

/** A pod on the host network: pods see the address of its node. As root, it can do what its node can do. */
function processEnd(pod: MatrixPod, at: Address): AskedEnd[] {
  const { namespace, name, hostUser } = pod;
  return hostUser
    ? [{ kind: 'pod', pod, name: `${namespace}/${name}`, at, asked: [`${at}@${hostUser}`] }]
    : [];
}

function destination(
  end: Located,
  block: string,
  title: string,
  listening: MatrixPod['ports'][number] | number,
): AskedDestination {
  const { containerPort: port, protocol } =
    typeof listening === 'number' ? { containerPort: listening, protocol: 'TCP' } : listening;
  return { ...end, block, title, port, protocol: protocol === 'UDP' ? 'UDP' : 'TCP' };
}

/** An address for the tests: the sixth of the first range, or the only one of a `/32`. */
function addressIn([first = '']: readonly string[]): Address {
  const range = parseCidr(first);
  return formatIpv4(firstAddress(range) + (range.prefix === 32 ? 0 : 5));
}

/** The ranges that egress rules open. */
function openedRanges(manifests: readonly Manifest[]): string[] {
  const peers = egressRules(manifests).flatMap((rule) => rule.peers);
  return [...new Set(peers.flatMap(({ ipBlock }) => (ipBlock ? [ipBlock.cidr] : [])))];
}

function egressRules(manifests: readonly Manifest[]) {
  return manifests
    .filter(({ kind }) => kind === 'NetworkPolicy')
    .flatMap(({ spec }) => rulesOf(spec, 'egress'));
}

/** The ports of an address that egress rules open by its range. */
function openedPorts(manifests: readonly Manifest[], address: Address): number[] {
  const contains = (range: string) => cidrContains(range, `${address}/32`);
  const rules = egressRules(manifests).filter(({ peers }) =>
    peers.some(({ ipBlock }) => ipBlock && contains(ipBlock.cidr) && !ipBlock.except?.some(contains)),
  );
  return [...new Set(rules.flatMap(({ ports }) => ports.map(({ containerPort }) => containerPort)))];
}
