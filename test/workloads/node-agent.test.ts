import type { ConfigFiles } from '../../lib/workloads/config-files';
import { type HostDirectory, NodeAgent, type NodeAgentProps } from '../../lib/workloads/node-agent';
import { addedObjects, RESOURCES } from '../support/added-objects';

const PRIVILEGED = { name: 'node-agents', podSecurity: 'privileged' } as const;

test('with the required props only', () => {
  const objects = addedObjects((cluster, namespace) => {
    new NodeAgent(cluster, 'agent', {
      namespace,
      name: 'exporter',
      image: 'registry.example.org/exporter:1.0.0',
      args: ['--path.rootfs=/host'],
      port: 9100,
      readyPath: '/',
      user: 65_534,
      resources: RESOURCES,
      directories: [{ name: 'root', hostPath: '/', mountPath: '/host' }],
    });
  }, PRIVILEGED);
  expect(objects).toMatchSnapshot();
});

test('with all props', () => {
  const directory: Required<HostDirectory> = {
    name: 'positions',
    hostPath: '/var/lib/collector',
    mountPath: '/positions',
    writable: true,
  };
  const config: Required<ConfigFiles> = {
    name: 'collector-config',
    mountPath: '/etc/collector',
    volumeName: 'settings',
    files: () => ({ 'collector.yml': 'logs: all\n' }),
  };
  const objects = addedObjects((cluster, namespace) => {
    const all: Required<NodeAgentProps> = {
      namespace,
      name: 'collector',
      image: 'registry.example.org/collector:1.0.0',
      args: ['run'],
      port: 12_345,
      readyPath: '/-/ready',
      user: 0,
      resources: RESOURCES,
      directories: [{ name: 'logs', hostPath: '/var/log/pods', mountPath: '/var/log/pods' }, directory],
      config,
    };
    new NodeAgent(cluster, 'agent', all);
  }, PRIVILEGED);
  expect(objects).toMatchSnapshot();
});
