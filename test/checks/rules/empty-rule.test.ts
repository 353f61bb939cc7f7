import { reports } from './reports';

const WHERE =
  'test/namespaces/shop/isolation/app-web: test/10-isolation.k8s.yaml: NetworkPolicy shop/app-web';
const REMEDY = 'add the intended entries, or remove the rule [empty-rule]';

reports(
  'empty-rule',
  'empty lists of peers and ports',
  ({ find }) => {
    const { spec } = find('NetworkPolicy', 'app-web');
    spec.ingress[0].from = [];
    spec.egress[0].to = [];
    spec.egress[0].ports = [];
  },
  [
    `${WHERE}: spec.ingress[0].from is []: an empty list allows everyone: ${REMEDY}`,
    `${WHERE}: spec.egress[0].to is []: an empty list allows every destination: ${REMEDY}`,
    `${WHERE}: spec.egress[0].ports is []: an empty list allows every port: ${REMEDY}`,
  ],
);

reports(
  'empty-rule',
  'no list that is left out',
  ({ find }) => {
    const { spec } = find('NetworkPolicy', 'app-web');
    spec.ingress = [{ ports: [{ port: 8080 }] }];
    spec.egress = [{}];
  },
  [],
);
