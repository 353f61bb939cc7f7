import type { MutationClass } from './mutation';

export const CONSTRAINTS: MutationClass = {
  name: 'constraints of the API server',
  outages: [
    {
      name: 'a rollout that may neither add nor stop a pod',
      change: ({ find }) => {
        find('Deployment', 'web').spec.strategy = {
          type: 'RollingUpdate',
          rollingUpdate: { maxSurge: 0, maxUnavailable: '0%' },
        };
      },
    },
    {
      name: 'a probe with two handlers',
      change: ({ container }) => {
        container('Deployment', 'web').livenessProbe = {
          httpGet: { path: '/', port: 'http' },
          exec: { command: ['true'] },
        };
      },
    },
    {
      name: 'a volume with two sources',
      change: ({ find }) => {
        find('Deployment', 'web').spec.template.spec.volumes[0].configMap = { name: 'web-settings' };
      },
    },
    {
      name: 'a Service with two ports without names',
      change: ({ find }) => {
        find('Service', 'web').spec.ports = [{ port: 80 }, { port: 81 }];
      },
    },
    {
      name: 'a CronJob at an hour that does not exist',
      change: ({ add }) => add(cronJob({ schedule: '0 25 * * *' })),
    },
    {
      name: 'a CronJob in a misspelt time zone',
      change: ({ add }) => add(cronJob({ timeZone: 'Europe/Berln' })),
    },
    {
      name: 'an invalid Pod Security level for warnings',
      change: ({ find }) => {
        find('Namespace', 'shop').metadata.labels['pod-security.kubernetes.io/warn'] = 'strict';
      },
    },
  ],
  sound: [
    {
      name: 'a rollout that first stops a pod',
      change: ({ find }) => {
        find('Deployment', 'web').spec.strategy = {
          type: 'RollingUpdate',
          rollingUpdate: { maxSurge: 0, maxUnavailable: '100%' },
        };
      },
    },
    {
      name: 'a CronJob on working days',
      change: ({ add }) => add(cronJob({ schedule: '*/15 8-17 * JAN-dec Mon-Fri' })),
    },
    {
      name: 'a CronJob at midnight in Berlin',
      change: ({ add }) => add(cronJob({ schedule: '@midnight', timeZone: 'Europe/Berlin' })),
    },
    {
      name: 'a variable with an empty value',
      change: ({ container }) => {
        container('Deployment', 'web').env = [{ name: 'my.empty-variable', value: '' }];
      },
    },
    {
      name: 'the same port for TCP and UDP',
      change: ({ find }) => {
        find('Deployment', 'web').spec.template.spec.containers[0].ports.push({
          name: 'http3',
          containerPort: 8080,
          protocol: 'UDP',
        });
      },
    },
  ],
};

function cronJob(spec: object): object {
  const resources = { requests: { cpu: '50m', memory: '64Mi' }, limits: { cpu: '50m', memory: '64Mi' } };
  const container = {
    name: 'report',
    image: 'registry.example/report:1.0',
    resources,
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
  };
  const pod = {
    restartPolicy: 'OnFailure',
    automountServiceAccountToken: false,
    securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [container],
  };
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'report', namespace: 'shop' },
    spec: { schedule: '0 3 * * *', ...spec, jobTemplate: { spec: { template: { spec: pod } } } },
  };
}
