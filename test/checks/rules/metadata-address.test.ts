import { reports } from './reports';

reports(
  'metadata-address',
  'a policy for all addresses',
  ({ find }) => {
    find('NetworkPolicy', 'app-web').spec.egress.push({ to: [{ ipBlock: { cidr: '0.0.0.0/0' } }] });
  },
  [
    'test/namespaces/shop/isolation/app-web: test/10-isolation.k8s.yaml: NetworkPolicy shop/app-web: spec.egress[2].to[0].ipBlock.cidr is "0.0.0.0/0": allows 169.254.169.254, where clouds serve the credentials of a machine: except 169.254.0.0/16, or accept the risk with acceptRisk() [metadata-address]',
  ],
);
