import type { NodePool } from '../../../lib/checks/engine/cluster-facts';
import { type Breakable, checkBroken } from '../../support/sound-cluster';
import { reports } from './reports';

const WEB = 'test/all/web.deployment: test/50-all.k8s.yaml: Deployment shop/web: spec.template.spec.';
const POOLS: readonly NodePool[] = [
  {
    name: 'batch',
    count: 2,
    cpu: '2',
    memory: '4Gi',
    labels: { pool: 'batch' },
    taints: [
      { key: 'batch', value: 'only', effect: 'NoSchedule' },
      { key: 'slow', effect: 'PreferNoSchedule' },
    ],
  },
  { name: 'general', count: 2, cpu: '2', memory: '4Gi', labels: { pool: 'general' } },
];

function reportsPod(violation: string, change: (pod: Breakable) => void, message: string): void {
  reports(
    'node-selection',
    violation,
    ({ find }) => change(find('Deployment', 'web').spec.template.spec),
    [`${WEB}${message} [node-selection]`],
    { nodes: POOLS },
  );
}

reportsPod(
  'a label of no pool',
  (pod) => {
    pod.nodeSelector = { pool: 'fast' };
  },
  'nodeSelector is {"pool":"fast"}: no node pool has these labels: correct them, or declare the labels of the pool',
);

reportsPod(
  'a node affinity to no pool',
  (pod) => {
    const matchExpressions = [{ key: 'pool', operator: 'NotIn', values: ['batch', 'general'] }];
    const required = { nodeSelectorTerms: [{ matchExpressions }] };
    pod.affinity = { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: required } };
  },
  'affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution: no node pool matches: correct the terms, or declare the labels of the pool',
);

reportsPod(
  'a missing toleration',
  (pod) => {
    pod.nodeSelector = { pool: 'batch' };
    pod.tolerations = [{ key: 'batch', value: 'other', effect: 'NoSchedule' }];
  },
  'tolerations is [{"key":"batch","value":"other","effect":"NoSchedule"}]: the pod does not tolerate the taints of pool batch, and no other pool matches: add a toleration',
);

reportsPod(
  'a misspelt topology key',
  (pod) => {
    const topologyKey = 'kubernetes.io/hostnames';
    pod.topologySpreadConstraints = [{ maxSkew: 1, topologyKey, whenUnsatisfiable: 'DoNotSchedule' }];
  },
  'topologySpreadConstraints[0].topologyKey is "kubernetes.io/hostnames": no node pool has this label: did you mean "kubernetes.io/hostname"?',
);

test.each([
  { key: 'batch', value: 'only', effect: 'NoSchedule' },
  { key: 'batch', operator: 'Exists' },
  { operator: 'Exists' },
])('node-selection accepts a pod that tolerates the taints of its pool: %j', (toleration) => {
  const { errors } = checkBroken(
    ({ find }) => {
      const pod = find('Deployment', 'web').spec.template.spec;
      pod.nodeSelector = { pool: 'batch' };
      pod.tolerations = [toleration];
    },
    { nodes: POOLS },
  );
  expect(errors).toEqual([]);
});

reports(
  'node-selection',
  'another scheduler, a node, a gate and a device',
  ({ find }) => {
    const { spec } = find('Deployment', 'web').spec.template;
    Object.assign(spec, { schedulerName: 'volcano', nodeName: 'a', schedulingGates: [{ name: 'b' }] });
    spec.containers[0].resources.limits['nvidia.com/gpu'] = 1;
  },
  [
    'test/all/web.deployment: test/50-all.k8s.yaml: Deployment shop/web: spec.template.spec.containers[0].resources.limits["nvidia.com/gpu"] is 1: pods wait for a node with this device: install its device plugin, or remove the limit [node-selection]',
    'test/all/web.deployment: test/50-all.k8s.yaml: Deployment shop/web: spec.template.spec.nodeName is "a": the scheduler is bypassed, and the pods fail without this node: use nodeSelector [node-selection]',
    'test/all/web.deployment: test/50-all.k8s.yaml: Deployment shop/web: spec.template.spec.schedulerName is "volcano": pods wait for this scheduler: install it, or use default-scheduler [node-selection]',
    'test/all/web.deployment: test/50-all.k8s.yaml: Deployment shop/web: spec.template.spec.schedulingGates is ["b"]: pods wait until a program removes the gates: install it, or remove the gates [node-selection]',
  ],
);
