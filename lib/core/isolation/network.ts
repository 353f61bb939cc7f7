import type { Network } from '../../checks/engine/cluster-facts';
import { cidrContains, SPECIAL_RANGES } from '../../kube/cidr';

/** The ranges to exclude from "the internet" in a cluster: the special ranges, and the cluster's own. */
export function internetExcept(network: Network): string[] {
  const own = [network.podCidr, network.serviceCidr, ...network.nodeCidrs, ...network.apiServer.cidrs];
  const further = [...new Set(own)].filter(
    (cidr) => !SPECIAL_RANGES.some((range) => cidrContains(range, cidr)),
  );
  return [...SPECIAL_RANGES, ...further];
}
