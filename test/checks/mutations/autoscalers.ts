import type { Breakable, Workshop } from '../../support/sound-cluster';
import type { Mutation, MutationClass } from './mutation';

/** Changes the autoscaler of the web server. */
function autoscaler(name: string, change: (spec: Breakable, workshop: Workshop) => void): Mutation {
  return {
    name,
    change: (workshop) => change(workshop.find('HorizontalPodAutoscaler', 'web').spec, workshop),
  };
}

/** A target of another apiVersion or kind. */
function target(more: object): Mutation {
  return autoscaler(`the target ${JSON.stringify(more)}`, ({ scaleTargetRef }) =>
    Object.assign(scaleTargetRef, more),
  );
}

const UTILIZATION = { type: 'Utilization', averageUtilization: 70 };

const ofContainer = (container: string) => ({
  type: 'ContainerResource',
  containerResource: { name: 'cpu', container, target: UTILIZATION },
});

/** A definition of scalable or other objects, and an autoscaler of one of them. */
function rollout(name: string, subresources: object): Mutation {
  return autoscaler(name, (spec, { add }) => {
    Object.assign(spec.scaleTargetRef, { apiVersion: 'example.org/v1', kind: 'Rollout' });
    const openAPIV3Schema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
    add({
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'rollouts.example.org' },
      spec: {
        group: 'example.org',
        scope: 'Namespaced',
        names: { kind: 'Rollout', plural: 'rollouts' },
        versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema }, subresources }],
      },
    });
  });
}

export const AUTOSCALERS: MutationClass = {
  name: 'the targets of autoscalers',
  outages: [
    target({ apiVersion: 'apps/v1beta1' }),
    target({ apiVersion: 'extensions/v1beta1' }),
    target({ apiVersion: 'v1' }),
    target({ apiVersion: 'app/v1' }),
    target({ apiVersion: 'batch/v1' }),
    target({ apiVersion: 'apps.openshift.io/v1' }),
    target({ kind: 'DaemonSet' }),
    target({ kind: 'Deploymnet' }),
    target({ kind: 'deployment' }),
    target({ apiVersion: 'batch/v1', kind: 'Job' }),
    target({ kind: 'StatefulSet', name: 'database' }),
    rollout('a target that serves no scale', {}),
    autoscaler('a container that does not exist', (spec) => {
      spec.metrics = [ofContainer('wep')];
    }),
    autoscaler('the share of a request that is missing', (spec, { find }) => {
      spec.metrics[0].resource.name = 'ephemeral-storage';
      delete find('LimitRange', 'shop-limits').spec;
    }),
  ],
  sound: [
    autoscaler('a StatefulSet without replicas', (spec, { find }) => {
      Object.assign(spec.scaleTargetRef, { kind: 'StatefulSet', name: 'db' });
      delete find('StatefulSet', 'db').spec.replicas;
      find('Deployment', 'web').spec.replicas = 2;
    }),
    autoscaler('the CPU of one container', (spec) => {
      spec.metrics = [ofContainer('web')];
    }),
    autoscaler('the CPU of a sidecar', (spec, { find, container }) => {
      const { containers, ...pod } = find('Deployment', 'web').spec.template.spec;
      const { name, ports, readinessProbe, ...sidecar } = container('Deployment', 'web');
      find('Deployment', 'web').spec.template.spec = {
        ...pod,
        containers,
        initContainers: [{ ...sidecar, name: 'proxy', restartPolicy: 'Always' }],
      };
      spec.metrics = [ofContainer('proxy')];
      find('ResourceQuota', 'shop-quota').spec.hard['limits.cpu'] = '4';
      find('ResourceQuota', 'shop-quota').spec.hard['requests.cpu'] = '2';
      find('ResourceQuota', 'shop-quota').spec.hard['limits.memory'] = '4Gi';
      find('ResourceQuota', 'shop-quota').spec.hard['requests.memory'] = '2Gi';
    }),
    autoscaler('the share of a request from a LimitRange', (_, { container }) => {
      delete container('Deployment', 'web').resources.requests;
      delete container('Deployment', 'web').resources.limits;
    }),
  ],
};

const AVERAGE = { type: 'AverageValue', averageValue: '10' };

const PODS = { type: 'Pods', pods: { metric: { name: 'requests' }, target: AVERAGE } };
const EXTERNAL = { type: 'External', external: { metric: { name: 'queue' }, target: AVERAGE } };
const OBJECT = {
  type: 'Object',
  object: {
    metric: { name: 'requests' },
    target: { type: 'Value', value: '100' },
    describedObject: { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', name: 'web' },
  },
};

const METRICS_API = 'v1beta1.metrics.k8s.io';

function api(group: string, version = 'v1beta1'): object {
  return {
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    metadata: { name: `${version}.${group}` },
    spec: {
      group,
      version,
      groupPriorityMinimum: 100,
      versionPriority: 100,
      insecureSkipTLSVerify: true,
      service: { name: 'adapter', namespace: 'kube-system' },
    },
  };
}

export const METRICS: MutationClass = {
  name: 'the metrics of autoscalers',
  outages: [
    { name: 'no metrics API', change: ({ remove }) => remove('APIService', METRICS_API) },
    autoscaler('no metrics API for a container', (spec, { remove }) => {
      spec.metrics = [ofContainer('web')];
      remove('APIService', METRICS_API);
    }),
    autoscaler('no metrics API for an autoscaler without metrics', (spec, { remove }) => {
      spec.metrics = undefined;
      remove('APIService', METRICS_API);
    }),
    {
      name: 'a version that autoscalers do not read',
      change: ({ find }) => {
        Object.assign(find('APIService', METRICS_API), api('metrics.k8s.io', 'v1'));
      },
    },
    autoscaler('metrics of pods without an adapter', ({ metrics }) => metrics.push(PODS)),
    autoscaler('metrics of an object without an adapter', ({ metrics }) => metrics.push(OBJECT)),
    autoscaler('external metrics without an adapter', ({ metrics }) => metrics.push(EXTERNAL)),
    autoscaler('an adapter of another API', ({ metrics }, { add }) => {
      metrics.push(PODS);
      add(api('external.metrics.k8s.io'));
    }),
  ],
  sound: [
    autoscaler('metrics of pods and objects with an adapter', ({ metrics }, { add }) => {
      metrics.push(PODS, OBJECT);
      add(api('custom.metrics.k8s.io', 'v1beta2'));
    }),
    autoscaler('external metrics with KEDA', ({ metrics }, { cluster }) => {
      metrics.push(EXTERNAL);
      cluster.expectComponent({ name: 'KEDA', version: 'v2.19.0' });
    }),
    {
      name: 'metrics-server that a person installs',
      change: ({ remove, cluster }) => {
        remove('APIService', METRICS_API);
        cluster.expectComponent({ name: 'metrics-server', version: 'v0.9.0' });
      },
    },
    {
      name: 'metrics-server of the provider',
      change: ({ remove, cluster }) => {
        remove('APIService', METRICS_API);
        Object.assign(cluster.provider, { apiGroups: ['metrics.k8s.io'] });
      },
    },
    {
      name: 'no metrics API and no autoscaler',
      change: ({ remove, find }) => {
        remove('APIService', METRICS_API);
        remove('HorizontalPodAutoscaler', 'web');
        find('Deployment', 'web').spec.replicas = 2;
      },
    },
  ],
};
