import type { Workshop } from '../../support/sound-cluster';
import { checkBroken } from '../../support/sound-cluster';
import { reports } from './reports';

reports('pod-reference', 'a missing ConfigMap', ({ remove }) => remove('ConfigMap', 'web-settings'), [
  'test/all/web.deployment: test/50-all.k8s.yaml: Deployment shop/web: spec.template.spec.containers[0].envFrom[0].configMapRef.name is "web-settings": ConfigMap shop/web-settings not found: create it [pod-reference]',
]);

reports(
  'pod-reference',
  'a missing key of a Secret',
  ({ container }) => {
    container('Deployment', 'web').env[1].valueFrom.secretKeyRef.key = 'pass';
  },
  [
    'test/all/web.deployment: test/50-all.k8s.yaml: Deployment shop/web: spec.template.spec.containers[0].env[1].valueFrom.secretKeyRef is "db-credentials": Secret shop/db-credentials has no key "pass": add it, or use one of password [pod-reference]',
  ],
);

/** Adds a volume with a claim to the pods of the Deployment web. */
function useClaim(claimName: string) {
  return ({ find }: Workshop) => {
    find('Deployment', 'web').spec.template.spec.volumes.push({
      name: 'claimed',
      persistentVolumeClaim: { claimName },
    });
  };
}

reports('pod-reference', 'no claim that a StatefulSet creates', useClaim('data-db-0'), []);

reports('pod-reference', 'a claim of a pod that a StatefulSet does not have', useClaim('data-db-1'), [
  'test/all/web.deployment: test/50-all.k8s.yaml: Deployment shop/web: spec.template.spec.volumes[1].persistentVolumeClaim.claimName is "data-db-1": PersistentVolumeClaim shop/data-db-1 not found: create it [pod-reference]',
]);

reports(
  'pod-reference',
  'a claim below the first ordinal of a StatefulSet',
  (workshop) => {
    workshop.find('StatefulSet', 'db').spec.ordinals = { start: 5 };
    useClaim('data-db-0')(workshop);
  },
  [expect.stringContaining('PersistentVolumeClaim shop/data-db-0 not found')],
);

test('a missing service account is reported once', () => {
  const { all } = checkBroken(({ find }) => {
    find('Deployment', 'web').spec.template.spec.serviceAccountName = 'wep';
  });
  expect(all).toEqual([expect.stringMatching(/create it, or use one of web \[pod-reference\]$/)]);
});

reports(
  'pod-reference',
  'a missing class, with the classes of Kubernetes',
  ({ find }) => {
    find('Deployment', 'web').spec.template.spec.priorityClassName = 'high';
  },
  [
    'test/all/web.deployment: test/50-all.k8s.yaml: Deployment shop/web: spec.template.spec.priorityClassName is "high": PriorityClass high not found: create it, or use one of system-cluster-critical, system-node-critical [pod-reference]',
  ],
);
