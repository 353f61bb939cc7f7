import { cidrContains } from '../../kube/cidr';

/**
 * What enforces network policies in a cluster.
 *
 * - `calico`, `kube-network-policies`: plain NetworkPolicies, and the API server by its address.
 * - `cilium`: plain NetworkPolicies; the API server, which Cilium never matches by address, by a CiliumNetworkPolicy.
 * - `none`: nothing (Flannel or kubenet alone): a policy would be accepted and ignored, so none may be made.
 */
export type PolicyEngine = 'calico' | 'cilium' | 'kube-network-policies' | 'none';

/** A cluster's network, as far as policies need to know it. */
export interface Network {
  readonly policyEngine: PolicyEngine;
  /** Where pods get their addresses, as an IPv4 CIDR. */
  readonly podCidr: string;
  /** Where Services get their addresses, as an IPv4 CIDR. */
  readonly serviceCidr: string;
  /** The addresses of the nodes, as IPv4 CIDRs. */
  readonly nodeCidrs: readonly string[];
  /**
   * The nodes' own addresses within the pod network, as IPv4 CIDRs: where a bridge joins the two (Flannel's `cni0`),
   * pods see what runs on the host's network under these.
   *
   * @default none
   */
  readonly podBridgeCidrs?: readonly string[];
  /**
   * Where the API server really answers, behind the Service `kubernetes`: engines see the address after
   * the Service's translation (`kubectl get endpointslices -n default -l kubernetes.io/service-name=kubernetes`).
   */
  readonly apiServer: {
    readonly cidrs: readonly string[];
    readonly port: number;
  };
}

/**
 * The IPv4 ranges that are not the internet: private, shared (carriers' and some clouds' own), link-local (where
 * clouds answer with a machine's credentials, 169.254.169.254) and loopback.
 *
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry/
 */
const SPECIAL_RANGES = [
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.168.0.0/16',
];

/** The ranges that "the internet" leaves out in a cluster: the special ones, and the cluster's own. */
export function notInternet(network: Network): string[] {
  const own = [network.podCidr, network.serviceCidr, ...network.nodeCidrs, ...network.apiServer.cidrs];
  const further = [...new Set(own)].filter(
    (cidr) => !SPECIAL_RANGES.some((range) => cidrContains(range, cidr)),
  );
  return [...SPECIAL_RANGES, ...further];
}
