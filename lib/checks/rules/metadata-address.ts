import { cidrContains } from '../../kube/cidr';
import type { Finding } from '../engine/finding';
import type { Rule } from '../engine/rule';

/** Where clouds serve the metadata of a machine, with its credentials. */
const METADATA = '169.254.169.254/32';

export const metadataAddress: Rule = {
  id: 'metadata-address',
  group: 'isolation',
  title: 'No policy lets pods connect to 169.254.169.254. Otherwise a warning is reported.',
  protects: 'An attacker in the pod receives the credentials of the machine from the cloud.',
  *check(cluster): Iterable<Finding> {
    const problem =
      'allows 169.254.169.254, where clouds serve the credentials of a machine: except 169.254.0.0/16, or accept the risk with acceptRisk()';
    for (const object of cluster.ofKind('NetworkPolicy'))
      for (const [index, { to = [], ports = [] }] of (object.spec.egress ?? []).entries()) {
        const field = `spec.egress[${index}]`;
        // Without a list of destinations, a rule allows all addresses.
        if (to.length + ports.length === 0) yield { object, field, problem, severity: 'warning' };
        for (const [peer, { ipBlock }] of to.entries()) {
          if (!ipBlock || !contains(ipBlock.cidr) || ipBlock.except?.some(contains)) continue;
          const at = `${field}.to[${peer}].ipBlock.cidr`;
          yield { object, field: at, value: ipBlock.cidr, problem, severity: 'warning' };
        }
      }
  },
};

/** The rule `schema` reports invalid ranges. */
function contains(cidr: string): boolean {
  return cidr.includes('.') && cidrContains(cidr, METADATA);
}
