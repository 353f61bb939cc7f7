import type { Breakable } from '../../support/sound-cluster';
import type { Mutation, MutationClass } from './mutation';

/** A change of the policy of the web server. */
function policy(name: string, change: (spec: Breakable) => void): Mutation {
  return { name, change: ({ find }) => change(find('NetworkPolicy', 'app-web').spec) };
}

export const EMPTY_LISTS: MutationClass = {
  name: 'lists of network policies',
  outages: [
    policy('an empty list of destinations', ({ egress }) => {
      egress[0].to = [];
    }),
    policy('an empty list of sources', ({ ingress }) => {
      ingress[0].from = [];
    }),
    policy('an empty list of ports to connect to', ({ egress }) => {
      egress[0].ports = [];
    }),
    policy('an empty list of ports that accept connections', ({ ingress }) => {
      ingress[0].ports = [];
    }),
    policy('a further rule whose ranges are missing', ({ egress }) => {
      egress.push({ to: [], ports: [{ port: 443, protocol: 'TCP' }] });
    }),
  ],
  sound: [
    policy('a further rule for every destination, without a list', ({ egress }) => {
      egress.push({ ports: [{ port: 443, protocol: 'TCP' }] });
    }),
    policy('a range of addresses on every port, without a list of ports', ({ egress }) => {
      egress.push({ to: [{ ipBlock: { cidr: '198.51.100.0/24' } }] });
    }),
    {
      name: 'a policy with an empty list of rules, which allows nothing',
      change: ({ find }) => {
        find('NetworkPolicy', 'default-deny').spec.ingress = [];
      },
    },
  ],
};
