import type { Workshop } from '../../support/sound-cluster';
import { reports } from './reports';

/**
 * A second web server, whose autoscaler also asks for two to four pods. The quota has room for six pods of 200m, one of
 * them the database.
 */
function contend({ find, add }: Workshop): void {
  find('ResourceQuota', 'shop-quota').spec.hard['limits.cpu'] = '1200m';
  const other = structuredClone(find('Deployment', 'web'));
  other.metadata.name = 'other';
  other.spec.selector.matchLabels = { app: 'other' };
  other.spec.template.metadata.labels = { app: 'other' };
  other.spec.strategy = { rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } };
  add(other);
  const autoscaler = structuredClone(find('HorizontalPodAutoscaler', 'web'));
  autoscaler.metadata.name = 'other';
  autoscaler.spec.scaleTargetRef.name = 'other';
  add(autoscaler);
}

reports('rollout', 'a Deployment whose new pod finds no room', contend, [
  'test/all/web.deployment: test/50-all.k8s.yaml: Deployment shop/web: spec.strategy: with 2 replicas, a rollout starts a new pod first, but other pods can use up limits.cpu of ResourceQuota shop/shop-quota: let maxUnavailable allow one of 2 pods to stop first, or limit the other pods by a quota of their own [rollout]',
]);

reports(
  'rollout',
  'nothing if one of the pods may stop first',
  (workshop) => {
    contend(workshop);
    const strategy = { rollingUpdate: { maxSurge: 1, maxUnavailable: '50%' } };
    workshop.find('Deployment', 'web').spec.strategy = strategy;
  },
  [],
);

reports(
  'rollout',
  'nothing if another quota keeps the other pods from using up the room',
  (workshop) => {
    contend(workshop);
    workshop.find('Deployment', 'other').spec.template.spec.priorityClassName = 'others';
    workshop.find('HorizontalPodAutoscaler', 'web').spec.maxReplicas = 2;
    workshop.add({
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'others', namespace: 'shop' },
      spec: {
        hard: { 'limits.cpu': '400m' },
        scopeSelector: {
          matchExpressions: [{ scopeName: 'PriorityClass', operator: 'In', values: ['others'] }],
        },
      },
    });
  },
  [],
);

reports(
  'rollout',
  'a progress deadline that is shorter than the grace periods of the pods',
  (workshop) => {
    contend(workshop);
    workshop.find('Deployment', 'web').spec.strategy = { type: 'Recreate' };
    workshop.find('Deployment', 'other').spec.template.spec.terminationGracePeriodSeconds = 300;
  },
  [
    'test: test/50-all.k8s.yaml: Deployment shop/other: spec.progressDeadlineSeconds is 600: under a full quota, a rollout of 3 pods can wait 900 s for terminating pods: raise the deadline above 900, or lower terminationGracePeriodSeconds [rollout]',
  ],
);

reports(
  'rollout',
  'a paused Deployment',
  ({ find }) => {
    find('Deployment', 'web').spec.paused = true;
  },
  [
    'test/all/web.deployment: test/50-all.k8s.yaml: Deployment shop/web: spec.paused is true: changes of the pods are not rolled out: remove it [rollout]',
  ],
);

reports(
  'rollout',
  'a new pod that waits for the volume of the old one',
  ({ find, remove, add }) => {
    remove('HorizontalPodAutoscaler', 'web');
    remove('PodDisruptionBudget', 'web');
    const claim = { name: 'files', persistentVolumeClaim: { claimName: 'files' } };
    find('Deployment', 'web').spec.template.spec.volumes.push(claim);
    add({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'files', namespace: 'shop' },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
    });
  },
  [
    'test/all/web.deployment: test/50-all.k8s.yaml: Deployment shop/web: spec.template.spec.volumes[1].persistentVolumeClaim.claimName is "files": a rollout starts a new pod first, which on another node waits for the volume of the old one: set spec.strategy.type to Recreate [rollout]',
  ],
);
