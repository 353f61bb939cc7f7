// biome-ignore lint/suspicious/noExplicitAny: a mutation reaches into every kind of object
export type Json = any;

/** A change that breaks an object of a cluster. */
export interface Mutation {
  /** The change. */
  readonly what: string;
  readonly cluster: string;
  /** `Kind/name` or `Kind/namespace/name`. */
  readonly object: string;
  readonly change: (object: Json, others: Json[]) => void;
  /** The rule that must report it; undefined if no rule does. */
  readonly caughtBy?: string;
  /** The reason why no rule reports it. */
  readonly uncaughtBecause?: string;
}

const pod = (object: Json) => (object.spec.jobTemplate ?? object).spec.template.spec;
const first = (object: Json) => pod(object).containers[0];
const remove = (object: Json, others: Json[]) => others.splice(others.indexOf(object), 1);
const backend = (object: Json) => object.spec.rules[0].http.paths[0].backend.service;

function in_(cluster: string) {
  return (
    what: string,
    object: string,
    change: Mutation['change'],
    caughtBy?: string,
    uncaughtBecause?: string,
  ): Mutation => ({ what, cluster, object, change, caughtBy, uncaughtBecause });
}

const aiworker = in_('aiworker');
const algesta = in_('aks-algesta-production');
const dev = in_('aks-algesta-dev');
const arcana = in_('arcana');

/** Typical errors, each in one object of the shipped clusters. */
export const MUTATIONS: readonly Mutation[] = [
  // Names to which other objects refer.
  aiworker(
    'a renamed Service of the backend',
    'Service/aiworker-backend',
    (o) => {
      o.metadata.name = 'backend';
    },
    'route-backend',
  ),
  aiworker(
    'a renamed Service of the database',
    'Service/mysql',
    (o) => {
      o.metadata.name = 'database';
    },
    'service-host',
  ),
  aiworker(
    'a renamed Service of Loki',
    'Service/loki',
    (o) => {
      o.metadata.name = 'logs';
    },
    'service-host',
  ),
  aiworker('a missing Service of a preview', 'Service/my-project-preview', remove, 'route-backend'),
  algesta(
    'a renamed Service of a microservice',
    'Service/ms-orders-production',
    (o) => {
      o.metadata.name = 'orders';
    },
    'service-host',
  ),
  arcana('a missing Service of mercury', 'Service/mercury', remove, 'route-backend'),
  arcana(
    'a renamed Service of metrics-server',
    'Service/metrics-server',
    (o) => {
      o.metadata.name = 'metrics';
    },
    'object-reference',
  ),
  aiworker('a missing IngressClass', 'IngressClass/nginx', remove, 'class'),
  aiworker('a missing issuer', 'ClusterIssuer/letsencrypt-prod', remove, 'issuer'),
  dev(
    'a misspelt issuer of an Ingress',
    'Ingress/ingress-development',
    (o) => {
      o.metadata.annotations['cert-manager.io/cluster-issuer'] = 'letsencrypt';
    },
    'issuer',
  ),
  aiworker(
    'another Secret of the wildcard certificate',
    'Certificate/wildcard-aiworker',
    (o) => {
      o.spec.secretName = 'wildcard';
    },
    'secret-reference',
  ),
  aiworker(
    'a missing ConfigMap of response headers',
    'ConfigMap/frontend-ingress-headers',
    remove,
    'config-reference',
  ),
  aiworker(
    'a renamed ConfigMap of the controller',
    'ConfigMap/ingress-nginx-controller',
    (o) => {
      o.metadata.name = 'settings';
    },
    'config-reference',
  ),
  aiworker(
    'a renamed ConfigMap of Prometheus',
    'ConfigMap/prometheus-config',
    (o) => {
      o.metadata.name = 'prometheus';
    },
    'pod-reference',
  ),
  algesta(
    'a missing ConfigMap of a microservice',
    'ConfigMap/ms-provider-production',
    remove,
    'pod-reference',
  ),
  aiworker('a missing service account', 'ServiceAccount/preview-cleanup', remove, 'pod-reference'),
  aiworker(
    'a misspelt Secret',
    'StatefulSet/mysql',
    (o) => {
      first(o).env[2].valueFrom.secretKeyRef.name = 'mysql-secret';
    },
    'pod-reference',
  ),
  aiworker(
    'a misspelt key of a Secret',
    'StatefulSet/mysql',
    (o) => {
      first(o).env[3].valueFrom.secretKeyRef.key = 'rootPassword';
    },
    'pod-reference',
  ),
  aiworker('a missing role', 'ClusterRole/prometheus', remove, 'role'),
  arcana(
    'a binding of another service account',
    'ClusterRoleBinding/metrics-server',
    (o) => {
      o.subjects[0].name = 'metrics';
    },
    'role',
  ),
  aiworker(
    'a missing admission policy',
    'ValidatingAdmissionPolicy/aiworker-pods',
    remove,
    'object-reference',
  ),
  aiworker('a missing namespace', 'Namespace/agents', remove, 'namespace'),
  aiworker(
    'an object in the namespace default',
    'ConfigMap/loki-config',
    (o) => {
      o.metadata.namespace = 'default';
    },
    'namespace',
  ),
  aiworker(
    'an object without a namespace',
    'Deployment/aiworker-workers',
    (o) => {
      delete o.metadata.namespace;
    },
    'namespace',
  ),
  // Labels and selectors.
  aiworker(
    'another label of the backend’s pods',
    'Deployment/aiworker-backend',
    (o) => {
      o.spec.template.metadata.labels.app = 'backend';
    },
    'service-pods',
  ),
  aiworker(
    'a selector that matches no pods',
    'Service/redis',
    (o) => {
      o.spec.selector.app = 'cache';
    },
    'service-pods',
  ),
  algesta(
    'a missing label of the environment',
    'Deployment/ms-orders-production',
    (o) => {
      delete o.spec.template.metadata.labels.environment;
    },
    'service-pods',
  ),
  aiworker(
    'a disruption budget that matches no pods',
    'PodDisruptionBudget/my-project-production/app-pdb',
    (o) => {
      o.spec.selector.matchLabels.app = 'project';
    },
    'disruption-budget',
  ),
  algesta(
    'an autoscaler of a missing Deployment',
    'HorizontalPodAutoscaler/ms-orders-production-hpa',
    (o) => {
      o.spec.scaleTargetRef.name = 'ms-orders';
    },
    'autoscaler',
  ),
  // Ports.
  aiworker(
    'another port of a Service',
    'Service/aiworker-frontend',
    (o) => {
      o.spec.ports[0].port = 8080;
    },
    'route-backend',
  ),
  aiworker(
    'a target port on which no container listens',
    'Service/gitea',
    (o) => {
      o.spec.ports[0].targetPort = 3001;
    },
    'service-pods',
  ),
  arcana(
    'another port of a container',
    'Deployment/mercury',
    (o) => {
      first(o).ports[0].containerPort = 9999;
      first(o).ports[0].name = 'other';
    },
    'service-pods',
  ),
  aiworker(
    'another port in an Ingress',
    'Ingress/git-ingress',
    (o) => {
      backend(o).port.number = 22;
    },
    'route-backend',
  ),
  aiworker(
    'another port of a probe',
    'Deployment/aiworker-backend',
    (o) => {
      first(o).livenessProbe.httpGet.port = 3001;
    },
    'probe-port',
  ),
  // Hosts.
  aiworker(
    'two Ingresses with the same host',
    'Ingress/frontend-ingress',
    (o) => {
      o.spec.rules[0].host = 'api.aiworker.dev';
    },
    'route-host',
  ),
  dev(
    'TLS for a host without a route',
    'Ingress/ingress-testing',
    (o) => {
      o.spec.tls[0].hosts[0] = 'algesta.example';
    },
    'route-host',
  ),
  // Isolation.
  aiworker(
    'missing ingress rules of the database',
    'NetworkPolicy/app-mysql',
    (o) => {
      o.spec.ingress = [];
    },
    'blocked-connection',
  ),
  aiworker(
    'a rule for another port',
    'NetworkPolicy/app-redis',
    (o) => {
      o.spec.ingress[0].ports[0].port = 6380;
    },
    'blocked-connection',
  ),
  aiworker(
    'a policy of a preview without rules',
    'NetworkPolicy/preview-task-abc123/preview-isolation',
    (o) => {
      o.spec.ingress = [];
    },
    'blocked-connection',
  ),
  aiworker(
    'a default deny without egress',
    'NetworkPolicy/gitea/default-deny',
    (o) => {
      o.spec.policyTypes = ['Ingress'];
    },
    undefined,
    'another policy for all pods of the namespace denies egress',
  ),
  algesta(
    'a missing default deny',
    'NetworkPolicy/production/default-deny',
    (o, others) => {
      remove(o, others);
      for (const p of others.filter(
        (p) => p.kind === 'NetworkPolicy' && p.metadata.namespace === 'production',
      ))
        p.spec.podSelector = { matchLabels: { app: 'x' } };
    },
    'default-deny',
  ),
  // Capacity.
  aiworker(
    'ten times as many replicas',
    'Deployment/aiworker-workers',
    (o) => {
      o.spec.replicas = 20;
    },
    'quota',
  ),
  aiworker(
    'a request without a unit',
    'Deployment/aiworker-backend',
    (o) => {
      first(o).resources.requests.cpu = '500';
    },
    'limit-range',
  ),
  aiworker(
    'a tenth of a quota',
    'ResourceQuota/monitoring-quota',
    (o) => {
      o.spec.hard['requests.memory'] = '800Mi';
    },
    'quota',
  ),
  arcana(
    'a request for more memory than the node has',
    'Deployment/mercury',
    (o) => {
      first(o).resources.requests.memory = '64Gi';
      first(o).resources.limits.memory = '64Gi';
    },
    'node-capacity',
  ),
  aiworker('a missing priority class', 'PriorityClass/platform', remove, 'pod-reference'),
  algesta(
    'missing limits',
    'Deployment/api-gateway-production',
    (o) => {
      first(o).resources = { requests: { cpu: '3' } };
    },
    'limit-range',
  ),
  // Security.
  algesta(
    'an image with the tag latest',
    'Deployment/api-gateway-production',
    (o) => {
      first(o).image = 'acralgestaproduction.azurecr.io/api-gateway:latest';
    },
    'image-tag',
  ),
  aiworker(
    'a privileged container',
    'Deployment/aiworker-frontend',
    (o) => {
      first(o).securityContext.privileged = true;
    },
    'pod-security',
  ),
  aiworker(
    'a pod that may run as root',
    'StatefulSet/redis',
    (o) => {
      delete pod(o).securityContext.runAsNonRoot;
    },
    'pod-security',
  ),
  aiworker(
    'a password in plain text',
    'StatefulSet/mysql',
    (o) => {
      first(o).env[2] = { name: 'MYSQL_PASSWORD', value: 'made up' };
    },
    'plain-secret',
  ),
  aiworker(
    'a role with all verbs',
    'ClusterRole/preview-cleanup',
    (o) => {
      o.rules[0].verbs = ['*'];
    },
    'wildcard-rbac',
  ),
  aiworker(
    'an unused token',
    'StatefulSet/redis',
    (o) => {
      delete pod(o).automountServiceAccountToken;
    },
    'unused-token',
  ),
  // Objects.
  aiworker(
    'a misspelt field',
    'Deployment/aiworker-mcp-server',
    (o) => {
      first(o).readinesProbe = first(o).readinessProbe;
      delete first(o).readinessProbe;
    },
    'schema',
  ),
  arcana(
    'a number in quotes',
    'HorizontalPodAutoscaler/mercury',
    (o) => {
      o.spec.maxReplicas = '3';
    },
    'schema',
  ),
  aiworker(
    'a renamed volume',
    'StatefulSet/mysql',
    (o) => {
      pod(o).volumes[0].name = 'socket';
    },
    'volume',
  ),
  aiworker(
    'a name that is too long',
    'CronJob/preview-cleanup',
    (o) => {
      o.metadata.name = 'preview-cleanup-'.repeat(4).slice(0, -1);
    },
    'names',
  ),
  aiworker(
    'a duplicate object',
    'Service/loki',
    (o, others) => {
      others.push(structuredClone(o));
    },
    'duplicate-object',
  ),
  // Errors that no rule reports.
  aiworker(
    'a misspelt annotation of the controller',
    'Ingress/backend-ingress',
    (o) => {
      o.metadata.annotations['nginx.ingress.kubernetes.io/proxy-read-timeouts'] = '3600';
      delete o.metadata.annotations['nginx.ingress.kubernetes.io/proxy-read-timeout'];
    },
    undefined,
    'annotations have no schema (the tests of the renderer check them)',
  ),
  aiworker(
    'a probe with a path that does not exist',
    'Deployment/aiworker-backend',
    (o) => {
      first(o).readinessProbe.httpGet.path = '/helth';
    },
    undefined,
    'only the program knows its paths',
  ),
  aiworker(
    'a misspelt image',
    'StatefulSet/redis',
    (o) => {
      first(o).image = 'docker.io/library/rediss:8.8.3';
    },
    undefined,
    'only the registry knows its images',
  ),
  aiworker(
    'a misspelt variable',
    'StatefulSet/mysql',
    (o) => {
      first(o).env[0].name = 'MYSQL_DATABSE';
    },
    undefined,
    'only the program knows its variables',
  ),
  aiworker(
    'a misspelt host',
    'Ingress/git-ingress',
    (o) => {
      o.spec.rules[0].host = 'gi.aiworker.dev';
      o.spec.tls = [{ hosts: ['gi.aiworker.dev'] }];
    },
    undefined,
    'the rules do not know the intended hosts',
  ),
  aiworker(
    'a missing permission',
    'ClusterRole/kube-state-metrics',
    (o) => {
      o.rules[0].verbs = ['get'];
    },
    undefined,
    'only the program knows its requests',
  ),
  aiworker(
    'a misspelt label in the configuration of Prometheus',
    'ConfigMap/prometheus-config',
    (o) => {
      for (const key of Object.keys(o.data)) o.data[key] = o.data[key].replaceAll('app=loki', 'app=lokki');
    },
    undefined,
    'of the text in a ConfigMap, the rules read only addresses of Services',
  ),
];
