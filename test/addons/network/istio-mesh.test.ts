import { readdirSync } from 'node:fs';
import { IstioMesh } from '../../../lib/addons/network/istio-mesh';
import { check } from '../../../lib/synth';
import { PodService } from '../../../lib/workloads/pod-service';
import { aiworkerApp, aiworkerConfig } from '../../support/aiworker';
import { jsonOf, readManifests } from '../../support/manifests';
import { PolicyWorld } from '../../support/reachability';
import { TestCluster } from '../../support/test-cluster';

interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

const manifestsOf = (serviceMesh: 'istio' | 'none') =>
  jsonOf(aiworkerApp({ serviceMesh })).flatMap(({ json }) => json as Manifest[]);

const name = ({ kind, metadata }: Manifest) => `${kind} ${metadata.namespace ?? ''}/${metadata.name}`;

describe('aiworker with Istio', () => {
  const off = new Set(manifestsOf('none').map((object) => JSON.stringify(object)));
  const on = manifestsOf('istio').filter((object) => !off.has(JSON.stringify(object)));

  test('adds the gateway, the route, the certificate in the namespace of the gateway, and the connection', () => {
    expect(on.map(name)).toEqual([
      'NetworkPolicy control-plane/app-aiworker-backend',
      'Certificate istio-system/wildcard-aiworker',
      'Gateway istio-system/aiworker-gateway',
      'VirtualService control-plane/backend-vs',
    ]);
  });

  test('adds these objects', () => {
    expect(on).toMatchSnapshot();
  });

  test.each(['calico', 'cilium'] as const)('passes the checks, with %s', (policyEngine) => {
    const { cluster } = aiworkerConfig();
    const network = { ...cluster.network, policyEngine };
    const app = aiworkerApp({ serviceMesh: 'istio', cluster: { ...cluster, network } });
    expect(check(app).errors).toEqual([]);
  });

  test('uses the current version of the API', () => {
    const versions = on.filter(({ apiVersion }) => apiVersion.includes('istio'));
    expect(versions.map(({ apiVersion }) => apiVersion)).toEqual([
      'networking.istio.io/v1',
      'networking.istio.io/v1',
    ]);
  });

  test('stores the certificate in the Secret to which the gateway refers', () => {
    const spec = (kind: string) => (on.find((object) => object.kind === kind) as { spec?: object })?.spec;
    expect(spec('Certificate')).toMatchObject({ secretName: 'wildcard-aiworker-tls' });
    expect(spec('Gateway')).toMatchObject({
      servers: [{ tls: { mode: 'SIMPLE', credentialName: 'wildcard-aiworker-tls' } }],
    });
  });
});

describe('aiworker without Istio', () => {
  test('has no objects of Istio in dist/', () => {
    expect(readdirSync('dist/aiworker').filter((file) => file.includes('istio'))).toEqual([]);
    expect(JSON.stringify(readManifests('dist/aiworker'))).not.toMatch(/istio/i);
  });
});

describe('the gateway', () => {
  const cluster = new TestCluster();
  const shop = cluster.addNamespace({ name: 'shop', podSecurity: 'restricted' });
  const service = new PodService(cluster, 'web', {
    namespace: shop,
    name: 'web',
    selector: { app: 'web' },
    port: 80,
    targetPort: 8080,
  });
  const mesh = new IstioMesh(cluster, 'mesh', {
    name: 'edge',
    host: '*.example.org',
    certificate: { secret: { name: 'wildcard-tls' } },
  });
  mesh.route('shop', { service, hostname: 'shop.example.org', prefix: '/' });
  const istio = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'istio-system' } };
  const world = new PolicyWorld([istio, ...cluster.objects()]);
  const web = { namespace: 'shop', labels: { app: 'web' } };

  test('routes to the port of the Service, and connects to the port of the pods', () => {
    expect(cluster.find('VirtualService', 'shop', 'shop').spec.http[0].route).toEqual([
      { destination: { host: 'web', port: { number: 80 } } },
    ]);
    const gateway = { namespace: 'istio-system', labels: { istio: 'ingressgateway' } };
    expect(world.allows(gateway, web, 8080, 'TCP')).toBe(true);
    expect(world.allows(gateway, web, 80, 'TCP')).toBe(false);
  });

  test('is the only client in its namespace', () => {
    const other = { namespace: 'istio-system', labels: { app: 'istiod' } };
    expect(world.allows(other, web, 8080, 'TCP')).toBe(false);
  });
});
