import type { Breakable } from '../../support/sound-cluster';
import { type Mutation, type MutationClass, object } from './mutation';

/** A change of the web server's pod, and of its container. */
function pod(
  name: string,
  change: (pod: Breakable, container: Breakable, metadata: Breakable) => void,
): Mutation {
  return {
    name,
    change: ({ find, container }) => {
      const { spec, metadata } = find('Deployment', 'web').spec.template;
      change(spec, container('Deployment', 'web'), metadata);
    },
  };
}

/** The same at the level `baseline`. */
function baseline(name: string, change: (pod: Breakable, container: Breakable) => void): Mutation {
  return {
    name: `${name} at the level baseline`,
    change: (workshop) => {
      workshop.find('Namespace', 'shop').metadata.labels['pod-security.kubernetes.io/enforce'] = 'baseline';
      const { spec } = workshop.find('Deployment', 'web').spec.template;
      change(spec, spec.containers[0]);
    },
  };
}

const SMALL = { requests: { cpu: '50m', memory: '64Mi' }, limits: { cpu: '50m', memory: '64Mi' } };

export const POD_SECURITY: MutationClass = {
  name: 'Pod Security',
  outages: [
    pod('a pod without a security context', (spec) => {
      delete spec.securityContext;
    }),
    pod('a container that runs as root in spite of its pod', (_, container) => {
      container.securityContext.runAsNonRoot = false;
    }),
    pod('user 0 of a pod', (spec) => {
      spec.securityContext.runAsUser = 0;
    }),
    pod('user 0 of a container', (_, container) => {
      container.securityContext.runAsUser = 0;
    }),
    pod('an unconfined seccomp profile of a container', (_, container) => {
      container.securityContext.seccompProfile = { type: 'Unconfined' };
    }),
    pod('privilege escalation', (_, container) => {
      delete container.securityContext.allowPrivilegeEscalation;
    }),
    pod('a dropped capability in lower case', (_, container) => {
      container.securityContext.capabilities.drop = ['all'];
    }),
    pod('an added capability', (_, container) => {
      container.securityContext.capabilities.add = ['CHOWN'];
    }),
    pod('an init container without restrictions', (spec, container) => {
      spec.initContainers = [{ name: 'init', image: container.image, resources: SMALL }];
    }),
    pod('an NFS volume', (spec) => {
      spec.volumes[0] = { name: 'tmp', nfs: { server: 'nfs.example', path: '/' } };
    }),
    baseline('a path of the node', (spec) => {
      spec.volumes[0] = { name: 'tmp', hostPath: { path: '/tmp' } };
    }),
    baseline('an unmasked /proc', (_, container) => {
      container.securityContext.procMount = 'Unmasked';
    }),
    baseline('an unsafe sysctl', (spec) => {
      spec.securityContext.sysctls = [{ name: 'net.core.somaxconn', value: '1024' }];
    }),
    baseline('an SELinux type', (_, container) => {
      container.securityContext.seLinuxOptions = { type: 'spc_t' };
    }),
    baseline('an SELinux user', (spec) => {
      spec.securityContext.seLinuxOptions = { user: 'system_u' };
    }),
    baseline('an unconfined AppArmor profile', (spec) => {
      spec.securityContext.appArmorProfile = { type: 'Unconfined' };
    }),
    baseline('an unconfined seccomp profile', (spec) => {
      spec.securityContext.seccompProfile = { type: 'Unconfined' };
    }),
    baseline('the host of a probe', (_, container) => {
      container.readinessProbe.httpGet.host = '10.0.0.1';
    }),
    baseline('the host of a handler', (_, container) => {
      container.lifecycle = { preStop: { httpGet: { host: '10.0.0.1', port: 8080 } } };
    }),
    baseline('a Windows process on the host', (spec) => {
      spec.securityContext.windowsOptions = { hostProcess: true };
    }),
    baseline('the network of the node', (spec) => {
      spec.hostNetwork = true;
    }),
    pod('an AppArmor annotation', (_spec, _container, metadata) => {
      metadata.annotations = { 'container.apparmor.security.beta.kubernetes.io/web': 'unconfined' };
    }),
    baseline('the process namespace of the node', (spec) => {
      spec.hostPID = true;
    }),
    baseline('the IPC namespace of the node', (spec) => {
      spec.hostIPC = true;
    }),
    baseline('a port of the node', (_, container) => {
      container.ports[0].hostPort = 8080;
    }),
    baseline('a privileged container', (_, container) => {
      container.securityContext = { privileged: true };
    }),
    baseline('the capability NET_ADMIN', (_, container) => {
      container.securityContext = { capabilities: { add: ['NET_ADMIN'] } };
    }),
    pod('an init container that runs as root', (spec, container) => {
      const { readinessProbe, ports, ...init } = structuredClone(container);
      spec.initContainers = [{ ...init, name: 'init', resources: SMALL }];
      spec.initContainers[0].securityContext.runAsUser = 0;
    }),
    pod('no seccomp profile', (spec) => {
      delete spec.securityContext.seccompProfile;
    }),
    pod('no dropped capabilities', (_, container) => {
      delete container.securityContext.capabilities;
    }),
    pod('a volume of iSCSI', (spec) => {
      spec.volumes.push({
        name: 'disk',
        iscsi: { targetPortal: '10.0.0.9:3260', iqn: 'iqn.2026-01.example:a', lun: 0 },
      });
    }),
    object('Namespace', 'shop', 'a namespace without a level', ({ metadata }) => {
      delete metadata.labels['pod-security.kubernetes.io/enforce'];
    }),
    object('Namespace', 'shop', 'a misspelt level', ({ metadata }) => {
      metadata.labels['pod-security.kubernetes.io/enforce'] = 'restrcted';
    }),
    object('Namespace', 'shop', 'a version of the levels that does not exist', ({ metadata }) => {
      metadata.labels['pod-security.kubernetes.io/enforce-version'] = '1.36';
    }),
    object('Namespace', 'shop', 'a misspelt label of the level', ({ metadata }) => {
      const { labels } = metadata;
      delete labels['pod-security.kubernetes.io/enforce'];
      labels['pod-security.kubernetes.io/enforced'] = 'restricted';
    }),
    object('StatefulSet', 'db', 'a StatefulSet without a security context', ({ spec }) => {
      delete spec.template.spec.securityContext;
    }),
  ],
  sound: [
    pod('fields of the containers in place of those of the pod', (spec, container) => {
      Object.assign(container.securityContext, spec.securityContext);
      delete spec.securityContext;
    }),
    pod('a container that repeats the fields of its pod', (spec, container) => {
      Object.assign(container.securityContext, spec.securityContext);
    }),
    pod('another user than root', (spec) => {
      spec.securityContext.runAsUser = 1000;
    }),
    pod('root in a user namespace', (spec, container) => {
      spec.hostUsers = false;
      spec.securityContext.runAsNonRoot = false;
      container.securityContext.runAsUser = 0;
    }),
    pod('a localhost profile', (spec) => {
      spec.securityContext.seccompProfile = { type: 'Localhost', localhostProfile: 'web.json' };
    }),
    pod('a safe sysctl', (spec) => {
      spec.securityContext.sysctls = [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '80' }];
    }),
    pod('a volume of an image', (spec) => {
      spec.volumes.push({ name: 'files', image: { reference: 'registry.example/files:1.0' } });
    }),
    pod('an AppArmor profile', (spec, _container, metadata) => {
      spec.securityContext.appArmorProfile = { type: 'RuntimeDefault' };
      metadata.annotations = { 'container.apparmor.security.beta.kubernetes.io/web': 'localhost/web' };
    }),
    baseline('no security context', (spec, container) => {
      delete spec.securityContext;
      delete container.securityContext;
    }),
    baseline('an NFS volume', (spec) => {
      spec.volumes[0] = { name: 'tmp', nfs: { server: 'nfs.example', path: '/' } };
    }),
    baseline('an SELinux level', (spec) => {
      spec.securityContext.seLinuxOptions = { type: 'container_t', level: 's0:c123,c456' };
    }),
    pod('the capability of ports below 1024', (_, container) => {
      container.securityContext.capabilities.add = ['NET_BIND_SERVICE'];
    }),
    pod('groups of the files', (spec) => {
      Object.assign(spec.securityContext, {
        runAsUser: 10001,
        runAsGroup: 0,
        fsGroup: 10001,
        fsGroupChangePolicy: 'OnRootMismatch',
        supplementalGroups: [2000],
      });
    }),
    pod('a root file system that is read-only', (_, container) => {
      container.securityContext.readOnlyRootFilesystem = true;
    }),
    pod('a generic ephemeral volume', (spec) => {
      const volume = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
      spec.volumes.push({ name: 'scratch', ephemeral: { volumeClaimTemplate: { spec: volume } } });
    }),
    object('Namespace', 'shop', 'the level of a version, with warnings', ({ metadata }) => {
      Object.assign(metadata.labels, {
        'pod-security.kubernetes.io/enforce-version': 'latest',
        'pod-security.kubernetes.io/warn': 'restricted',
        'pod-security.kubernetes.io/audit': 'restricted',
      });
    }),
  ],
};
