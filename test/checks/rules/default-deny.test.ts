import { reports } from './reports';

reports(
  'default-deny',
  'a missing default deny',
  ({ cluster: _, find }) => {
    find('NetworkPolicy', 'edge-isolation').spec.podSelector = { matchLabels: { app: 'x' } };
    find('NetworkPolicy', 'default-deny').spec.policyTypes = ['Ingress'];
  },
  [
    'test/namespaces/edge/namespace: test/00-namespaces.k8s.yaml: Namespace edge: no NetworkPolicy with an empty podSelector denies Egress: make the namespace with cluster.addNamespace() [default-deny]',
  ],
);
