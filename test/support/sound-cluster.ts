import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import {
  type ClusterFacts,
  type Network,
  NO_PROVIDER,
  type NodePool,
  type PlacedObject,
} from '../../lib/checks/engine/cluster-facts';
import type { Rule } from '../../lib/checks/engine/rule';
import { type CheckResult, runChecks } from '../../lib/checks/engine/run-checks';
import { RULES } from '../../lib/checks/rules';
import { acceptedRisks } from '../../lib/core/accept-risk';
import { ClusterBase } from '../../lib/core/cluster-base';
import { placeIn, Stage } from '../../lib/core/placement';
import { TopologyApp } from '../../lib/core/topology-app';
import { factsOf } from '../../lib/synth';
import { NETWORK } from './test-cluster';

const NAME = { web: 'web', db: 'db', controller: 'controller' } as const;

/** The pod fields that the Pod Security level `restricted` requires. */
const SECURE = { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } };
const RESOURCES = {
  requests: { cpu: '100m', memory: '128Mi' },
  limits: { cpu: '200m', memory: '256Mi' },
};

/** A container that violates no rule. */
export function container(name: string, image: string, more: object): object {
  const securityContext = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };
  return { name, image, resources: RESOURCES, securityContext, ...more };
}

/**
 * A small cluster with objects for every rule, none of which is violated: a shop with a web server and a database, and an
 * ingress controller.
 */
export class SoundCluster extends ClusterBase {
  constructor(scope: TopologyApp, network: Partial<Network> = {}) {
    super(scope, 'test', {
      network: { ...NETWORK, ...network },
      nodes: [{ name: 'general', count: 2, cpu: '2', memory: '4Gi' }],
      kubernetesVersion: '1.36',
      // A copy: a test may change it.
      provider: { ...NO_PROVIDER },
    });
    const edge = this.addNamespace({ name: 'edge', podSecurity: 'restricted' });
    const shop = this.addNamespace({
      name: 'shop',
      podSecurity: 'restricted',
      quota: { requests: { cpu: '1', memory: '1Gi' }, limits: { cpu: '2', memory: '2Gi' }, pods: 8 },
      limits: {
        min: { cpu: '50m', memory: '64Mi' },
        max: { cpu: '1', memory: '1Gi' },
        default: { cpu: '200m', memory: '256Mi' },
        defaultRequest: { cpu: '100m', memory: '128Mi' },
      },
    });
    const web = shop.pods({ app: NAME.web }, { port: 8080 });
    const db = shop.pods({ app: NAME.db }, { port: 5432 });
    const controller = edge.pods({ app: NAME.controller }, { port: 8443 });
    this.isolation.allow({ from: controller, to: web, because: 'the controller forwards requests' });
    this.isolation.allow({ from: web, to: db, because: 'orders are stored' });
    this.isolation.allowApiServer({ from: web, because: 'the web server reads its settings' });
    const solver = shop.pods({ 'acme.cert-manager.io/http01-solver': 'true' }, { port: 8089 });
    this.isolation.allow({ from: controller, to: solver, because: 'certificates are validated by HTTP-01' });
    this.expectSecret({
      namespace: shop,
      name: 'db-credentials',
      keys: { password: 'a random password' },
      purpose: 'the web server logs in to the database',
    });
    placeIn(this.all, Stage.workloads, 'all');
    this.addPlatform();
    this.addEdge();
    this.addShop();
  }

  private readonly all = new Construct(this, 'all');

  private make(
    id: string,
    apiVersion: string,
    kind: string,
    namespace: string | undefined,
    rest: object,
  ): void {
    new ApiObject(this.all, id, {
      apiVersion,
      kind,
      metadata: { name: id.split('.')[0] ?? id, namespace },
      ...rest,
    });
  }

  private addEdge(): void {
    this.make('nginx', 'networking.k8s.io/v1', 'IngressClass', undefined, {
      spec: { controller: 'k8s.io/ingress-nginx' },
    });
    this.make('settings', 'v1', 'ConfigMap', 'edge', { data: { 'enable-brotli': 'false' } });
    this.make('controller', 'apps/v1', 'Deployment', 'edge', {
      spec: {
        replicas: 1,
        selector: { matchLabels: { app: NAME.controller } },
        template: {
          metadata: { labels: { app: NAME.controller } },
          spec: {
            automountServiceAccountToken: false,
            securityContext: SECURE,
            containers: [
              container('controller', 'registry.example/ingress-nginx/controller:v1', {
                env: [
                  { name: 'POD_NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
                ],
                args: ['--configmap=$(POD_NAMESPACE)/settings'],
                ports: [{ name: 'https', containerPort: 8443 }],
              }),
            ],
          },
        },
      },
    });
  }

  /** The parts that a provider of clusters makes. */
  private addPlatform(): void {
    this.make('standard', 'storage.k8s.io/v1', 'StorageClass', undefined, {
      metadata: {
        name: 'standard',
        annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' },
      },
      provisioner: 'disk.csi.example',
    });
    this.make('metrics', 'apiregistration.k8s.io/v1', 'APIService', undefined, {
      metadata: { name: 'v1beta1.metrics.k8s.io' },
      spec: {
        group: 'metrics.k8s.io',
        version: 'v1beta1',
        groupPriorityMinimum: 100,
        versionPriority: 100,
        insecureSkipTLSVerify: true,
        service: { name: 'metrics-server', namespace: 'kube-system' },
      },
    });
  }

  private addShop(): void {
    this.make('letsencrypt', 'cert-manager.io/v1', 'ClusterIssuer', undefined, {
      spec: {
        acme: {
          server: 'https://acme.example/directory',
          privateKeySecretRef: { name: 'account' },
          solvers: [{ http01: { ingress: { ingressClassName: 'nginx' } } }],
        },
      },
    });
    this.make('shop-tls', 'cert-manager.io/v1', 'Certificate', 'shop', {
      spec: {
        secretName: 'shop-tls',
        dnsNames: ['shop.example'],
        issuerRef: { kind: 'ClusterIssuer', name: 'letsencrypt' },
      },
    });
    this.make('web-settings', 'v1', 'ConfigMap', 'shop', { data: { THEME: 'dark' } });
    this.make('web.account', 'v1', 'ServiceAccount', 'shop', {});
    this.make('web.role', 'rbac.authorization.k8s.io/v1', 'Role', 'shop', {
      rules: [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get'] }],
    });
    this.make('web.binding', 'rbac.authorization.k8s.io/v1', 'RoleBinding', 'shop', {
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'web' },
      subjects: [{ kind: 'ServiceAccount', name: 'web', namespace: 'shop' }],
    });
    this.make('web.deployment', 'apps/v1', 'Deployment', 'shop', {
      spec: {
        selector: { matchLabels: { app: NAME.web } },
        template: {
          metadata: { labels: { app: NAME.web } },
          spec: {
            serviceAccountName: 'web',
            automountServiceAccountToken: true,
            securityContext: SECURE,
            containers: [
              container('web', 'registry.example/web:1.0', {
                ports: [{ name: 'http', containerPort: 8080 }],
                readinessProbe: { httpGet: { path: '/', port: 8080 } },
                envFrom: [{ configMapRef: { name: 'web-settings' } }],
                env: [
                  { name: 'DATABASE', value: 'postgres://db.shop.svc:5432/orders' },
                  {
                    name: 'PASSWORD',
                    valueFrom: { secretKeyRef: { name: 'db-credentials', key: 'password' } },
                  },
                ],
                volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
              }),
            ],
            volumes: [{ name: 'tmp', emptyDir: {} }],
          },
        },
      },
    });
    this.make('web.autoscaler', 'autoscaling/v2', 'HorizontalPodAutoscaler', 'shop', {
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
        minReplicas: 2,
        maxReplicas: 4,
        metrics: [
          {
            type: 'Resource',
            resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } },
          },
        ],
      },
    });
    this.make('web.budget', 'policy/v1', 'PodDisruptionBudget', 'shop', {
      spec: { minAvailable: 1, selector: { matchLabels: { app: NAME.web } } },
    });
    this.make('web.service', 'v1', 'Service', 'shop', {
      spec: { selector: { app: NAME.web }, ports: [{ name: 'http', port: 80, targetPort: 'http' }] },
    });
    this.make('web.ingress', 'networking.k8s.io/v1', 'Ingress', 'shop', {
      spec: {
        ingressClassName: 'nginx',
        tls: [{ hosts: ['shop.example'], secretName: 'shop-tls' }],
        rules: [
          {
            host: 'shop.example',
            http: {
              paths: [
                {
                  path: '/',
                  pathType: 'Prefix',
                  backend: { service: { name: 'web', port: { number: 80 } } },
                },
              ],
            },
          },
        ],
      },
    });
    this.make('db.set', 'apps/v1', 'StatefulSet', 'shop', {
      spec: {
        serviceName: 'db',
        replicas: 1,
        selector: { matchLabels: { app: NAME.db } },
        template: {
          metadata: { labels: { app: NAME.db } },
          spec: {
            automountServiceAccountToken: false,
            securityContext: SECURE,
            containers: [
              container('db', 'registry.example/db:1.0', {
                ports: [{ name: 'sql', containerPort: 5432 }],
                volumeMounts: [{ name: 'data', mountPath: '/data' }],
              }),
            ],
          },
        },
        volumeClaimTemplates: [
          {
            metadata: { name: 'data' },
            spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
          },
        ],
      },
    });
    this.make('db.service', 'v1', 'Service', 'shop', {
      spec: { clusterIP: 'None', selector: { app: NAME.db }, ports: [{ name: 'sql', port: 5432 }] },
    });
  }
}

/** An object of the sound cluster, for changes. */
// biome-ignore lint/suspicious/noExplicitAny: tests change objects of every kind
export type Breakable = any;

/** The means of a test to change the rendered objects of the sound cluster. */
export interface Workshop {
  /** The object of a kind and name. @throws Error if there is none */
  find(kind: string, name: string): Breakable;
  /** The first container of a workload. */
  container(kind: string, name: string): Breakable;
  remove(kind: string, name: string): void;
  add(object: object): void;
  readonly cluster: SoundCluster;
}

/** A policy of the shop, besides those of the declared connections. */
export function addPolicy({ add }: Workshop, spec: object): void {
  add({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'further', namespace: 'shop' },
    spec: { podSelector: {}, policyTypes: ['Ingress'], ...spec },
  });
}

/** Declares a Secret of the shop that a person creates. */
export function expectSecret({ cluster }: Workshop, name: string, ...keys: string[]): void {
  cluster.expectSecret({
    namespace: { name: 'shop' },
    name,
    keys: Object.fromEntries(keys.map((key) => [key, 'a value'])),
    purpose: 'a test',
  });
}

/** A sound cluster and its objects. */
interface Rendered {
  readonly cluster: SoundCluster;
  readonly facts: ClusterFacts;
}

function rendered(network?: Partial<Network>): Rendered {
  const app = new TopologyApp();
  const cluster = new SoundCluster(app, network);
  const [facts] = factsOf(app);
  if (facts === undefined) throw new Error('the sound cluster has no objects');
  return { cluster, facts };
}

/** The sound cluster of all tests that change neither its constructs nor its network. */
let unchanged: Rendered | undefined;
function sound(): Rendered {
  unchanged ??= rendered();
  return unchanged;
}

/** The means to change a sound cluster, and its facts at any time. */
function openWorkshop(network?: Partial<Network>): { workshop: Workshop; current: () => ClusterFacts } {
  let { cluster, facts } = network ? rendered(network) : sound();
  const objects = [...facts.objects];
  // Others are those of sound(), which a test must not change.
  const own = new Set<object>();
  const indexOf = (kind: string, name: string): number => {
    const index = objects.findIndex(({ json }) => {
      const object = json as Breakable;
      return object.kind === kind && object.metadata.name === name;
    });
    if (index === -1) throw new Error(`the sound cluster has no ${kind} ${name}`);
    return index;
  };
  const find = (kind: string, name: string): Breakable => {
    const index = indexOf(kind, name);
    const { json, ...rest } = objects[index] as PlacedObject;
    if (own.has(json)) return json as Breakable;
    const copy = structuredClone(json);
    own.add(copy);
    objects[index] = { ...rest, json: copy };
    return copy as Breakable;
  };
  const workshop: Workshop = {
    get cluster() {
      if (cluster === sound().cluster) ({ cluster, facts } = rendered());
      return cluster;
    },
    find,
    container: (kind, name) => find(kind, name).spec.template.spec.containers[0],
    remove: (kind, name) => objects.splice(indexOf(kind, name), 1),
    add: (json) => {
      own.add(json);
      objects.push({ path: 'test', file: 'test/50-all.k8s.yaml', json });
    },
  };
  const current = (): ClusterFacts => ({
    ...facts,
    objects,
    acceptedRisks: acceptedRisks(cluster),
    connections: cluster.isolation.connections,
    components: cluster.components,
    expectedSecrets: cluster.expectedSecrets,
  });
  return { workshop, current };
}

/** The facts of the sound cluster after a change. */
export function soundFacts(change: (workshop: Workshop) => void = () => {}): ClusterFacts {
  const { workshop, current } = openWorkshop();
  change(workshop);
  return current();
}

/** The findings of the checks in the sound cluster after a change; `all` has the errors and the warnings. */
export function checkBroken(
  change: (workshop: Workshop) => void = () => {},
  options: {
    readonly today?: Date;
    readonly network?: Partial<Network>;
    readonly nodes?: readonly NodePool[];
    readonly rules?: readonly Rule[];
    readonly previous?: (file: string) => readonly object[];
    /** Changes the cluster before the previous content of dist/ is copied from it. @default there was no file */
    readonly before?: (workshop: Workshop) => void;
  } = {},
): CheckResult & { readonly all: readonly string[] } {
  const { today, network, nodes, rules = RULES, before } = options;
  const { workshop, current } = openWorkshop(network);
  let { previous } = options;
  if (before) {
    before(workshop);
    const copy = structuredClone(current().objects.map(({ file, json }) => ({ file, json })));
    previous = (name) => copy.filter(({ file }) => file === name).map(({ json }) => json);
  }
  change(workshop);
  const facts = current();
  const clusters = [{ ...facts, nodes: nodes ?? facts.nodes, previous: previous ?? facts.previous }];
  const result = runChecks({ clusters, today, rules });
  return { ...result, all: [...result.errors, ...result.warnings] };
}
