import { readFileSync } from 'node:fs';
import type { IContainer, IPodSpec } from '../../../imports/manifest-types';
import { ClusterIndex } from '../../../lib/checks/engine/cluster-index';
import { kubeObject } from '../../../lib/checks/engine/kube-object';
import { UNNAMED_CLUSTER } from '../../../lib/checks/engine/unnamed-cluster';
import { type EnvoyFleet, envoyFleets } from '../../../lib/checks/facts/envoys';
import { podViolations } from '../../../lib/checks/facts/pod-security';
import { workloadOf } from '../../../lib/checks/facts/workload';
import { IMAGES } from '../../../lib/core/versions';
import { ENVOY_LABELS } from '../../../lib/ingress/envoy/proxies';
import { selects } from '../../../lib/kube/labels';
import { getAll } from '../support/kubectl';

/** An object of the API server. */
interface Live {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string; readonly labels?: object };
  readonly spec: {
    readonly replicas?: number;
    readonly template: { readonly metadata: { labels: Record<string, string> }; readonly spec: IPodSpec };
  };
  readonly status?: { readonly conditions?: readonly { type: string; status: string; message: string }[] };
}

const KINDS =
  'namespaces,gatewayclasses,gateways,listenersets,envoyproxies,configmaps,deployments,daemonsets';
const objects = getAll<Live>(KINDS, '--all-namespaces');

/** The workloads that Envoy Gateway has made. */
const made = objects.filter(
  ({ kind, spec }) =>
    /^(Deployment|DaemonSet)$/.test(kind) &&
    selects({ matchLabels: ENVOY_LABELS }, spec.template.metadata.labels),
);

/** The cluster as the checks see it: without the workloads that Envoy Gateway has made. */
const cluster = new ClusterIndex({
  ...UNNAMED_CLUSTER,
  objects: objects
    .filter((object) => !made.includes(object))
    .map((json) => ({ json, path: '', file: 'live' })),
});
const fleets = envoyFleets(cluster);

/** The parts of a container on which the scheduler, quotas and Pod Security decide. */
function partsOf({ name, image, resources, securityContext, ports = [] }: IContainer) {
  const hostPorts = ports.flatMap(({ containerPort, hostPort, hostIP }) =>
    hostPort ? [{ containerPort, hostPort, hostIP }] : [],
  );
  return { name, image, resources, securityContext, hostPorts };
}

function sizeOf({ containers, ...pod }: IPodSpec) {
  return {
    priorityClassName: pod.priorityClassName,
    nodeSelector: pod.nodeSelector,
    spread: pod.topologySpreadConstraints,
    hostNetwork: pod.hostNetwork,
    // The checks do not know the image of the shutdown manager.
    containers: containers.map(partsOf).map(({ image, ...parts }) => parts),
  };
}

/** The workload of a fleet among those that Envoy Gateway has made. */
function workloadOfFleet({ workload }: EnvoyFleet): Live | undefined {
  return made.find(
    ({ kind, metadata, spec }) =>
      kind === workload.object.kind &&
      metadata.namespace === workload.namespace &&
      selects({ matchLabels: workload.labels }, spec.template.metadata.labels),
  );
}

test('every Gateway is programmed', () => {
  const gateways = objects.filter(({ kind }) => kind === 'Gateway');
  const programmed = gateways.map(({ status }) =>
    status?.conditions?.find(({ type }) => type === 'Programmed'),
  );
  expect(programmed).toEqual(gateways.map(() => expect.objectContaining({ status: 'True' })));
  expect(gateways).not.toEqual([]);
});

test('Envoy Gateway has made the Envoys that the checks count, and no others', () => {
  expect(made).toHaveLength(fleets.length);
  for (const fleet of fleets) {
    const live = workloadOfFleet(fleet);
    const { object, pod } = fleet.workload;
    expect(live?.spec.replicas).toBe((object.spec as { replicas?: number }).replicas);
    expect(live && sizeOf(live.spec.template.spec)).toEqual(sizeOf(pod));
  }
});

test('the Envoys have the images of lib/core/versions.ts', () => {
  const images = made.map(({ spec }) => spec.template.spec.containers.map(({ image }) => image));
  expect(images).toEqual(made.map(() => [IMAGES.envoy, IMAGES.envoyGateway]));
});

test('the Envoys comply with the Pod Security level of their namespace', () => {
  const violations = made.flatMap((json) => {
    const workload = workloadOf(kubeObject({ json, path: '', file: 'live' }));
    return workload ? podViolations(cluster, workload) : [];
  });
  expect(violations).toEqual([]);
});

test('the Envoys of a Deployment have a disruption budget', () => {
  const deployments = made.filter(({ kind }) => kind === 'Deployment').map(({ metadata }) => metadata.name);
  const budgets = getAll<Live>('poddisruptionbudgets', '--all-namespaces').map(
    ({ metadata }) => metadata.name,
  );
  expect(budgets).toEqual(expect.arrayContaining(deployments));
});

(process.env.GATEWAY_LOG ? test : test.skip)(
  'Envoy Gateway has the permissions that it needs (needs GATEWAY_LOG)',
  () => {
    const lines = readFileSync(process.env.GATEWAY_LOG ?? '', 'utf8').split('\n');
    expect(lines.filter((line) => line.includes('forbidden'))).toEqual([]);
  },
);
