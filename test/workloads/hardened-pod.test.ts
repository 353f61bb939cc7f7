import * as k8s from '../../imports/k8s';
import { PriorityClass } from '../../lib/core/priority-class';
import {
  commandProbe,
  type HardenedPodProps,
  hardenedPod,
  httpProbe,
  type Probes,
  tcpProbe,
} from '../../lib/workloads/hardened-pod';
import { addedObjects, RESOURCES } from '../support/added-objects';
import { TestCluster } from '../support/test-cluster';

/** The objects of a cluster with one hardened pod. */
function pod(props: HardenedPodProps) {
  return addedObjects((cluster, { name: namespace }) => {
    new k8s.KubePod(cluster, 'pod', {
      metadata: { name: props.name, namespace },
      spec: hardenedPod(props),
    });
  });
}

test('with the required props only', () => {
  expect(
    pod({ name: 'web', image: 'registry.example.org/web:1.0.0', user: 1000, resources: RESOURCES }),
  ).toMatchSnapshot();
});

test('with all props', () => {
  const probes: Required<Probes> = {
    startup: commandProbe(['check'], { failureThreshold: 30 }),
    readiness: httpProbe(8080, '/ready', { periodSeconds: 5 }),
    liveness: tcpProbe(8080, { timeoutSeconds: 5 }),
  };
  const cluster = new TestCluster();
  const priorityClass = new PriorityClass(cluster, {
    name: 'important',
    value: 10,
    description: 'd',
  });
  const all: Required<HardenedPodProps> = {
    namespace: { priorityClass: new PriorityClass(cluster, { name: 'other', value: 0, description: 'd' }) },
    priorityClass,
    name: 'web',
    image: 'registry.example.org/web:1.0.0',
    user: 1000,
    resources: RESOURCES,
    command: ['serve'],
    args: ['--verbose'],
    env: { PLAIN: 'text', PASSWORD: { secret: { name: 'passwords' }, key: 'web' } },
    envFrom: { name: 'settings' },
    ports: { http: 8080, metrics: 9090 },
    probes,
    disk: { request: '1Gi', limit: '2Gi' },
    scratch: { '/tmp': '256Mi', '/var/cache/web': '1Gi' },
    mounts: [{ name: 'extra', mountPath: '/extra', readOnly: true }],
    volumes: [{ name: 'extra', configMap: { name: 'extra' } }],
    readOnlyRoot: false,
    serviceAccount: { name: 'web' },
    pullSecret: { name: 'registry' },
    imagePullPolicy: 'IfNotPresent',
    gracePeriodSeconds: 90,
    serviceLinks: true,
  };
  expect(pod(all)).toMatchSnapshot();
});
