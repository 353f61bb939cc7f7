import { inContainer, type Mutation, type MutationClass, object } from './mutation';

/** A policy that lets the web server connect to a range, except for parts of it. */
function egress(name: string, cidr: string, except: readonly string[] = []): Mutation {
  return {
    name,
    change: ({ add }) =>
      add({
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata: { name: 'web-egress', namespace: 'shop' },
        spec: {
          podSelector: { matchLabels: { app: 'web' } },
          policyTypes: ['Egress'],
          egress: [{ to: [{ ipBlock: { cidr, except } }], ports: [{ port: 443 }] }],
        },
      }),
  };
}

/** A further PodDisruptionBudget of the shop. */
function budget(name: string, labels: Readonly<Record<string, string>>): Mutation {
  return {
    name,
    change: ({ add }) =>
      add({
        apiVersion: 'policy/v1',
        kind: 'PodDisruptionBudget',
        metadata: { name: 'second', namespace: 'shop' },
        spec: { maxUnavailable: 1, selector: { matchLabels: labels } },
      }),
  };
}

/** The memory that the web server requests. */
function memory(value: string): Mutation {
  return {
    name: `${value} of memory`,
    change: ({ container, remove }) => {
      remove('LimitRange', 'shop-limits');
      container('Deployment', 'web').resources.requests.memory = value;
    },
  };
}

export const AVAILABILITY: MutationClass = {
  name: 'availability',
  outages: [
    {
      name: 'no replicas behind an Ingress',
      change: ({ find, remove }) => {
        remove('HorizontalPodAutoscaler', 'web');
        remove('PodDisruptionBudget', 'web');
        find('Deployment', 'web').spec.replicas = 0;
      },
    },
    {
      name: 'no readiness probe behind an Ingress',
      change: ({ container }) => {
        delete container('Deployment', 'web').readinessProbe;
      },
    },
    budget('two budgets of one pod', { app: 'web' }),
    budget('a budget of all pods', {}),
    memory('128m'),
    {
      name: 'a volume of 1m',
      change: ({ find }) => {
        find('StatefulSet', 'db').spec.volumeClaimTemplates[0].spec.resources.requests.storage = '1m';
      },
    },
    egress('a policy for all addresses', '0.0.0.0/0'),
    egress('a policy for the link-local range', '169.254.0.0/16'),
    egress('a policy for all addresses except private ones', '0.0.0.0/0', ['10.0.0.0/8']),
    object('PodDisruptionBudget', 'web', 'a budget of all replicas', ({ spec }) => {
      spec.minAvailable = 2;
    }),
    object('PodDisruptionBudget', 'web', 'a budget of 100 %', ({ spec }) => {
      spec.minAvailable = '100%';
    }),
    object('PodDisruptionBudget', 'web', 'a budget of no evictions', ({ spec }) => {
      delete spec.minAvailable;
      spec.maxUnavailable = 0;
    }),
    object('PodDisruptionBudget', 'web', 'a budget that selects no pods', ({ spec }) => {
      spec.selector.matchLabels.app = 'website';
    }),
    object('Deployment', 'web', 'a Deployment that is paused', ({ spec }) => {
      spec.paused = true;
    }),
    inContainer('a liveness probe on another port', (container) => {
      container.livenessProbe = { httpGet: { path: '/', port: 8081 } };
    }),
    inContainer('a readiness probe on a name that is not a port', ({ readinessProbe }) => {
      readinessProbe.httpGet.port = 'htp';
    }),
    inContainer('a pause before the stop that is longer than the grace period', (container) => {
      container.lifecycle = { preStop: { sleep: { seconds: 60 } } };
    }),
    inContainer('the newest image', (container) => {
      container.image = 'registry.example/web:latest';
    }),
    {
      name: 'replicas of a Deployment that an autoscaler sets',
      change: ({ find }) => {
        find('Deployment', 'web').spec.replicas = 2;
      },
    },
    {
      name: 'a rollout whose new pods wait for the volume of the old ones',
      change: ({ find, remove, add }) => {
        remove('HorizontalPodAutoscaler', 'web');
        remove('PodDisruptionBudget', 'web');
        const { spec } = find('Deployment', 'web');
        spec.template.spec.volumes.push({ name: 'files', persistentVolumeClaim: { claimName: 'files' } });
        add({
          apiVersion: 'v1',
          kind: 'PersistentVolumeClaim',
          metadata: { name: 'files', namespace: 'shop' },
          spec: { accessModes: ['ReadWriteOncePod'], resources: { requests: { storage: '1Gi' } } },
        });
      },
    },
  ],
  sound: [
    inContainer('the requests and limits of a LimitRange', (container) => {
      container.resources = {};
    }),
    {
      name: 'no replicas of a program that no Ingress uses',
      change: ({ find }) => {
        find('StatefulSet', 'db').spec.replicas = 0;
      },
    },
    {
      name: 'replicas that an autoscaler sets',
      change: ({ find }) => {
        find('HorizontalPodAutoscaler', 'web').spec.minReplicas = 1;
        find('PodDisruptionBudget', 'web').spec = {
          maxUnavailable: 1,
          selector: { matchLabels: { app: 'web' } },
        };
      },
    },
    {
      name: 'a readiness probe of one of two containers',
      change: ({ find, container }) => {
        const { readinessProbe, ports, ...second } = structuredClone(container('Deployment', 'web'));
        const resources = {
          requests: { cpu: '50m', memory: '64Mi' },
          limits: { cpu: '50m', memory: '64Mi' },
        };
        find('Deployment', 'web').spec.template.spec.containers.push({ ...second, name: 'logs', resources });
      },
    },
    budget('a budget of other pods', { app: 'db' }),
    memory('134217728000m'),
    memory('128M'),
    egress('a policy for an address outside', '203.0.113.7/32'),
    egress('a policy for all addresses except those of the cloud', '0.0.0.0/0', ['169.254.0.0/16']),
    object('PodDisruptionBudget', 'web', 'a budget of one eviction at a time', ({ spec }) => {
      delete spec.minAvailable;
      spec.maxUnavailable = '25%';
    }),
    inContainer('a pause before the stop', (container, pod) => {
      container.lifecycle = { preStop: { exec: { command: ['sleep', '20'] } } };
      pod.terminationGracePeriodSeconds = 45;
    }),
    inContainer('a probe that runs a program', (container) => {
      container.livenessProbe = { exec: { command: ['/bin/check'] }, periodSeconds: 30, timeoutSeconds: 5 };
    }),
    object('StatefulSet', 'db', 'a rollout of some pods', ({ spec }) => {
      spec.updateStrategy = { type: 'RollingUpdate', rollingUpdate: { partition: 1 } };
    }),
    {
      name: 'a Deployment with a volume that stops its pod first',
      change: ({ find, remove, add }) => {
        remove('HorizontalPodAutoscaler', 'web');
        remove('PodDisruptionBudget', 'web');
        const { spec } = find('Deployment', 'web');
        spec.strategy = { type: 'Recreate' };
        spec.template.spec.volumes.push({ name: 'files', persistentVolumeClaim: { claimName: 'files' } });
        add({
          apiVersion: 'v1',
          kind: 'PersistentVolumeClaim',
          metadata: { name: 'files', namespace: 'shop' },
          spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
        });
      },
    },
  ],
};
