import { cidrContains, isDocumentationRange, parseIpv4 } from '../../kube/cidr';
import type { Situation } from '../situation';
import type { Finding } from './finding';
import { allOf } from './lists';

interface Slice {
  readonly metadata: { readonly namespace: string; readonly labels?: Readonly<Record<string, string>> };
  readonly endpoints: readonly { readonly addresses: readonly string[] }[] | null;
  readonly ports: readonly { readonly port?: number }[] | null;
}

interface Node {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly podCIDR?: string };
  readonly status: { readonly addresses?: readonly { readonly type: string; readonly address: string }[] };
}

interface Service {
  readonly metadata: { readonly namespace: string; readonly name: string };
  readonly spec: { readonly clusterIP?: string };
}

/** Whether the addresses of the configuration, by which policies match, are those of the cluster. */
export async function askAddresses(situation: Situation): Promise<Finding[]> {
  const { network } = situation.facts;
  const [slices, nodes, services] = await Promise.all([
    allOf<Slice>(situation, 'discovery.k8s.io', 'EndpointSlice'),
    allOf<Node>(situation, '', 'Node'),
    allOf<Service>(situation, '', 'Service'),
  ]);
  const unchecked = (what: string, { problem }: { readonly problem: string | undefined }): Finding[] =>
    problem === undefined
      ? []
      : [{ severity: 'unchecked', question: 'addresses', message: `${what}: ${problem}` }];
  const own = slices.items.filter(
    ({ metadata: { namespace, labels } }) =>
      namespace === 'default' && labels?.['kubernetes.io/service-name'] === 'kubernetes',
  );
  const apiServers = own.flatMap(({ endpoints }) => (endpoints ?? []).flatMap(({ addresses }) => addresses));
  const ports = own.flatMap((slice) => (slice.ports ?? []).map(({ port }) => String(port)));
  const nodeAddresses = nodes.items.flatMap(({ status }) =>
    (status.addresses ?? []).filter(({ type }) => type === 'InternalIP').map(({ address }) => address),
  );
  const clusterIp = services.items
    .filter(({ metadata }) => metadata.namespace === 'default' && metadata.name === 'kubernetes')
    .flatMap(({ spec }) => spec.clusterIP ?? []);
  const podRanges = nodes.items.flatMap(({ spec }) => spec.podCIDR ?? []);
  return [
    ...unchecked('the API server', slices),
    ...unchecked('the nodes', nodes),
    ...unchecked('the Services', services),
    ...outside('apiServer.cidrs', network.apiServer.cidrs, 'the API server', apiServers),
    ...otherPorts(String(network.apiServer.port), ports),
    ...outside('nodeCidrs', network.nodeCidrs, 'a node', nodeAddresses),
    ...outside('podCidr', [network.podCidr], 'the pods of a node', podRanges),
    ...outside('serviceCidr', [network.serviceCidr], 'the Service kubernetes', clusterIp),
  ];
}

/** A finding if an address of the cluster is in none of the configured ranges. */
function outside(
  field: string,
  ranges: readonly string[],
  what: string,
  found: readonly string[],
): Finding[] {
  const addresses = [...new Set(found)].filter(
    (address) => parseIpv4(address.split('/')[0] ?? '') !== undefined,
  );
  const isInside = (address: string) =>
    ranges.some((range) => cidrContains(range, address.includes('/') ? address : `${address}/32`));
  const wrong = addresses.filter((address) => !isInside(address));
  const isPlaceholder = ranges.some(isDocumentationRange);
  const configured = `${ranges.join(', ')}${isPlaceholder ? ', which is a placeholder' : ''}`;
  if (wrong.length > 0) {
    const message = `network.${field} is ${configured}, but that of ${what} is ${wrong.slice(0, 5).join(', ')}: correct config/, because network policies block it`;
    return [{ severity: 'error', question: 'addresses', message }];
  }
  if (!isPlaceholder || addresses.length > 0) return [];
  return [
    {
      severity: 'error',
      question: 'addresses',
      message: `network.${field} is ${configured}: write the real address to config/`,
    },
  ];
}

function otherPorts(configured: string, found: readonly string[]): Finding[] {
  const wrong = [...new Set(found)].filter((port) => port !== configured);
  if (wrong.length === 0) return [];
  const message = `network.apiServer.port is ${configured}, but that of the API server is ${wrong.join(', ')}: correct config/, because network policies block it`;
  return [{ severity: 'error', question: 'addresses', message }];
}
