// biome-ignore lint/suspicious/noExplicitAny: a mutation reaches into every kind of object
export type Json = any;

/** What is broken, in which object of which cluster, and which rule is to say so; undefined for none, and why. */
export interface Mutation {
  readonly what: string;
  readonly cluster: string;
  /** `Kind/name` or `Kind/namespace/name`. */
  readonly object: string;
  readonly change: (object: Json, others: Json[]) => void;
  readonly caughtBy?: string;
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

/** Slips of the kind that people make, each in one place of what the shipped clusters write. */
export const MUTATIONS: readonly Mutation[] = [
  // Names that something else relies on.
  aiworker(
    'the backend’s Service renamed',
    'Service/aiworker-backend',
    (o) => {
      o.metadata.name = 'backend';
    },
    'ingress-backend',
  ),
  aiworker(
    'the database’s Service renamed',
    'Service/mysql',
    (o) => {
      o.metadata.name = 'database';
    },
    'service-host',
  ),
  aiworker(
    'Loki’s Service renamed',
    'Service/loki',
    (o) => {
      o.metadata.name = 'logs';
    },
    'service-host',
  ),
  aiworker('a preview’s Service gone', 'Service/my-project-preview', remove, 'ingress-backend'),
  algesta(
    'a microservice’s Service renamed',
    'Service/ms-orders-production',
    (o) => {
      o.metadata.name = 'orders';
    },
    'service-host',
  ),
  arcana('mercury’s Service gone', 'Service/mercury', remove, 'ingress-backend'),
  arcana(
    'metrics-server’s Service renamed',
    'Service/metrics-server',
    (o) => {
      o.metadata.name = 'metrics';
    },
    'object-reference',
  ),
  aiworker('the IngressClass gone', 'IngressClass/nginx', remove, 'class'),
  aiworker('the issuer gone', 'ClusterIssuer/letsencrypt-prod', remove, 'issuer'),
  dev(
    'the issuer misspelt on an Ingress',
    'Ingress/ingress-development',
    (o) => {
      o.metadata.annotations['cert-manager.io/cluster-issuer'] = 'letsencrypt';
    },
    'issuer',
  ),
  aiworker(
    'the wildcard certificate into another secret',
    'Certificate/wildcard-aiworker',
    (o) => {
      o.spec.secretName = 'wildcard';
    },
    'secret-reference',
  ),
  aiworker('the headers’ ConfigMap gone', 'ConfigMap/frontend-ingress-headers', remove, 'config-reference'),
  aiworker(
    'the controller’s settings renamed',
    'ConfigMap/ingress-nginx-controller',
    (o) => {
      o.metadata.name = 'settings';
    },
    'config-reference',
  ),
  aiworker(
    'Prometheus’s configuration renamed',
    'ConfigMap/prometheus-config',
    (o) => {
      o.metadata.name = 'prometheus';
    },
    'pod-reference',
  ),
  algesta('a service’s settings gone', 'ConfigMap/ms-provider-production', remove, 'pod-reference'),
  aiworker('a service account gone', 'ServiceAccount/preview-cleanup', remove, 'pod-reference'),
  aiworker(
    'a secret misspelt',
    'StatefulSet/mysql',
    (o) => {
      first(o).env[2].valueFrom.secretKeyRef.name = 'mysql-secret';
    },
    'pod-reference',
  ),
  aiworker(
    'a secret’s key misspelt',
    'StatefulSet/mysql',
    (o) => {
      first(o).env[3].valueFrom.secretKeyRef.key = 'rootPassword';
    },
    'pod-reference',
  ),
  aiworker('a role gone', 'ClusterRole/prometheus', remove, 'role'),
  arcana(
    'a binding for another account',
    'ClusterRoleBinding/metrics-server',
    (o) => {
      o.subjects[0].name = 'metrics';
    },
    'role',
  ),
  aiworker('an admission policy gone', 'ValidatingAdmissionPolicy/aiworker-pods', remove, 'object-reference'),
  aiworker('a namespace gone', 'Namespace/agents', remove, 'namespace'),
  aiworker(
    'an object in default',
    'ConfigMap/loki-config',
    (o) => {
      o.metadata.namespace = 'default';
    },
    'namespace',
  ),
  aiworker(
    'no namespace',
    'Deployment/aiworker-workers',
    (o) => {
      delete o.metadata.namespace;
    },
    'namespace',
  ),
  // Labels and selectors.
  aiworker(
    'another label on the backend’s pods',
    'Deployment/aiworker-backend',
    (o) => {
      o.spec.template.metadata.labels.app = 'backend';
    },
    'service-pods',
  ),
  aiworker(
    'a selector that picks other pods',
    'Service/redis',
    (o) => {
      o.spec.selector.app = 'cache';
    },
    'service-pods',
  ),
  algesta(
    'a label of the environment gone',
    'Deployment/ms-orders-production',
    (o) => {
      delete o.spec.template.metadata.labels.environment;
    },
    'service-pods',
  ),
  aiworker(
    'a budget for other pods',
    'PodDisruptionBudget/my-project-production/app-pdb',
    (o) => {
      o.spec.selector.matchLabels.app = 'project';
    },
    'disruption-budget',
  ),
  algesta(
    'an autoscaler for another Deployment',
    'HorizontalPodAutoscaler/ms-orders-production-hpa',
    (o) => {
      o.spec.scaleTargetRef.name = 'ms-orders';
    },
    'autoscaler',
  ),
  // Ports.
  aiworker(
    'another Service port',
    'Service/aiworker-frontend',
    (o) => {
      o.spec.ports[0].port = 8080;
    },
    'ingress-backend',
  ),
  aiworker(
    'a target port that nobody listens on',
    'Service/gitea',
    (o) => {
      o.spec.ports[0].targetPort = 3001;
    },
    'service-pods',
  ),
  arcana(
    'another container port',
    'Deployment/mercury',
    (o) => {
      first(o).ports[0].containerPort = 9999;
      first(o).ports[0].name = 'other';
    },
    'service-pods',
  ),
  aiworker(
    'an Ingress to another port',
    'Ingress/git-ingress',
    (o) => {
      backend(o).port.number = 22;
    },
    'ingress-backend',
  ),
  aiworker(
    'a probe on another port',
    'Deployment/aiworker-backend',
    (o) => {
      first(o).livenessProbe.httpGet.port = 3001;
    },
    'probe-port',
  ),
  // Hosts.
  aiworker(
    'two Ingresses of one host',
    'Ingress/frontend-ingress',
    (o) => {
      o.spec.rules[0].host = 'api.aiworker.dev';
    },
    'ingress-host',
  ),
  dev(
    'TLS for a host that is not routed',
    'Ingress/ingress-testing',
    (o) => {
      o.spec.tls[0].hosts[0] = 'algesta.example';
    },
    'ingress-host',
  ),
  // Isolation.
  aiworker(
    'the database’s ingress rules gone',
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
    'previews’ policy without the controller',
    'NetworkPolicy/preview-task-abc123/preview-isolation',
    (o) => {
      o.spec.ingress = [];
    },
    'blocked-connection',
  ),
  aiworker(
    'a namespace without default deny',
    'NetworkPolicy/gitea/default-deny',
    (o) => {
      o.spec.policyTypes = ['Ingress'];
    },
    undefined,
    'the namespace’s other policy for all pods denies egress as well',
  ),
  algesta(
    'default deny gone',
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
    'ten times the replicas',
    'Deployment/aiworker-workers',
    (o) => {
      o.spec.replicas = 20;
    },
    'quota',
  ),
  aiworker(
    'a request without its unit',
    'Deployment/aiworker-backend',
    (o) => {
      first(o).resources.requests.cpu = '500';
    },
    'limit-range',
  ),
  aiworker(
    'a quota of a tenth',
    'ResourceQuota/monitoring-quota',
    (o) => {
      o.spec.hard['requests.memory'] = '800Mi';
    },
    'quota',
  ),
  arcana(
    'more memory than the node has',
    'Deployment/mercury',
    (o) => {
      first(o).resources.requests.memory = '64Gi';
      first(o).resources.limits.memory = '64Gi';
    },
    'node-capacity',
  ),
  algesta(
    'limits gone',
    'Deployment/api-gateway-production',
    (o) => {
      first(o).resources = { requests: { cpu: '3' } };
    },
    'limit-range',
  ),
  // Security.
  algesta(
    'latest',
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
    'host-access',
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
    'a role that may do everything',
    'ClusterRole/preview-cleanup',
    (o) => {
      o.rules[0].verbs = ['*'];
    },
    'wildcard-rbac',
  ),
  aiworker(
    'a token where none is needed',
    'StatefulSet/redis',
    (o) => {
      delete pod(o).automountServiceAccountToken;
    },
    'unused-token',
  ),
  // Objects.
  aiworker(
    'a field misspelt',
    'Deployment/aiworker-mcp-server',
    (o) => {
      first(o).readinesProbe = first(o).readinessProbe;
      delete first(o).readinessProbe;
    },
    'schema',
  ),
  arcana(
    'a number that is text',
    'HorizontalPodAutoscaler/mercury',
    (o) => {
      o.spec.maxReplicas = '3';
    },
    'schema',
  ),
  aiworker(
    'a volume renamed',
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
    'an object twice',
    'Service/loki',
    (o, others) => {
      others.push(structuredClone(o));
    },
    'duplicate-object',
  ),
  // What no rule sees.
  aiworker(
    'a misspelt annotation of the controller',
    'Ingress/backend-ingress',
    (o) => {
      o.metadata.annotations['nginx.ingress.kubernetes.io/proxy-read-timeouts'] = '3600';
      delete o.metadata.annotations['nginx.ingress.kubernetes.io/proxy-read-timeout'];
    },
    undefined,
    'annotations have no schema; the renderer’s own tests hold them',
  ),
  aiworker(
    'a probe on a path that does not exist',
    'Deployment/aiworker-backend',
    (o) => {
      first(o).readinessProbe.httpGet.path = '/helth';
    },
    undefined,
    'only the program knows its paths',
  ),
  aiworker(
    'an image of another name',
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
    'another host',
    'Ingress/frontend-ingress',
    (o) => {
      o.spec.rules[0].host = 'ap.aiworker.dev';
      o.spec.tls = [{ hosts: ['ap.aiworker.dev'], secretName: 'frontend-tls' }];
    },
    undefined,
    'any host is as good as another to a cluster',
  ),
  aiworker(
    'a right too few',
    'ClusterRole/kube-state-metrics',
    (o) => {
      o.rules[0].verbs = ['get'];
    },
    undefined,
    'only the program knows what it asks for',
  ),
  aiworker(
    'scraped pods’ label misspelt in Prometheus’s configuration',
    'ConfigMap/prometheus-config',
    (o) => {
      for (const key of Object.keys(o.data)) o.data[key] = o.data[key].replaceAll('app=loki', 'app=lokki');
    },
    undefined,
    'what is in a ConfigMap is text to the rules, addresses of Services aside',
  ),
];
