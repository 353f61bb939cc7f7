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
  ['the ingress controller reaches the gateway', true, pod('app-routing-system'), gateway, 3000],
  ['on no other port', false, pod('app-routing-system'), gateway, 3001],
  ['the ingress controller reaches no other service', false, pod('app-routing-system'), orders, 3001],
  ['nothing of the cluster reaches the gateway', false, pod('default'), gateway, 3000],
  ['nor does monitoring', false, pod('monitoring'), gateway, 3000],
  ['the gateway reaches the services', true, gateway, orders, 3001],
  ['the services do not reach the gateway', false, orders, gateway, 3000],
  ['nor each other', false, service('ms-provider', 'development'), orders, 3001],
  ["the gateway reaches no other environment's", false, gateway, service('ms-orders', 'testing'), 3001],
  ["testing's gateway none of development", false, service('api-gateway', 'testing'), orders, 3001],
  ['the services reach MongoDB Atlas', true, orders, ATLAS, 27017],
  ['and HTTPS outside', true, orders, ATLAS, 443],
  ['but not plain HTTP', false, orders, ATLAS, 80],
  ["nor the machines' credentials", false, orders, '169.254.169.254', 80],
  ['a pod that is no service reaches nothing outside', false, pod('development'), ATLAS, 443],
  ['the ingress controller reaches an HTTP-01 solver', true, pod('app-routing-system'), solver, 8089],
  [
    'the API server reaches the webhook by its tunnel',
    true,
    pod('kube-system', { app: 'konnectivity-agent' }),
    webhook,
    10250,
  ],
  ['nothing else of kube-system does', false, pod('kube-system'), webhook, 10250],
])('%s (%p)', (_title, allowed, from, to, port) => {
  expect(world.allows(from, to, port, 'TCP')).toBe(allowed);
});
