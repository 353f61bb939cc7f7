import { addPolicy, checkBroken } from '../../support/sound-cluster';
import { reports } from './reports';

reports(
  'policy-selector',
  'labels that no pod template and no namespace has',
  (workshop) =>
    addPolicy(workshop, {
      podSelector: { matchLabels: { app: 'web', tier: 'front' } },
      ingress: [
        { from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'egde' } } }] },
        { from: [{ podSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['wep'] }] } }] },
      ],
    }),
  [
    'test: test/50-all.k8s.yaml: NetworkPolicy shop/further: spec.podSelector: no pod template in shop matches tier=front: use the labels of one of db, web [policy-selector]',
    'test: test/50-all.k8s.yaml: NetworkPolicy shop/further: spec.ingress[0].from[0]: no namespace matches kubernetes.io/metadata.name=egde: correct it, or use one of edge, shop [policy-selector]',
    'test: test/50-all.k8s.yaml: NetworkPolicy shop/further: spec.ingress[1].from[0]: no pod template in shop matches app In wep: use the labels of one of db, web [policy-selector]',
  ],
);

test('policy-selector leaves wrong labels of a declared connection to connection-ends', () => {
  const { all } = checkBroken(({ cluster, find }) => {
    const [from, to] = ['edge', 'shop'].map((name) => ({
      namespaces: { selector: { matchLabels: { 'kubernetes.io/metadata.name': name } } },
      podLabels: { app: 'wep' },
      ports: [],
    })) as never[];
    cluster.isolation.allow({ from: from as never, to: to as never, because: 'a test' });
    find('NetworkPolicy', 'app-web').spec.podSelector = { matchLabels: { app: 'wep' } };
  });
  expect(all.filter((line) => line.endsWith('[connection-ends]'))).not.toEqual([]);
  expect(all.filter((line) => line.endsWith('[policy-selector]'))).toEqual([]);
});
