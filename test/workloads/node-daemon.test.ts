import * as k8s from '../../imports/k8s';
import { type NodeDaemonProps, nodeDaemon } from '../../lib/workloads/node-daemon';
import { addedObjects, RESOURCES } from '../support/added-objects';

/** The objects of a cluster with one DaemonSet of a node daemon. */
function daemon(props: NodeDaemonProps) {
  return addedObjects(
    (cluster, { name: namespace }) => {
      new k8s.KubeDaemonSet(cluster, 'daemon-set', {
        metadata: { name: props.name, namespace },
        spec: nodeDaemon(props),
      });
    },
    { name: 'pod-network', podSecurity: 'privileged' },
  );
}

test('with the required props only', () => {
  expect(
    daemon({
      name: 'router',
      image: 'registry.example.org/router:1.0.0',
      args: ['--node'],
      securityContext: { capabilities: { drop: ['ALL'], add: ['NET_ADMIN'] } },
      health: { path: '/healthz', port: 9081 },
      resources: RESOURCES,
      mounts: [{ name: 'run', mountPath: '/run/router' }],
      volumes: [{ name: 'run', hostPath: { path: '/run/router' } }],
      labels: { app: 'router' },
    }),
  ).toMatchSnapshot();
});

test('with all props', () => {
  const all: Required<NodeDaemonProps> = {
    name: 'router',
    image: 'registry.example.org/router:1.0.0',
    command: ['/bin/router'],
    args: ['--node'],
    env: [{ name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
    securityContext: { capabilities: { drop: ['ALL'], add: ['NET_ADMIN'] } },
    health: { path: '/healthz', port: 9081 },
    resources: RESOURCES,
    mounts: [{ name: 'run', mountPath: '/run/router' }],
    volumes: [{ name: 'run', hostPath: { path: '/run/router' } }],
    initContainers: [{ name: 'install', image: 'registry.example.org/router:1.0.0', command: ['install'] }],
    labels: { app: 'router', tier: 'node' },
  };
  expect(daemon(all)).toMatchSnapshot();
});
