import { NodeDaemon, type NodeDaemonProps } from '../../lib/workloads/node-daemon';
import { ServiceAccount } from '../../lib/workloads/service-account';
import { addedObjects, RESOURCES } from '../support/added-objects';

const PROPS: Omit<NodeDaemonProps, 'namespace' | 'serviceAccount'> = {
  name: 'router',
  image: 'registry.example.org/router:1.0.0',
  command: ['/bin/router'],
  args: ['--node'],
  fields: { POD_NAME: 'metadata.name' },
  securityContext: { capabilities: { drop: ['ALL'], add: ['NET_ADMIN'] } },
  because: 'It sets the routes of the node.',
  health: { path: '/healthz', port: 9081 },
  resources: RESOURCES,
  mounts: [{ name: 'run', mountPath: '/run/router' }],
  volumes: [{ name: 'run', hostPath: { path: '/run/router' } }],
};

/** The objects of a cluster with one node daemon. */
function daemon(props: Omit<NodeDaemonProps, 'namespace' | 'serviceAccount'>) {
  return addedObjects(
    (cluster, namespace) => {
      const serviceAccount = new ServiceAccount(cluster, 'service-account', { namespace, name: props.name });
      new NodeDaemon(cluster, 'router', { ...props, namespace, serviceAccount });
    },
    { name: 'pod-network', podSecurity: 'privileged' },
  );
}

test('with the required props only', () => {
  expect(daemon(PROPS)).toMatchSnapshot();
});

test('with all props', () => {
  const all: Required<typeof PROPS> = {
    ...PROPS,
    initContainers: [{ name: 'install', image: 'registry.example.org/router:1.0.0', command: ['install'] }],
  };
  expect(daemon(all)).toMatchSnapshot();
});
