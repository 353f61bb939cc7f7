import { PriorityClass } from '../../lib/core/priority-class';
import { tcpProbe } from '../../lib/workloads/hardened-pod';
import { StatelessWorkload, type StatelessWorkloadProps } from '../../lib/workloads/stateless-workload';
import { TestCluster } from '../support/test-cluster';

function workload(props: Partial<StatelessWorkloadProps> = {}) {
  const cluster = new TestCluster();
  const namespace = cluster.addNamespace({ name: 'shop', podSecurity: 'restricted' });
  const { pods } = new StatelessWorkload(cluster, 'workload', {
    namespace,
    name: 'web',
    image: 'registry.example.org/web:1.0.0',
    user: 1000,
    replicas: 1,
    resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '200m', memory: '256Mi' } },
    ...props,
  });
  const deployment = cluster.find('Deployment', 'web');
  return { cluster, pods, deployment, pod: deployment.spec.template.spec };
}

test('a workload with only the required properties', () => {
  expect(workload().deployment).toMatchSnapshot();
});

test('a workload with all properties', () => {
  const all: Required<Omit<StatelessWorkloadProps, 'namespace'>> = {
    name: 'web',
    image: 'registry.example.org/web:1.0.0',
    user: 1000,
    resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '200m', memory: '256Mi' } },
    command: ['serve'],
    args: ['--fast'],
    env: { PLAIN: 'text', HIDDEN: { secret: { name: 'vault' }, key: 'code' } },
    ports: { http: 8080 },
    probes: { readiness: tcpProbe(8080) },
    disk: { request: '1Gi', limit: '2Gi' },
    scratch: { '/var/tmp': '1Gi' },
    mounts: [{ name: 'extra', mountPath: '/extra' }],
    readOnlyRoot: false,
    volumes: [{ name: 'extra', emptyDir: {} }],
    envFrom: { name: 'settings' },
    imagePullPolicy: 'IfNotPresent',
    serviceLinks: true,
    serviceAccount: { name: 'clerk' },
    pullSecret: { name: 'registry' },
    gracePeriodSeconds: 5,
    replicas: 3,
    containerName: 'main',
    autoscaler: { maxReplicas: 5, name: 'web-hpa', cpuPercent: 60, memoryPercent: 80 },
    objectLabels: { team: 'shop' },
    podAnnotations: { note: 'n' },
    rollout: { maxSurge: 0, maxUnavailable: '20%' },
    progressDeadlineSeconds: 900,
    priorityClass: new PriorityClass(new TestCluster(), { name: 'important', value: 10, description: 'd' }),
    spread: false,
    drainSeconds: 15,
    labels: { app: 'web', part: 'front' },
    disruptionBudget: true,
  };
  const { cluster, deployment } = workload(all);
  expect([
    deployment,
    cluster.find('PodDisruptionBudget', 'web'),
    cluster.find('HorizontalPodAutoscaler', 'web-hpa'),
  ]).toMatchSnapshot();
});

test('a workload with an autoscaler states no number of replicas', () => {
  const { cluster, deployment } = workload({ replicas: 2, autoscaler: { maxReplicas: 5 } });
  expect(deployment.spec).not.toHaveProperty('replicas');
  expect(cluster.find('HorizontalPodAutoscaler', 'web').spec).toMatchObject({
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
    minReplicas: 2,
    maxReplicas: 5,
    metrics: [{ resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } }],
  });
  expect(cluster.ofKind('PodDisruptionBudget')).toHaveLength(1);
});

test('a rollout starts a new pod before it stops an old one', () => {
  expect(workload().deployment.spec.strategy).toEqual({
    type: 'RollingUpdate',
    rollingUpdate: { maxSurge: 1, maxUnavailable: 0 },
  });
});

test('a workload can stop all old pods first, or leave the strategy to Kubernetes', () => {
  expect(workload({ rollout: 'recreate' }).deployment.spec.strategy).toEqual({ type: 'Recreate' });
  expect(workload({ rollout: 'unset' }).deployment.spec).not.toHaveProperty('strategy');
});

test('a terminating pod with ports serves for five more seconds', () => {
  const { lifecycle } = workload({ ports: { http: 8080 } }).pod.containers[0];
  expect(lifecycle).toEqual({ preStop: { sleep: { seconds: 5 } } });
  expect(workload().pod.containers[0]).not.toHaveProperty('lifecycle');
});

test('several pods are spread over nodes, and one of them may be evicted', () => {
  const { cluster, pod } = workload({ replicas: 2 });
  expect(pod.topologySpreadConstraints).toEqual([
    {
      maxSkew: 1,
      topologyKey: 'kubernetes.io/hostname',
      whenUnsatisfiable: 'DoNotSchedule',
      nodeTaintsPolicy: 'Honor',
      labelSelector: { matchLabels: { app: 'web' } },
      matchLabelKeys: ['pod-template-hash'],
    },
  ]);
  expect(cluster.find('PodDisruptionBudget', 'web').spec).toEqual({
    maxUnavailable: 1,
    selector: { matchLabels: { app: 'web' } },
  });
});

test('a budget that differs from the default states its reason', () => {
  const because = 'the cluster has one node';
  const { cluster } = workload({ disruptionBudget: { maxUnavailable: '100%', because } });
  expect(cluster.find('PodDisruptionBudget', 'web')).toMatchObject({
    metadata: { annotations: { 'cluster-topology/reasons': `maxUnavailable: ${because}\n` } },
    spec: { maxUnavailable: '100%', selector: { matchLabels: { app: 'web' } } },
  });
});

test('a single pod has no PodDisruptionBudget, which would block every drain, and is not spread', () => {
  const { cluster, pod } = workload();
  expect(pod).not.toHaveProperty('topologySpreadConstraints');
  expect(cluster.ofKind('PodDisruptionBudget')).toEqual([]);
});

test('a token is mounted only if the workload has a ServiceAccount', () => {
  expect(workload().pod).toMatchObject({ automountServiceAccountToken: false });
  expect(workload({ serviceAccount: { name: 'clerk' } }).pod).toMatchObject({
    automountServiceAccountToken: true,
    serviceAccountName: 'clerk',
  });
});

test('a workload returns its pods with the ports on which they listen', () => {
  expect(workload({ ports: { http: 8080 } }).pods).toMatchObject({
    podLabels: { app: 'web' },
    ports: [{ port: 8080 }],
  });
});
