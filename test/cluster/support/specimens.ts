import { isClusterScoped, type ObjectJson } from '../../../lib/checks/engine/kube-object';
import { readManifests } from '../../support/manifests';
import { GATEWAY_SPECIMENS } from './gateway-specimens';

/** The namespace of the specimens: it has no quota, no LimitRange and no Pod Security level. */
export const SPECIMENS_NAMESPACE = 'specimens';

const labels = { app: 'specimen' };
const selector = { matchLabels: labels };
const probe = { httpGet: { path: '/', port: 'http', scheme: 'HTTP' }, periodSeconds: 5, timeoutSeconds: 1 };

/** A pod with a field of every topic. */
const POD = {
  restartPolicy: 'Always',
  terminationGracePeriodSeconds: 30,
  dnsPolicy: 'ClusterFirst',
  dnsConfig: { nameservers: ['10.96.0.10'], options: [{ name: 'ndots', value: '2' }] },
  hostAliases: [{ ip: '10.0.0.1', hostnames: ['db.example.com'] }],
  tolerations: [{ key: 'dedicated', operator: 'Equal', value: 'web', effect: 'NoSchedule' }],
  topologySpreadConstraints: [
    {
      maxSkew: 1,
      topologyKey: 'kubernetes.io/hostname',
      whenUnsatisfiable: 'DoNotSchedule',
      labelSelector: selector,
    },
  ],
  affinity: {
    podAntiAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [
        { weight: 10, podAffinityTerm: { topologyKey: 'kubernetes.io/hostname', labelSelector: selector } },
      ],
    },
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: 'disk', operator: 'In', values: ['ssd'] }] }],
      },
    },
  },
  securityContext: { runAsUser: 1000, fsGroup: 1000, seccompProfile: { type: 'RuntimeDefault' } },
  initContainers: [
    {
      name: 'setup',
      image: 'registry.example/setup:1',
      restartPolicy: 'Always',
      startupProbe: probe,
      ports: [{ name: 'http', containerPort: 9090 }],
    },
  ],
  containers: [
    {
      name: 'web',
      image: 'registry.example/web:1',
      ports: [
        { name: 'http', containerPort: 8080 },
        { name: 'dns', containerPort: 53, protocol: 'UDP' },
      ],
      env: [
        { name: 'MODE', value: 'production' },
        { name: 'POD_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
        { name: 'CPU', valueFrom: { resourceFieldRef: { resource: 'limits.cpu', divisor: '1m' } } },
        { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'password', key: 'password' } } },
        { name: 'LEVEL', valueFrom: { configMapKeyRef: { name: 'settings', key: 'level' } } },
      ],
      envFrom: [{ configMapRef: { name: 'settings' }, prefix: 'WEB_' }],
      resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { cpu: '1', memory: '128Mi' } },
      livenessProbe: { ...probe, successThreshold: 1, failureThreshold: 3 },
      readinessProbe: { tcpSocket: { port: 8080 }, successThreshold: 2 },
      startupProbe: { exec: { command: ['true'] }, initialDelaySeconds: 1 },
      lifecycle: { preStop: { sleep: { seconds: 5 } } },
      securityContext: {
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'] },
        runAsNonRoot: true,
      },
      volumeMounts: [
        { name: 'tmp', mountPath: '/tmp' },
        { name: 'settings', mountPath: '/etc/web/settings.yaml', subPath: 'settings.yaml', readOnly: true },
      ],
    },
    { name: 'logs', image: 'registry.example/logs:1', livenessProbe: { grpc: { port: 9000 } } },
  ],
  volumes: [
    { name: 'tmp', emptyDir: { sizeLimit: '1Gi' } },
    {
      name: 'settings',
      configMap: { name: 'settings', defaultMode: 420, items: [{ key: 'a', path: 'settings.yaml' }] },
    },
    { name: 'password', secret: { secretName: 'password', items: [{ key: 'a', path: 'a', mode: 256 }] } },
    { name: 'data', persistentVolumeClaim: { claimName: 'data' } },
    { name: 'host', hostPath: { path: '/var/log', type: 'Directory' } },
    {
      name: 'about',
      projected: {
        sources: [
          { serviceAccountToken: { path: 'token', expirationSeconds: 3600 } },
          { downwardAPI: { items: [{ path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } }] } },
          { configMap: { name: 'settings', items: [{ key: 'a', path: 'b' }] } },
        ],
      },
    },
  ],
};

const template = { metadata: { labels }, spec: POD };
const { terminationGracePeriodSeconds: _, ...rest } = POD;
const runOnce = { metadata: { labels }, spec: { ...rest, restartPolicy: 'OnFailure' } };
const claim = {
  accessModes: ['ReadWriteOnce'],
  storageClassName: 'standard',
  resources: { requests: { storage: '1Gi' } },
};

function object(apiVersion: string, kind: string, json: object, name = 'specimen'): ObjectJson {
  return { apiVersion, kind, metadata: { name, labels }, ...json };
}

const webhook = {
  name: 'orders.example.com',
  admissionReviewVersions: ['v1'],
  sideEffects: 'None',
  timeoutSeconds: 10,
  failurePolicy: 'Fail',
  matchPolicy: 'Equivalent',
  clientConfig: { service: { namespace: 'a', name: 'web', port: 443, path: '/orders' } },
  rules: [{ apiGroups: ['example.com'], apiVersions: ['v1'], operations: ['CREATE'], resources: ['orders'] }],
};

/** One object of each kind, with fields that dist/ does not use. */
const WRITTEN: readonly ObjectJson[] = [
  object('v1', 'Pod', { spec: POD }),
  object('v1', 'PodTemplate', { template }),
  object('apps/v1', 'Deployment', {
    spec: {
      replicas: 2,
      selector,
      template,
      revisionHistoryLimit: 3,
      minReadySeconds: 5,
      progressDeadlineSeconds: 600,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: 0 } },
    },
  }),
  object('apps/v1', 'StatefulSet', {
    spec: {
      replicas: 1,
      serviceName: 'specimen',
      selector,
      template,
      podManagementPolicy: 'Parallel',
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Delete' },
      volumeClaimTemplates: [{ metadata: { name: 'state' }, spec: claim }],
    },
  }),
  object('apps/v1', 'DaemonSet', {
    spec: {
      selector,
      template,
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } },
    },
  }),
  object('batch/v1', 'Job', {
    spec: {
      template: { ...runOnce, spec: { ...runOnce.spec, restartPolicy: 'Never' } },
      backoffLimit: 3,
      completions: 2,
      parallelism: 2,
      completionMode: 'Indexed',
      activeDeadlineSeconds: 60,
      ttlSecondsAfterFinished: 60,
      podFailurePolicy: {
        rules: [{ action: 'FailJob', onExitCodes: { containerName: 'web', operator: 'In', values: [42] } }],
      },
    },
  }),
  object('batch/v1', 'CronJob', {
    spec: {
      schedule: '*/5 3 * * 1-5',
      timeZone: 'Europe/Berlin',
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: 100,
      successfulJobsHistoryLimit: 1,
      failedJobsHistoryLimit: 1,
      jobTemplate: { spec: { template: runOnce, backoffLimit: 1 } },
    },
  }),
  object('v1', 'Service', {
    spec: {
      type: 'ClusterIP',
      selector: labels,
      sessionAffinity: 'ClientIP',
      sessionAffinityConfig: { clientIP: { timeoutSeconds: 60 } },
      ports: [
        { name: 'http', port: 80, targetPort: 'http' },
        { name: 'dns', port: 53, targetPort: 53, protocol: 'UDP' },
      ],
    },
  }),
  object('v1', 'Service', {
    spec: {
      type: 'LoadBalancer',
      selector: labels,
      externalTrafficPolicy: 'Local',
      healthCheckNodePort: 30100,
      loadBalancerSourceRanges: ['10.0.0.0/8'],
      allocateLoadBalancerNodePorts: true,
      ipFamilyPolicy: 'SingleStack',
      ipFamilies: ['IPv4'],
      ports: [
        { name: 'http', port: 80, nodePort: 30080 },
        { name: 'https', port: 443, nodePort: 30443 },
      ],
    },
  }),
  object('v1', 'Service', { spec: { type: 'ExternalName', externalName: 'db.example.com' } }),
  object('v1', 'ServiceAccount', {
    automountServiceAccountToken: false,
    imagePullSecrets: [{ name: 'registry' }],
  }),
  object('v1', 'Secret', { type: 'Opaque', data: { password: 'c2VjcmV0' }, stringData: { user: 'web' } }),
  object('v1', 'Secret', { type: 'kubernetes.io/basic-auth', stringData: { username: 'a', password: 'b' } }),
  object('v1', 'Secret', {
    type: 'kubernetes.io/dockerconfigjson',
    stringData: { '.dockerconfigjson': '{"auths":{}}' },
  }),
  object('v1', 'Secret', { type: 'kubernetes.io/tls', stringData: { 'tls.crt': '', 'tls.key': '' } }),
  object('v1', 'ConfigMap', { data: { 'a.yaml': 'a: 1' }, binaryData: { b: 'AAAA' }, immutable: true }),
  object('v1', 'PersistentVolumeClaim', { spec: { ...claim, volumeMode: 'Filesystem' } }),
  object('v1', 'PersistentVolume', {
    spec: {
      capacity: { storage: '1Gi' },
      accessModes: ['ReadWriteOnce'],
      persistentVolumeReclaimPolicy: 'Retain',
      storageClassName: 'standard',
      local: { path: '/data' },
      nodeAffinity: {
        required: {
          nodeSelectorTerms: [
            { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: ['a'] }] },
          ],
        },
      },
    },
  }),
  object('v1', 'LimitRange', {
    spec: {
      limits: [
        {
          type: 'Container',
          min: { cpu: '10m' },
          defaultRequest: { cpu: '100m' },
          default: { cpu: '200m' },
          max: { cpu: '1' },
        },
        { type: 'PersistentVolumeClaim', min: { storage: '1Gi' }, max: { storage: '10Gi' } },
      ],
    },
  }),
  object('v1', 'ResourceQuota', {
    spec: {
      hard: { pods: '10', 'requests.cpu': '1' },
      scopeSelector: { matchExpressions: [{ scopeName: 'PriorityClass', operator: 'In', values: ['high'] }] },
    },
  }),
  object('v1', 'ResourceQuota', {
    spec: { hard: { 'count/jobs.batch': '5', 'services.loadbalancers': '0' } },
  }),
  object('v1', 'ResourceQuota', { spec: { hard: { pods: '10' }, scopes: ['BestEffort'] } }),
  object('networking.k8s.io/v1', 'Ingress', {
    spec: {
      ingressClassName: 'nginx',
      tls: [{ hosts: ['shop.example.com', '*.example.com'], secretName: 'tls' }],
      rules: [
        {
          host: 'shop.example.com',
          http: {
            paths: [
              {
                path: '/',
                pathType: 'Prefix',
                backend: { service: { name: 'web', port: { name: 'http' } } },
              },
            ],
          },
        },
        {
          host: '*.example.com',
          http: {
            paths: [
              { path: '/a', pathType: 'Exact', backend: { service: { name: 'web', port: { number: 80 } } } },
            ],
          },
        },
      ],
    },
  }),
  object('networking.k8s.io/v1', 'NetworkPolicy', {
    spec: {
      podSelector: selector,
      policyTypes: ['Ingress', 'Egress'],
      ingress: [
        {
          from: [{ podSelector: selector, namespaceSelector: {} }],
          ports: [{ port: 'http', protocol: 'TCP' }],
        },
      ],
      egress: [
        {
          to: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } }],
          ports: [{ port: 8000, endPort: 9000 }],
        },
      ],
    },
  }),
  object('policy/v1', 'PodDisruptionBudget', {
    spec: { minAvailable: '50%', selector, unhealthyPodEvictionPolicy: 'AlwaysAllow' },
  }),
  object('autoscaling/v2', 'HorizontalPodAutoscaler', {
    spec: {
      minReplicas: 1,
      maxReplicas: 5,
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'specimen' },
      metrics: [
        {
          type: 'Resource',
          resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } },
        },
        {
          type: 'Pods',
          pods: { metric: { name: 'requests' }, target: { type: 'AverageValue', averageValue: '10' } },
        },
      ],
      behavior: {
        scaleDown: {
          stabilizationWindowSeconds: 300,
          policies: [{ type: 'Percent', value: 10, periodSeconds: 60 }],
        },
      },
    },
  }),
  object('rbac.authorization.k8s.io/v1', 'Role', {
    rules: [{ apiGroups: [''], resources: ['pods'], resourceNames: ['a'], verbs: ['get'] }],
  }),
  object('rbac.authorization.k8s.io/v1', 'ClusterRole', {
    rules: [
      { nonResourceURLs: ['/metrics'], verbs: ['get'] },
      { apiGroups: [''], resources: ['pods'], verbs: ['get'] },
    ],
  }),
  object('rbac.authorization.k8s.io/v1', 'RoleBinding', {
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'a' },
    subjects: [
      { kind: 'ServiceAccount', name: 'a', namespace: 'b' },
      { kind: 'User', name: 'a', apiGroup: 'rbac.authorization.k8s.io' },
    ],
  }),
  object('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', { webhooks: [webhook] }),
  object('admissionregistration.k8s.io/v1', 'MutatingWebhookConfiguration', {
    webhooks: [{ ...webhook, reinvocationPolicy: 'IfNeeded' }],
  }),
  object('storage.k8s.io/v1', 'StorageClass', {
    provisioner: 'example.com/disk',
    parameters: { type: 'ssd' },
    reclaimPolicy: 'Delete',
    volumeBindingMode: 'WaitForFirstConsumer',
    allowedTopologies: [{ matchLabelExpressions: [{ key: 'zone', values: ['a'] }] }],
  }),
];

/** The valid objects that the tests change: those of dist/, without repetitions, and one of each other kind. */
export function specimens(clusters: readonly string[]): ObjectJson[] {
  const rendered = clusters.flatMap((cluster) => readManifests(`dist/${cluster}`) as ObjectJson[]);
  return [...WRITTEN, ...GATEWAY_SPECIMENS, ...rendered].map((json) => ({
    ...json,
    metadata: {
      ...json.metadata,
      ...(isClusterScoped(json.kind) ? {} : { namespace: SPECIMENS_NAMESPACE }),
    },
  }));
}
