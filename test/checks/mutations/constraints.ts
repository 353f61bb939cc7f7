import { adds, inContainer, type MutationClass, object } from './mutation';

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
    inContainer('a container name in capitals', (container) => {
      container.name = 'Web';
    }),
    inContainer('two containers of the same name', (container, pod) => {
      pod.initContainers = [{ ...structuredClone(container), readinessProbe: undefined, ports: undefined }];
    }),
    inContainer('a number as the value of a variable', ({ env }) => {
      env.push({ name: 'WORKERS', value: 4 });
    }),
    inContainer('a boolean as the value of a variable', ({ env }) => {
      env.push({ name: 'DEBUG', value: true });
    }),
    inContainer('a variable with a value and a source', ({ env }) => {
      env[1].value = 'x';
    }),
    inContainer('a port above 65535', ({ ports }) => {
      ports[0].containerPort = 80800;
    }),
    inContainer('a port as a text', ({ ports }) => {
      ports[0].containerPort = '8080';
    }),
    inContainer('a port name of 16 characters', ({ ports, readinessProbe }) => {
      ports.push({ name: 'administration-x', containerPort: 9000 });
      readinessProbe.httpGet.port = 8080;
    }),
    inContainer('a quantity with a unit that does not exist', ({ resources }) => {
      resources.limits.memory = '256MB';
    }),
    inContainer('a quantity with a space', ({ resources }) => {
      resources.limits.cpu = '200 m';
    }),
    inContainer('a request above the limit', ({ resources }) => {
      resources.requests.cpu = '300m';
    }),
    inContainer('a pull policy in lower case', (container) => {
      container.imagePullPolicy = 'always';
    }),
    inContainer('an image with a space', (container) => {
      container.image = ' registry.example/web:1.0';
    }),
    inContainer('a readiness probe without a path in place', ({ readinessProbe }) => {
      readinessProbe.httpGet = { path: '/' };
    }),
    inContainer('a liveness probe that must succeed twice', (container) => {
      container.livenessProbe = { httpGet: { path: '/', port: 8080 }, successThreshold: 2 };
    }),
    inContainer('a volume mount above its volume', ({ volumeMounts }) => {
      volumeMounts[0].subPath = '../etc';
    }),
    inContainer('a volume of two kinds', (_, pod) => {
      pod.volumes.push({ name: 'tmp', emptyDir: {} });
    }),
    inContainer('a mode in decimal digits', (_, pod) => {
      pod.volumes.push({ name: 'settings', configMap: { name: 'web-settings', defaultMode: 644 } });
    }),
    inContainer('a key without a path', (_, pod) => {
      pod.volumes.push({ name: 'settings', configMap: { name: 'web-settings', items: [{ key: 'THEME' }] } });
    }),
    inContainer('a restart policy of Jobs', (_, pod) => {
      pod.restartPolicy = 'OnFailure';
    }),
    inContainer('a boolean in quotes', (_, pod) => {
      pod.securityContext.runAsNonRoot = 'true';
    }),
    inContainer('capabilities of a pod', (_, pod) => {
      pod.securityContext.capabilities = { drop: ['ALL'] };
    }),
    inContainer('a DNS policy without servers', (_, pod) => {
      pod.dnsPolicy = 'None';
    }),
    inContainer('a toleration of all values with a value', (_, pod) => {
      pod.tolerations = [{ key: 'gpu', operator: 'Exists', value: 'yes' }];
    }),
    inContainer('a misspelt effect of a toleration', (_, pod) => {
      pod.tolerations = [{ key: 'gpu', operator: 'Exists', effect: 'NoScedule' }];
    }),
    inContainer('a spread without a skew', (_, pod) => {
      pod.topologySpreadConstraints = [
        { maxSkew: 0, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'ScheduleAnyway' },
      ];
    }),
    inContainer('a weight above 100', (_, pod) => {
      const podAffinityTerm = { topologyKey: 'kubernetes.io/hostname' };
      pod.affinity = {
        podAntiAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1000, podAffinityTerm }],
        },
      };
    }),
    inContainer('a readiness probe of an init container', (container, pod) => {
      pod.initContainers = [{ ...structuredClone(container), name: 'init', ports: undefined }];
    }),
    inContainer('a handler without an action', (container) => {
      container.lifecycle = { preStop: {} };
    }),
    object('Deployment', 'web', 'pods without the labels of the selector', ({ spec }) => {
      spec.template.metadata.labels = { name: 'web' };
    }),
    object('Deployment', 'web', 'no selector', ({ spec }) => {
      delete spec.selector;
    }),
    object('Deployment', 'web', 'a boolean as a label', ({ metadata }) => {
      metadata.labels = { public: true };
    }),
    object('Deployment', 'web', 'a label with a space', ({ metadata }) => {
      metadata.labels = { team: 'web shop' };
    }),
    object('Deployment', 'web', 'a number as an annotation', ({ metadata }) => {
      metadata.annotations = { 'example.com/port': 8080 };
    }),
    object('Deployment', 'web', 'a version that was removed', (deployment) => {
      deployment.apiVersion = 'apps/v1beta1';
    }),
    object('Deployment', 'web', 'a misspelt kind', (deployment) => {
      deployment.kind = 'Deploment';
    }),
    object('Deployment', 'web', 'a field on the wrong level', ({ spec }) => {
      spec.containers = spec.template.spec.containers;
    }),
    object('ConfigMap', 'web-settings', 'a number in a ConfigMap', ({ data }) => {
      data.WORKERS = 4;
    }),
    object('ConfigMap', 'web-settings', 'a key with a slash', ({ data }) => {
      data['conf/nginx.conf'] = '';
    }),
    object('ConfigMap', 'web-settings', 'a name with an underscore', ({ metadata }) => {
      metadata.name = 'web_settings';
    }),
    object('Service', 'web', 'a node port out of the range', ({ spec }) => {
      spec.type = 'NodePort';
      spec.ports[0].nodePort = 8080;
    }),
    object('Service', 'web', 'a headless Service with node ports', ({ spec }) => {
      Object.assign(spec, { type: 'NodePort', clusterIP: 'None' });
    }),
    object('Service', 'web', 'the same port twice', ({ spec }) => {
      spec.ports.push({ ...spec.ports[0], name: 'second' });
    }),
    object('Service', 'web', 'no ports', ({ spec }) => {
      spec.ports = [];
    }),
    object('Service', 'web', 'a protocol in lower case', ({ spec }) => {
      spec.ports[0].protocol = 'tcp';
    }),
    object('Service', 'web', 'an external name without a name', ({ spec }) => {
      spec.type = 'ExternalName';
    }),
    object('HorizontalPodAutoscaler', 'web', 'a minimum above the maximum', ({ spec }) => {
      spec.minReplicas = 5;
    }),
    object('HorizontalPodAutoscaler', 'web', 'a utilization as a text', ({ spec }) => {
      spec.metrics[0].resource.target.averageUtilization = '70%';
    }),
    object('PodDisruptionBudget', 'web', 'two limits of a budget', ({ spec }) => {
      spec.maxUnavailable = 1;
    }),
    object('PodDisruptionBudget', 'web', 'a percentage without its sign', ({ spec }) => {
      spec.minAvailable = '50';
    }),
    object('Ingress', 'web', 'no type of a path', ({ spec }) => {
      delete spec.rules[0].http.paths[0].pathType;
    }),
    object('Ingress', 'web', 'a path without a slash', ({ spec }) => {
      spec.rules[0].http.paths[0].path = 'api';
    }),
    object('Ingress', 'web', 'a host with a port', ({ spec }) => {
      spec.rules[0].host = 'shop.example:443';
    }),
    object('Ingress', 'web', 'a URL as a host', ({ spec }) => {
      spec.rules[0].host = 'https://shop.example';
    }),
    object('Ingress', 'web', 'a wildcard in the middle', ({ spec }) => {
      spec.rules[0].host = 'shop.*.example';
    }),
    object('Ingress', 'web', 'a port by name and number', ({ spec }) => {
      spec.rules[0].http.paths[0].backend.service.port.name = 'http';
    }),
    object('Ingress', 'web', 'the backend of the removed version', ({ spec }) => {
      spec.rules[0].http.paths[0].backend = { serviceName: 'web', servicePort: 80 };
    }),
    object('StatefulSet', 'db', 'no access mode', ({ spec }) => {
      delete spec.volumeClaimTemplates[0].spec.accessModes;
    }),
    object('StatefulSet', 'db', 'no size of a volume', ({ spec }) => {
      spec.volumeClaimTemplates[0].spec.resources = {};
    }),
    object('NetworkPolicy', 'app-web', 'a range without a mask', ({ spec }) => {
      spec.egress.push({ to: [{ ipBlock: { cidr: '198.51.100.7' } }] });
    }),
    object('NetworkPolicy', 'app-web', 'an exception outside its range', ({ spec }) => {
      spec.egress.push({ to: [{ ipBlock: { cidr: '198.51.100.0/24', except: ['203.0.113.0/24'] } }] });
    }),
    object('NetworkPolicy', 'app-web', 'a range of ports that ends before it starts', ({ spec }) => {
      spec.egress.push({ ports: [{ port: 8100, endPort: 8000 }] });
    }),
    object('NetworkPolicy', 'app-web', 'a peer with a range and a selector', ({ spec }) => {
      spec.egress.push({ to: [{ ipBlock: { cidr: '198.51.100.0/24' }, podSelector: {} }] });
    }),
    object('NetworkPolicy', 'app-web', 'a direction in lower case', ({ spec }) => {
      spec.policyTypes = ['ingress'];
    }),
    object('LimitRange', 'shop-limits', 'a default above the maximum', ({ spec }) => {
      spec.limits[0].default.memory = '2Gi';
    }),
    object('ResourceQuota', 'shop-quota', 'a misspelt resource of a quota', ({ spec }) => {
      spec.hard['request.cpu'] = '1';
    }),
    object('Certificate', 'shop-tls', 'a duration in days', ({ spec }) => {
      spec.duration = '90d';
    }),
    object('Certificate', 'shop-tls', 'a renewal before the certificate is issued', ({ spec }) => {
      Object.assign(spec, { duration: '24h', renewBefore: '48h' });
    }),
    object('ClusterIssuer', 'letsencrypt', 'an issuer of two kinds', ({ spec }) => {
      spec.selfSigned = {};
    }),
    object('RoleBinding', 'web', 'a role without a name', ({ roleRef }) => {
      delete roleRef.name;
    }),
    adds('a CronJob with four fields', cronJob({ schedule: '0 3 * *' })),
    adds('a CronJob with a name of 53 characters', {
      ...cronJob({}),
      metadata: { name: 'r'.repeat(53), namespace: 'shop' },
    }),
    adds('a misspelt concurrency policy', cronJob({ concurrencyPolicy: 'Forbidden' })),
    adds('a priority above the maximum', {
      apiVersion: 'scheduling.k8s.io/v1',
      kind: 'PriorityClass',
      metadata: { name: 'highest' },
      value: 2_000_000_000,
    }),
    adds('data that is not base64', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'logo', namespace: 'shop' },
      binaryData: { 'logo.png': 'not base64!' },
    }),
  ],
  sound: [
    inContainer('a timeout of 0 seconds', ({ readinessProbe }) => {
      readinessProbe.timeoutSeconds = 0;
    }),
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
    inContainer('quantities in other forms', ({ resources }) => {
      resources.requests = { cpu: '0.1', memory: '0.125Gi' };
      resources.limits = { cpu: 0.2, memory: '268435456' };
    }),
    inContainer('a limit of ephemeral storage', ({ resources }) => {
      resources.limits['ephemeral-storage'] = '1Gi';
    }),
    inContainer('a port name of 15 characters', ({ ports }) => {
      ports.push({ name: 'administration', containerPort: 9000, protocol: 'TCP' });
    }),
    inContainer('variables from the pod and its resources', ({ env }) => {
      env.push(
        { name: 'POD_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
        { name: 'APP', valueFrom: { fieldRef: { fieldPath: "metadata.labels['app']" } } },
        { name: 'GOMAXPROCS', valueFrom: { resourceFieldRef: { resource: 'limits.cpu', divisor: '1' } } },
      );
    }),
    inContainer('an image by its digest', (container) => {
      container.image = `registry.example:5000/team/web@sha256:${'0f1e2d3c'.repeat(8)}`;
      container.imagePullPolicy = 'IfNotPresent';
    }),
    inContainer('probes of all kinds', (container) => {
      container.startupProbe = { httpGet: { path: '/', port: 'http', scheme: 'HTTP' }, failureThreshold: 30 };
      container.livenessProbe = { tcpSocket: { port: 'http' }, terminationGracePeriodSeconds: 10 };
      container.readinessProbe = { grpc: { port: 8080, service: '' }, successThreshold: 2 };
    }),
    inContainer('a pause before the container stops', (container) => {
      container.lifecycle = { preStop: { sleep: { seconds: 5 } } };
    }),
    inContainer('volumes of all kinds', (container, pod) => {
      pod.volumes.push(
        { name: 'cache', emptyDir: { medium: 'Memory', sizeLimit: '64Mi' } },
        {
          name: 'settings',
          configMap: { name: 'web-settings', defaultMode: 0o440, items: [{ key: 'THEME', path: 'a/theme' }] },
        },
        {
          name: 'all',
          projected: {
            sources: [
              { serviceAccountToken: { path: 'token', audience: 'vault', expirationSeconds: 3600 } },
              { downwardAPI: { items: [{ path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } }] } },
            ],
          },
        },
      );
      for (const name of ['cache', 'settings', 'all'])
        container.volumeMounts.push({ name, mountPath: `/mnt/${name}`, readOnly: name !== 'cache' });
    }),
    inContainer('one file of a volume', ({ volumeMounts }) => {
      volumeMounts.push({ name: 'tmp', mountPath: '/app/tmp', subPath: 'app/tmp' });
    }),
    inContainer('fields of a pod that are seldom used', (_, pod) => {
      Object.assign(pod, {
        enableServiceLinks: false,
        setHostnameAsFQDN: false,
        shareProcessNamespace: false,
        terminationGracePeriodSeconds: 0,
        dnsConfig: { options: [{ name: 'ndots', value: '2' }] },
        restartPolicy: 'Always',
        schedulerName: 'default-scheduler',
      });
    }),
    inContainer('tolerations of all kinds', (_, pod) => {
      pod.tolerations = [
        {
          key: 'node.kubernetes.io/not-ready',
          operator: 'Exists',
          effect: 'NoExecute',
          tolerationSeconds: 30,
        },
        { key: 'spot', value: 'true', effect: 'NoSchedule' },
        { key: 'gpu', operator: 'Exists' },
      ];
    }),
    object('Deployment', 'web', 'a rollout by percentages', ({ spec }) => {
      spec.strategy = { rollingUpdate: { maxSurge: '25%', maxUnavailable: 0 } };
      Object.assign(spec, { revisionHistoryLimit: 0, minReadySeconds: 5, progressDeadlineSeconds: 600 });
    }),
    object('Deployment', 'web', 'labels and annotations of all kinds', ({ metadata }) => {
      metadata.labels = { empty: '', 'app.kubernetes.io/version': '1.0.0_a', single: 'A' };
      metadata.annotations = { 'example.com/Config': '{"a": 1}\n', note: 'ünïcode — text' };
    }),
    object('Service', 'web', 'two protocols of a port', ({ spec }) => {
      spec.ports[0].appProtocol = 'kubernetes.io/h2c';
      Object.assign(spec, { ipFamilyPolicy: 'PreferDualStack', internalTrafficPolicy: 'Cluster' });
    }),
    object('Service', 'web', 'sessions of clients', ({ spec }) => {
      Object.assign(spec, {
        sessionAffinity: 'ClientIP',
        sessionAffinityConfig: { clientIP: { timeoutSeconds: 600 } },
        trafficDistribution: 'PreferClose',
      });
    }),
    object('HorizontalPodAutoscaler', 'web', 'the behaviour of an autoscaler', ({ spec }) => {
      spec.behavior = {
        scaleDown: {
          stabilizationWindowSeconds: 0,
          policies: [{ type: 'Percent', value: 50, periodSeconds: 60 }],
        },
        scaleUp: { selectPolicy: 'Max', policies: [{ type: 'Pods', value: 2, periodSeconds: 30 }] },
      };
    }),
    object('PodDisruptionBudget', 'web', 'a percentage of a budget', ({ spec }) => {
      Object.assign(spec, { minAvailable: '50%', unhealthyPodEvictionPolicy: 'AlwaysAllow' });
    }),
    object('Ingress', 'web', 'a path with a regular expression', ({ spec, metadata }) => {
      metadata.annotations = { 'nginx.ingress.kubernetes.io/use-regex': 'true' };
      Object.assign(spec.rules[0].http.paths[0], {
        path: '/api(/|$)(.*)',
        pathType: 'ImplementationSpecific',
      });
    }),
    object('Ingress', 'web', 'a port by its name', ({ spec }) => {
      spec.rules[0].http.paths[0].backend.service.port = { name: 'http' };
    }),
    object('NetworkPolicy', 'app-web', 'ranges of ports and addresses', ({ spec }) => {
      spec.egress.push(
        { to: [{ ipBlock: { cidr: '198.51.100.0/24', except: ['198.51.100.7/32'] } }] },
        { to: [{ ipBlock: { cidr: '2001:db8::/32' } }], ports: [{ port: 8000, endPort: 8100 }] },
        { to: [{ ipBlock: { cidr: '198.51.100.1/32' } }], ports: [{ protocol: 'SCTP', port: 5000 }] },
      );
    }),
    object('ConfigMap', 'web-settings', 'files of all kinds', (map) => {
      Object.assign(map.data, { '.hidden': '', 'nginx.conf': 'a {\n}\n', 'a_b-c.D': 'yes' });
      map.binaryData = { 'logo.png': 'iVBORw0KGgo=' };
    }),
    object('Certificate', 'shop-tls', 'durations and a key', ({ spec }) => {
      Object.assign(spec, {
        duration: '2160h0m0s',
        renewBefore: '360h',
        privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
        usages: ['server auth'],
      });
    }),
    adds('a CronJob every five minutes', cronJob({ schedule: '*/5 * * * *', concurrencyPolicy: 'Forbid' })),
    adds('a CronJob that is suspended', cronJob({ suspend: true, startingDeadlineSeconds: 100 })),
    adds('a CronJob on the last days of months', cronJob({ schedule: '0 0 28-31 1,3,5 ?' })),
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
