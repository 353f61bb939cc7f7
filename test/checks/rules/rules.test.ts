import { RULES } from '../../../lib/checks/rules';
import { acceptRisk } from '../../../lib/core/accept-risk';
import { checkBroken, type Workshop } from '../../support/sound-cluster';

type Options = Parameters<typeof checkBroken>[1];

/** A rule, how the sound cluster is broken, and all that the rule then says. */
type Row = [
  rule: string,
  what: string,
  change: (workshop: Workshop) => void,
  says: string[],
  options?: Options,
];

const ROWS: Row[] = [
  [
    'schema',
    'a misspelt field',
    ({ container }) => {
      container('Deployment', 'web').imag = 'x';
    },
    [
      'test/all/web.deployment: test/50-all.k8s.yaml: Deployment shop/web: spec.template.spec.containers[0].imag: unknown field, which an API server rejects or drops: did you mean "image"? [schema]',
    ],
  ],
  [
    'names',
    'a label that is none',
    ({ find }) => {
      find('Service', 'web').metadata.labels.tier = 'front end';
    },
    [
      'test/all/web.service: test/50-all.k8s.yaml: Service shop/web: metadata.labels["tier"] is "front end": not a valid label value: use at most 63 letters, digits, hyphens, dots and underscores, with a letter or digit at both ends [names]',
    ],
  ],
  [
    'duplicate-object',
    'an object made twice',
    ({ add, find }) => add(structuredClone(find('Service', 'db'))),
    [
      'test: test/50-all.k8s.yaml: Service shop/db: test/all/db.service (test/50-all.k8s.yaml) makes the same object: rename or remove one of them [duplicate-object]',
    ],
  ],
  [
    'immutable-fields',
    'a changed selector',
    () => {},
    [
      'test/all/db.set: test/50-all.k8s.yaml: StatefulSet shop/db: spec.selector is {"matchLabels":{"app":"db"}}: the field cannot be changed from null: undo the change, or run "kubectl delete statefulset -n shop db --cascade=orphan" before the apply [immutable-fields]',
      'test/all/db.set: test/50-all.k8s.yaml: StatefulSet shop/db: spec.serviceName is "db": the field cannot be changed from "database": undo the change, or run "kubectl delete statefulset -n shop db --cascade=orphan" before the apply [immutable-fields]',
      'test/all/db.set: test/50-all.k8s.yaml: StatefulSet shop/db: spec.volumeClaimTemplates is [{"metadata":{"name":"data"},"spec":{"accessModes":["ReadWriteOnce"],"resources…: the field cannot be changed from null: undo the change, or run "kubectl delete statefulset -n shop db --cascade=orphan" before the apply [immutable-fields]',
    ],
    {
      previous: () => [
        {
          apiVersion: 'apps/v1',
          kind: 'StatefulSet',
          metadata: { name: 'db', namespace: 'shop' },
          spec: { serviceName: 'database' },
        },
      ],
    },
  ],
  [
    'namespace',
    'an object in default',
    ({ find }) => {
      find('ConfigMap', 'settings').metadata.namespace = 'default';
    },
    [
      'test/all/settings: test/50-all.k8s.yaml: ConfigMap default/settings: metadata.namespace is "default": namespace default is not allowed: state another one [namespace]',
    ],
  ],
  [
    'namespace',
    'an object in a namespace that nobody makes',
    ({ find }) => {
      find('ConfigMap', 'settings').metadata.namespace = 'shops';
    },
    [
      'test/all/settings: test/50-all.k8s.yaml: ConfigMap shops/settings: metadata.namespace is "shops": Namespace shops not found: create it, or use one of edge, shop [namespace]',
    ],
  ],
  [
    'selector',
    'a selector that misses its own pods',
    ({ find }) => {
      find('Deployment', 'web').spec.selector.matchLabels.app = 'website';
    },
    [
      'test/all/web.deployment: test/50-all.k8s.yaml: Deployment shop/web: spec.selector is {"matchLabels":{"app":"website"}}: does not match the labels of its own pods: use {"app":"web"} [selector]',
    ],
  ],
  [
    'volume',
    'a mount of no volume',
    ({ find }) => {
      find('Deployment', 'web').spec.template.spec.volumes[0].name = 'temp';
    },
    [
      'test/all/web.deployment: test/50-all.k8s.yaml: Deployment shop/web: spec.template.spec.containers[0].volumeMounts[0].name is "tmp": the pod has no volume "tmp": add it, or use one of temp [volume]',
    ],
  ],
  [
    'probe-port',
    'a probe on another port',
    ({ container }) => {
      container('Deployment', 'web').readinessProbe.httpGet.port = 8081;
    },
    [
      'test/all/web.deployment: test/50-all.k8s.yaml: Deployment shop/web: spec.template.spec.containers[0].readinessProbe.httpGet.port is 8081: the container does not declare the port: declare it, or use one of 8080 (http) [probe-port]',
    ],
  ],
  [
    'pod-reference',
    'a ConfigMap that is gone',
    ({ remove }) => remove('ConfigMap', 'web-settings'),
    [
      'test/all/web.deployment: test/50-all.k8s.yaml: Deployment shop/web: spec.template.spec.containers[0].envFrom[0].configMapRef.name is "web-settings": ConfigMap shop/web-settings not found: create it [pod-reference]',
    ],
  ],
  [
    'pod-reference',
    'a key that a secret does not have',
    ({ container }) => {
      container('Deployment', 'web').env[1].valueFrom.secretKeyRef.key = 'pass';
    },
    [
      'test/all/web.deployment: test/50-all.k8s.yaml: Deployment shop/web: spec.template.spec.containers[0].env[1].valueFrom.secretKeyRef is "db-credentials": Secret shop/db-credentials has no key "pass": add it, or use one of password [pod-reference]',
    ],
  ],
  [
    'object-reference',
    'a headless Service that is gone',
    ({ find }) => {
      find('StatefulSet', 'db').spec.serviceName = 'database';
    },
    [
      'test/all/db.set: test/50-all.k8s.yaml: StatefulSet shop/db: spec.serviceName is "database": Service shop/database not found: create it, or use one of db, web [object-reference]',
    ],
  ],
  [
    'service-pods',
    'a selector that picks nothing',
    ({ find }) => {
      find('Service', 'web').spec.selector.app = 'website';
    },
    [
      'test/all/web.service: test/50-all.k8s.yaml: Service shop/web: spec.selector is {"app":"website"}: no pod template in shop has these labels: use the labels of one of Deployment shop/web, StatefulSet shop/db [service-pods]',
    ],
  ],
  [
    'service-pods',
    'a target port that nobody listens on',
    ({ find }) => {
      find('Service', 'db').spec.ports[0].targetPort = 3306;
    },
    [
      'test/all/db.service: test/50-all.k8s.yaml: Service shop/db: spec.ports[0].targetPort is 3306: StatefulSet shop/db, which the selector matches, does not declare the TCP port: declare it, or use one of 5432 (sql) [service-pods]',
    ],
  ],
  [
    'service-host',
    'a renamed Service',
    ({ find }) => {
      find('Service', 'db').metadata.name = 'database';
    },
    [
      'test/all/web.deployment: test/50-all.k8s.yaml: Deployment shop/web: spec.template.spec.containers[0].env[0].value is "db.shop.svc:5432": Service shop/db not found: create it, or use one of database, web [service-host]',
    ],
  ],
  [
    'ingress-backend',
    'a Service that is gone',
    ({ remove }) => remove('Service', 'web'),
    [
      'test/all/web.ingress: test/50-all.k8s.yaml: Ingress shop/web: spec.rules[0].http.paths[0].backend.service.name is "web": Service shop/web not found: create it, or use one of db [ingress-backend]',
    ],
  ],
  [
    'ingress-backend',
    'a port that the Service does not have',
    ({ find }) => {
      find('Service', 'web').spec.ports[0].port = 8080;
    },
    [
      'test/all/web.ingress: test/50-all.k8s.yaml: Ingress shop/web: spec.rules[0].http.paths[0].backend.service.port is 80: Service shop/web has no port 80: add it, or use one of 8080 (http) [ingress-backend]',
    ],
  ],
  [
    'ingress-host',
    'a host of two owners',
    ({ add, find }) => {
      const other = structuredClone(find('Ingress', 'web'));
      other.metadata.name = 'other';
      add(other);
    },
    [
      'test: test/50-all.k8s.yaml: Ingress shop/other: spec.rules[0].http.paths[0] is "shop.example/": Ingress shop/web (test/all/web.ingress) has the same route: change one of them [ingress-host]',
    ],
  ],
  [
    'class',
    'a class that is gone',
    ({ remove }) => remove('IngressClass', 'nginx'),
    [
      'test/all/web.ingress: test/50-all.k8s.yaml: Ingress shop/web: spec.ingressClassName is "nginx": IngressClass nginx not found: create it [class]',
    ],
  ],
  [
    'issuer',
    'an issuer that is gone',
    ({ remove }) => remove('ClusterIssuer', 'letsencrypt'),
    [
      'test/all/shop-tls: test/50-all.k8s.yaml: Certificate shop/shop-tls: spec.issuerRef.name is "letsencrypt": ClusterIssuer letsencrypt not found: create it [issuer]',
    ],
  ],
  [
    'secret-reference',
    'a certificate that is gone',
    ({ remove }) => remove('Certificate', 'shop-tls'),
    [
      'test/all/web.ingress: test/50-all.k8s.yaml: Ingress shop/web: spec.tls[0].secretName is "shop-tls": Secret shop/shop-tls not found: declare it with cluster.expectSecret() or order a Certificate, or use one of db-credentials [secret-reference]',
    ],
  ],
  [
    'config-reference',
    'settings that are gone',
    ({ remove }) => remove('ConfigMap', 'settings'),
    [
      'test/all/controller: test/50-all.k8s.yaml: Deployment edge/controller: spec.template.spec.containers[0].args[0] is "edge/settings": ConfigMap edge/settings not found: create it [config-reference]',
    ],
  ],
  [
    'role',
    'a role that is gone',
    ({ remove }) => remove('Role', 'web'),
    [
      'test/all/web.binding: test/50-all.k8s.yaml: RoleBinding shop/web: roleRef.name is "web": Role shop/web not found: create it [role]',
    ],
  ],
  [
    'autoscaler',
    'replicas beside an autoscaler',
    ({ find }) => {
      find('Deployment', 'web').spec.replicas = 2;
    },
    [
      'test/all/web.deployment: test/50-all.k8s.yaml: Deployment shop/web: spec.replicas is 2: every apply would reset the replicas that HorizontalPodAutoscaler shop/web has set: remove the field [autoscaler]',
    ],
  ],
  [
    'disruption-budget',
    'a budget that lets none go',
    ({ find }) => {
      find('PodDisruptionBudget', 'web').spec.minAvailable = 2;
    },
    [
      'test/all/web.budget: test/50-all.k8s.yaml: PodDisruptionBudget shop/web: spec.minAvailable is 2: none of the 2 pods of Deployment shop/web can be evicted: add a replica, or lower it [disruption-budget]',
    ],
  ],
  [
    'limit-range',
    'a limit above the maximum',
    ({ container }) => {
      container('Deployment', 'web').resources.limits.cpu = '2';
    },
    [
      'test/all/web.deployment: test/50-all.k8s.yaml: Deployment shop/web: spec.template.spec.containers[0].resources.limits.cpu is "2": exceeds the maximum 1 of LimitRange shop/shop-limits: lower it [limit-range]',
    ],
  ],
  [
    'quota',
    'more pods than the quota counts',
    ({ find }) => {
      find('ResourceQuota', 'shop-quota').spec.hard.pods = '2';
    },
    [
      'test/namespaces/shop/quota: test/00-namespaces.k8s.yaml: ResourceQuota shop/shop-quota: spec.hard: at the minimum, the pods need pods 3 of 2: raise the quota, or reduce the requests and limits [quota]',
    ],
  ],
  [
    'quota',
    'no room for the pods of a rollout',
    ({ find }) => {
      find('ResourceQuota', 'shop-quota').spec.hard['requests.cpu'] = '300m';
    },
    [
      'test/namespaces/shop/quota: test/00-namespaces.k8s.yaml: ResourceQuota shop/shop-quota: spec.hard: while all workloads roll out at once, the pods need requests.cpu 400m of 300m: raise the quota, or set maxSurge to 0 [quota]',
      "test/namespaces/shop/quota: test/00-namespaces.k8s.yaml: ResourceQuota shop/shop-quota: spec.hard: at the autoscalers' maximum, the pods need requests.cpu 500m of 300m: raise the quota, or lower maxReplicas [quota]",
    ],
  ],
  [
    'quota',
    'no room for the maximum',
    ({ find }) => {
      find('ResourceQuota', 'shop-quota').spec.hard['limits.memory'] = '1Gi';
    },
    [
      "test/namespaces/shop/quota: test/00-namespaces.k8s.yaml: ResourceQuota shop/shop-quota: spec.hard: at the autoscalers' maximum, the pods need limits.memory 1280Mi of 1Gi: raise the quota, or lower maxReplicas [quota]",
    ],
  ],
  [
    'node-capacity',
    'pods larger than a node',
    ({ container }) => {
      container('Deployment', 'controller').resources.requests.memory = '5Gi';
    },
    [
      'test: nodes is 2: at the minimum, no node has room for 1 pod of 100m CPU and 5Gi memory (edge/controller): add or enlarge nodes, or reduce the requests [node-capacity]',
    ],
  ],
  [
    'default-deny',
    'no default deny',
    ({ cluster: _, find }) => {
      find('NetworkPolicy', 'edge-isolation').spec.podSelector = { matchLabels: { app: 'x' } };
      find('NetworkPolicy', 'default-deny').spec.policyTypes = ['Ingress'];
    },
    [
      'test/namespaces/edge/namespace: test/00-namespaces.k8s.yaml: Namespace edge: no NetworkPolicy with an empty podSelector denies Egress: make the namespace with cluster.addNamespace() [default-deny]',
    ],
  ],
  [
    'enforced-policies',
    "another engine's policy",
    ({ add }) =>
      add({
        apiVersion: 'cilium.io/v2',
        kind: 'CiliumNetworkPolicy',
        metadata: { name: 'api', namespace: 'shop' },
        spec: {},
      }),
    [
      'test: test/50-all.k8s.yaml: CiliumNetworkPolicy shop/api: only Cilium enforces this kind, and the policy engine is calico: use a NetworkPolicy [enforced-policies]',
    ],
  ],
  [
    'connection-ends',
    'labels that no pod has',
    ({ find }) => {
      find('StatefulSet', 'db').spec.template.metadata.labels = { app: 'database' };
    },
    [
      'test: isolation: to of "orders are stored" is {"app":"db"}: no pod template in shop has these labels: use the labels of one of Deployment shop/web, StatefulSet shop/db [connection-ends]',
    ],
  ],
  [
    'blocked-connection',
    'a policy that lost its rule',
    ({ find }) => {
      find('NetworkPolicy', 'app-db').spec.ingress = [];
    },
    [
      'test/namespaces/shop/isolation/default-deny: test/10-isolation.k8s.yaml: NetworkPolicy shop/default-deny: "orders are stored" is declared, but shop/web cannot connect to shop/db on port 5432, because no rule of shop/app-db, shop/default-deny allows it: allow it with cluster.isolation.allow() [blocked-connection]',
      'test/all/web.deployment: test/50-all.k8s.yaml: Deployment shop/web: spec.template.spec.containers[0].env[0].value: spec.template.spec.containers[0].env[0].value requires a connection, but shop/web cannot connect to shop/db on port 5432, because no rule of shop/app-db, shop/default-deny allows it: allow it with cluster.isolation.allow() [blocked-connection]',
    ],
  ],
  [
    'pod-security',
    'a pod that may run as root',
    ({ find }) => {
      find('Deployment', 'web').spec.template.spec.securityContext.runAsNonRoot = false;
    },
    [
      'test/all/web.deployment: test/50-all.k8s.yaml: Deployment shop/web: spec.template.spec.containers[0].securityContext.runAsNonRoot: must be true at Pod Security level restricted of namespace shop [pod-security]',
    ],
  ],
  [
    'image-tag',
    'latest',
    ({ container }) => {
      container('Deployment', 'web').image = 'registry.example/web:latest';
    },
    [
      'test/all/web.deployment: test/50-all.k8s.yaml: Deployment shop/web: spec.template.spec.containers[0].image is "registry.example/web:latest": the image of this tag changes: pin a version [image-tag]',
    ],
  ],
  [
    'host-access',
    'a path of the host',
    ({ find }) => {
      find('Deployment', 'web').spec.template.spec.volumes[0] = { name: 'tmp', hostPath: { path: '/tmp' } };
    },
    [
      'test/all/web.deployment: test/50-all.k8s.yaml: Deployment shop/web: spec.template.spec.volumes[0].hostPath.path is "/tmp": the pod has access to files of its node: remove it, or accept the risk with acceptRisk() [host-access]',
    ],
  ],
  [
    'resources',
    'no limits, and no defaults',
    ({ container }) => {
      container('Deployment', 'controller').resources = { requests: { cpu: '100m', memory: '128Mi' } };
    },
    [
      'test/all/controller: test/50-all.k8s.yaml: Deployment edge/controller: spec.template.spec.containers[0].resources.limits.cpu: missing, and no LimitRange of the namespace has a default: state it [resources]',
      'test/all/controller: test/50-all.k8s.yaml: Deployment edge/controller: spec.template.spec.containers[0].resources.limits.memory: missing, and no LimitRange of the namespace has a default: state it [resources]',
    ],
  ],
  [
    'plain-secret',
    'a password in the environment',
    ({ container }) => {
      container('Deployment', 'web').env[1] = { name: 'PASSWORD', value: 'made up' };
    },
    [
      'test/all/web.deployment: test/50-all.k8s.yaml: Deployment shop/web: spec.template.spec.containers[0].env[1] is "PASSWORD": its value contains a secret in plain text: declare the secret with cluster.expectSecret() and refer to it [plain-secret]',
    ],
  ],
  [
    'wildcard-rbac',
    'a role that may do everything',
    ({ find }) => {
      find('Role', 'web').rules[0].verbs = ['*'];
    },
    [
      'test/all/web.role: test/50-all.k8s.yaml: Role shop/web: rules[0].verbs is ["*"]: "*" also includes everything that is added later: list the required ones [wildcard-rbac]',
    ],
  ],
  [
    'unused-token',
    'a token without rights',
    ({ remove }) => remove('RoleBinding', 'web'),
    [
      'test/all/web.deployment: test/50-all.k8s.yaml: Deployment shop/web: spec.template.spec.automountServiceAccountToken is true: the pod mounts a token, but no binding gives permissions to service account web: set it to false, or bind a role to an own service account [unused-token]',
    ],
  ],
  [
    'end-of-support',
    'a retired controller',
    () => {},
    [
      'test/all/controller: test/50-all.k8s.yaml: Deployment edge/controller: spec.template.spec.containers[0].image is "registry.example/ingress-nginx/controller:v1": support of ingress-nginx ended on 2026-03-31: plan for a Gateway API implementation (https://kubernetes.io/blog/2025/11/11/ingress-nginx-retirement/) [end-of-support]',
    ],
    { today: new Date('2026-06-01') },
  ],
];

test('of a sound cluster, no rule finds anything', () => {
  expect(checkBroken(undefined, { today: new Date('2025-06-01') }).all).toEqual([]);
});

test('every rule is broken below', () => {
  expect([...new Set(ROWS.map(([rule]) => rule))].sort()).toEqual(RULES.map(({ id }) => id).sort());
});

test.each(ROWS)('%s: %s', (...[rule, , change, says, options]) => {
  const { all } = checkBroken(change, options);
  expect(all.filter((line) => line.endsWith(`[${rule}]`))).toEqual(says);
});

describe('an exception', () => {
  const latest = ({ container }: Workshop) => {
    container('Deployment', 'web').image = 'registry.example/web';
  };

  test('excuses what a rule finds in a construct and beneath it', () => {
    const broken = checkBroken((workshop) => {
      latest(workshop);
      acceptRisk(workshop.cluster, { rule: 'image-tag', because: 'it is built here' });
    });
    expect(broken.all).toEqual([]);
  });

  test('excuses no other rule, and fails if it excuses nothing', () => {
    const broken = checkBroken((workshop) => {
      latest(workshop);
      acceptRisk(workshop.cluster, { rule: 'resources', because: 'it is small' });
    });
    expect(broken.errors).toEqual([
      expect.stringContaining('[image-tag]'),
      'test: the accepted risk of rule "resources" matches no finding: remove it',
    ]);
  });

  test('fails if it names no rule', () => {
    const { errors } = checkBroken(({ cluster }) =>
      acceptRisk(cluster, { rule: 'image-tags', because: 'x' }),
    );
    expect(errors).toEqual([
      expect.stringMatching(
        /^test: the accepted risk of rule "image-tags" names an unknown rule: the rules are /,
      ),
    ]);
  });

  test('fails if it gives no reason', () => {
    expect(() =>
      checkBroken(({ cluster }) => acceptRisk(cluster, { rule: 'image-tag', because: ' ' })),
    ).toThrow('test: the accepted risk of rule "image-tag" has no reason: state why in because');
  });
});

test('all that is wrong is told at once', () => {
  const { errors } = checkBroken(({ find, container, remove }) => {
    container('Deployment', 'web').image = 'registry.example/web';
    find('Service', 'db').spec.selector.app = 'database';
    remove('ConfigMap', 'web-settings');
  });
  expect(errors).toHaveLength(3);
});
