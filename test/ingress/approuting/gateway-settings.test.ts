import { parse } from 'yaml';
import { gatewaySettings } from '../../../lib/ingress/approuting/gateway-settings';
import { TestCluster } from '../../support/test-cluster';

const LABELS = { 'gateway.networking.k8s.io/gateway-name': 'public' };

/** The fields that AKS admits. @see https://learn.microsoft.com/azure/aks/istio-gateway-api#resource-customization-allowlist */
const ADMITTED = {
  deployment: [
    /^spec\.template\.metadata\.annotations\./,
    /^spec\.template\.spec\.nodeSelector\./,
    /^spec\.template\.spec\.topologySpreadConstraints\b/,
  ],
  service: [/^metadata\.annotations\./, /^spec\.externalTrafficPolicy$/],
};

function settings() {
  const cluster = new TestCluster();
  gatewaySettings(cluster, 'settings', { name: 'public-gateway', namespace: 'gateway', labels: LABELS });
  const { data } = cluster.find('ConfigMap', 'public-gateway', 'gateway') as unknown as {
    data: Record<string, string>;
  };
  return Object.fromEntries(Object.entries(data).map(([key, text]) => [key, parse(text)]));
}

/** The paths of all values. */
function paths(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, child]) => paths(child, path ? `${path}.${key}` : key));
}

test('AKS admits every field', () => {
  const refused = Object.entries(settings()).flatMap(([key, value]) =>
    paths(value).filter((path) => !ADMITTED[key as keyof typeof ADMITTED].some((field) => field.test(path))),
  );
  expect(refused).toEqual([]);
});

test('the pods see the addresses of clients, and the probe of the load balancer follows', () => {
  expect(settings().service).toEqual({
    spec: { externalTrafficPolicy: 'Local' },
    metadata: {
      annotations: {
        'service.beta.kubernetes.io/port_80_health-probe_port': null,
        'service.beta.kubernetes.io/port_80_health-probe_protocol': null,
        'service.beta.kubernetes.io/port_80_health-probe_request-path': null,
      },
    },
  });
});

test('the pods run on different nodes if possible', () => {
  expect(settings().deployment.spec.template.spec.topologySpreadConstraints).toMatchObject([
    {
      topologyKey: 'kubernetes.io/hostname',
      whenUnsatisfiable: 'ScheduleAnyway',
      labelSelector: { matchLabels: LABELS },
    },
  ]);
});

test('the requests to each Service are counted by the class of the status', () => {
  const { annotations } = settings().deployment.spec.template.metadata;
  const [pattern] = parse(annotations['proxy.istio.io/config']).proxyStatsMatcher.inclusionRegexps;
  const counted = new RegExp(`^${pattern}$`);
  expect('cluster.outbound|80||shop.shop.svc.cluster.local;.upstream_rq_5xx').toMatch(counted);
  expect('cluster.outbound|80||shop.shop.svc.cluster.local;.upstream_rq_503').not.toMatch(counted);
});
