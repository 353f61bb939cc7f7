import { parseCpu, parseQuantity } from '../../../lib/kube/quantity';
import { arcanaConfig, arcanaObjects } from '../../support/arcana';
import { PolicyWorld } from '../../support/reachability';
import type { Manifest } from '../../support/test-cluster';

const OBJECTS = arcanaObjects();
const NODE = '95.217.130.127';
const BRIDGE = '10.244.0.1';
const OUTSIDE = '198.51.100.7';

function find(kind: string, name: string): Manifest {
  const found = OBJECTS.filter((object) => object.kind === kind && object.metadata.name === name);
  if (found.length === 1 && found[0]) return found[0];
  throw new Error(`${found.length} objects are ${kind} ${name}`);
}

/** The pod of a workload. */
function pod(kind: string, name: string) {
  const { metadata, spec } = find(kind, name);
  return { namespace: metadata.namespace ?? '', labels: spec.template.metadata.labels };
}

describe('the ingress controller', () => {
  test('listens on the ports of the node, without a default backend', () => {
    const { spec } = find('DaemonSet', 'ingress-nginx-controller').spec.template;
    const [container] = spec.containers;
    expect(spec.hostNetwork).toBe(true);
    expect(container.ports).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ hostPort: 80 }),
        expect.objectContaining({ hostPort: 443 }),
      ]),
    );
    expect(container.args).toEqual(
      expect.arrayContaining(['--disable-catch-all', '--http-port=80', '--https-port=443']),
    );
    expect(find('ConfigMap', 'ingress-nginx-controller')).toMatchObject({ data: { 'ssl-redirect': 'true' } });
  });

  test('serves mercury.arcana.cfd, with a certificate that is renewed 720 hours before it expires', () => {
    expect(find('Ingress', 'mercury').spec).toMatchObject({
      ingressClassName: 'nginx',
      tls: [{ hosts: ['mercury.arcana.cfd'], secretName: 'mercury-tls' }],
      rules: [
        {
          host: 'mercury.arcana.cfd',
          http: { paths: [{ path: '/', backend: { service: { name: 'mercury', port: { number: 80 } } } }] },
        },
      ],
    });
    expect(find('Certificate', 'mercury-tls')).toMatchObject({
      metadata: { namespace: 'mercury' },
      spec: {
        secretName: 'mercury-tls',
        dnsNames: ['mercury.arcana.cfd'],
        renewBefore: '720h',
        issuerRef: { kind: 'ClusterIssuer', name: 'letsencrypt-prod' },
      },
    });
    expect(find('ClusterIssuer', 'letsencrypt-prod').spec.acme).toMatchObject({
      email: 'ops@arcana.cfd',
      solvers: [{ http01: { ingress: { ingressClassName: 'nginx' } } }],
    });
  });
});

describe('isolation', () => {
  const world = new PolicyWorld([
    ...OBJECTS,
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-system' } } as Manifest,
  ]);
  const mercury = pod('Deployment', 'mercury');
  const solver = { namespace: 'mercury', labels: { 'acme.cert-manager.io/http01-solver': 'true' } };

  test.each([
    ['node', NODE],
    ['bridge', BRIDGE],
  ])('allows connections from the address of the %s to mercury and to the HTTP-01 solver', (_who, from) => {
    expect(world.allows(from, mercury, 8080, 'TCP')).toBe(true);
    expect(world.allows(from, solver, 8089, 'TCP')).toBe(true);
  });

  test('denies all other connections to and from mercury', () => {
    const others = ['grafana', 'prometheus', 'elasticsearch', 'kibana', 'logstash'].map((name) =>
      pod('StatefulSet', name),
    );
    expect(others.filter((other) => world.allows(other, mercury, 8080, 'TCP'))).toEqual([]);
    expect(world.allows(OUTSIDE, mercury, 8080, 'TCP')).toBe(false);
    expect(world.allows(mercury, OUTSIDE, 443, 'TCP')).toBe(false);
    expect(world.allows(mercury, NODE, 6443, 'TCP')).toBe(false);
  });

  test('allows Filebeat to connect to Logstash, and only Logstash and Kibana to connect to Elasticsearch', () => {
    const elasticsearch = pod('StatefulSet', 'elasticsearch');
    const logstash = pod('StatefulSet', 'logstash');
    expect(world.allows(pod('DaemonSet', 'filebeat'), logstash, 5044, 'TCP')).toBe(true);
    const pods = OBJECTS.filter(({ kind }) => /^(Deployment|StatefulSet|DaemonSet)$/.test(kind)).filter(
      ({ spec }) => !spec.template.spec.hostNetwork,
    );
    const clients = pods
      .filter(({ kind, metadata }) => world.allows(pod(kind, metadata.name), elasticsearch, 9200, 'TCP'))
      .map(({ metadata }) => metadata.name);
    expect(clients.sort()).toEqual(['kibana', 'logstash']);
  });

  test('allows Prometheus to scrape the kubelet, the ingress controller and cert-manager', () => {
    const prometheus = pod('StatefulSet', 'prometheus');
    const certManager = {
      namespace: 'cert-manager',
      labels: { 'app.kubernetes.io/name': 'cert-manager', 'app.kubernetes.io/instance': 'cert-manager' },
    };
    for (const port of [10_250, 10_254]) expect(world.allows(prometheus, NODE, port, 'TCP')).toBe(true);
    expect(world.allows(prometheus, certManager, 9402, 'TCP')).toBe(true);
  });
});

describe('mercury', () => {
  test('has the configured values', () => {
    const { spec } = find('Deployment', 'mercury');
    const [container] = spec.template.spec.containers;
    expect(spec).not.toHaveProperty('replicas');
    expect(container).toMatchObject({
      image: 'ghcr.io/arcana-cfd/mercury:1.0.0',
      ports: [{ containerPort: 8080 }],
      readinessProbe: { httpGet: { path: '/', port: 8080 } },
      livenessProbe: { httpGet: { path: '/', port: 8080 } },
    });
    expect(find('HorizontalPodAutoscaler', 'mercury').spec).toMatchObject({ minReplicas: 2, maxReplicas: 4 });
  });

  test('does not block draining the only node, and states this reason', () => {
    const { metadata, spec } = find('PodDisruptionBudget', 'mercury');
    expect(spec).toMatchObject({ maxUnavailable: '100%' });
    expect(metadata.annotations?.['cluster-topology/reasons']).toMatch(/^maxUnavailable: .*one node/);
  });
});

describe('the cluster', () => {
  interface Spec {
    readonly hostNetwork?: boolean;
    readonly automountServiceAccountToken?: boolean;
    readonly serviceAccountName?: string;
    readonly containers: readonly { readonly resources: { readonly requests: Record<string, string> } }[];
  }

  /** The pods of all workloads except jobs, with the maximum number of replicas. */
  function pods(): Spec[] {
    return OBJECTS.flatMap(({ kind, metadata, spec }) => {
      if (!/^(Deployment|StatefulSet|DaemonSet)$/.test(kind)) return [];
      const autoscaler = OBJECTS.find(
        (object) =>
          object.kind === 'HorizontalPodAutoscaler' && object.spec.scaleTargetRef.name === metadata.name,
      );
      const count = autoscaler?.spec.maxReplicas ?? spec.replicas ?? 1;
      return Array.from({ length: count }, () => spec.template.spec as Spec);
    });
  }

  test('fits the node, with the maximum replicas of mercury, cert-manager and the largest job', () => {
    const requests = pods().flatMap(({ containers }) =>
      containers.map(({ resources }) => resources.requests),
    );
    const cpu = requests.reduce((sum, request) => sum + parseCpu(request.cpu ?? '0'), 0);
    const memory = requests.reduce((sum, request) => sum + parseQuantity(request.memory ?? '0'), 0);
    const { node } = arcanaConfig();
    // The quota of cert-manager, and the largest job.
    expect(cpu + 140 + 100).toBeLessThanOrEqual(parseCpu(node.cpu));
    expect(memory + parseQuantity('448Mi') + parseQuantity('128Mi')).toBeLessThanOrEqual(
      parseQuantity(node.memory),
    );
  });

  test('runs every pod with its own account or without a token', () => {
    const shared = pods().filter(
      ({ automountServiceAccountToken, serviceAccountName }) =>
        serviceAccountName === undefined && automountServiceAccountToken !== false,
    );
    expect(shared).toEqual([]);
  });

  test('stores its data on volumes of the default StorageClass', () => {
    const claims = OBJECTS.filter(({ kind }) => kind === 'StatefulSet').map(({ metadata, spec }) => [
      metadata.name,
      spec.volumeClaimTemplates[0].spec.storageClassName,
    ]);
    expect(claims.sort()).toEqual(
      ['elasticsearch', 'grafana', 'kibana', 'logstash', 'prometheus'].map((name) => [name, undefined]),
    );
  });
});

test('alerts if the last successful backup is older than one day, or if a certificate expires soon', () => {
  const { data } = find('ConfigMap', 'prometheus-rules') as unknown as { data: Record<string, string> };
  const rules = Object.values(data).join('\n');
  expect(rules).toContain('BackupTooOld');
  expect(rules).toContain(
    'kube_cronjob_status_last_successful_time{namespace="backup", cronjob="etcd-backup"}',
  );
  for (const alert of ['CertificateExpiringSoon', 'NodeNotReady', 'PodNotReady', 'NoEndpoint'])
    expect(rules).toContain(alert);
});
