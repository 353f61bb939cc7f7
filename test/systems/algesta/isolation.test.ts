import { algestaObjects } from '../../support/algesta';
import { type Pod, PolicyWorld } from '../../support/reachability';
import type { Manifest } from '../../support/test-cluster';

const FOREIGN = ['app-routing-system', 'kube-system', 'default'].map((name) => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name },
}));
const world = new PolicyWorld([...algestaObjects<Manifest>('aks-algesta-dev'), ...FOREIGN]);

const service = (app: string, environment: string): Pod => ({
  namespace: environment,
  labels: { app, environment },
});
const pod = (namespace: string, labels: Record<string, string> = { app: 'any' }): Pod => ({
  namespace,
  labels,
});
const gateway = service('api-gateway', 'development');
const orders = service('ms-orders', 'development');
const solver = pod('development', { 'acme.cert-manager.io/http01-solver': 'true' });
const webhook = pod('cert-manager', { 'app.kubernetes.io/name': 'webhook' });
const ATLAS = '198.51.100.7';

test.each<[string, boolean, Pod, Pod | string, number]>([
  ['the ingress controller can connect to the gateway', true, pod('app-routing-system'), gateway, 3000],
  [
    'the ingress controller cannot connect to another port of the gateway',
    false,
    pod('app-routing-system'),
    gateway,
    3001,
  ],
  [
    'the ingress controller cannot connect to another service',
    false,
    pod('app-routing-system'),
    orders,
    3001,
  ],
  ['other pods of the cluster cannot connect to the gateway', false, pod('default'), gateway, 3000],
  [
    'Prometheus can scrape the ingress controller',
    true,
    pod('monitoring', { app: 'prometheus' }),
    pod('app-routing-system', { app: 'nginx' }),
    10254,
  ],
  ['monitoring cannot connect to the gateway', false, pod('monitoring'), gateway, 3000],
  ['the gateway can connect to the services', true, gateway, orders, 3001],
  ['the services cannot connect to the gateway', false, orders, gateway, 3000],
  ['the services cannot connect to each other', false, service('ms-provider', 'development'), orders, 3001],
  [
    'the gateway cannot connect to another environment',
    false,
    gateway,
    service('ms-orders', 'testing'),
    3001,
  ],
  [
    'the gateway of testing cannot connect to development',
    false,
    service('api-gateway', 'testing'),
    orders,
    3001,
  ],
  ['the services can connect to MongoDB Atlas', true, orders, ATLAS, 27017],
  ['the services can connect to HTTPS servers on the internet', true, orders, ATLAS, 443],
  ['the services cannot connect to HTTP servers on the internet', false, orders, ATLAS, 80],
  [
    'the services cannot connect to the metadata server of the machines',
    false,
    orders,
    '169.254.169.254',
    80,
  ],
  ['other pods of the environment cannot connect to the internet', false, pod('development'), ATLAS, 443],
  ['the ingress controller can connect to an HTTP-01 solver', true, pod('app-routing-system'), solver, 8089],
  [
    'the API server can connect to the webhook through its tunnel',
    true,
    pod('kube-system', { app: 'konnectivity-agent' }),
    webhook,
    10250,
  ],
  ['other pods of kube-system cannot connect to the webhook', false, pod('kube-system'), webhook, 10250],
])('%s (%p)', (_title, allowed, from, to, port) => {
  expect(world.allows(from, to, port, 'TCP')).toBe(allowed);
});
