import { reports } from './reports';

reports(
  'enforced-policies',
  'a policy of another policy engine',
  ({ add }) =>
    add({
      apiVersion: 'cilium.io/v2',
      kind: 'CiliumNetworkPolicy',
      metadata: { name: 'api', namespace: 'shop' },
      spec: {},
    }),
  [
    'test: test/50-all.k8s.yaml: CiliumNetworkPolicy shop/api: only Cilium enforces this kind, and the policy engine is calico: use a NetworkPolicy [enforced-policies]',
  ],
);
