import type { Network } from '../../checks/engine/cluster-facts';
import { cidrContains } from '../../kube/cidr';

/**
 * The IPv4 ranges that are not the internet: private, shared (used by carriers and by some clouds), link-local (where
 * clouds serve a machine's credentials, 169.254.169.254) and loopback.
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

/** The ranges to exclude from "the internet" in a cluster: the special ranges, and the cluster's own. */
export function internetExcept(network: Network): string[] {
  const own = [network.podCidr, network.serviceCidr, ...network.nodeCidrs, ...network.apiServer.cidrs];
  const further = [...new Set(own)].filter(
    (cidr) => !SPECIAL_RANGES.some((range) => cidrContains(range, cidr)),
  );
  return [...SPECIAL_RANGES, ...further];
}
