import { withGateways } from '../../support/gateway-shop';
import { reports } from './reports';

const WEB = 'test/all/web.deployment: test/50-all.k8s.yaml: Deployment shop/web: spec.template.spec';

reports(
  'constraint',
  'a number outside its range',
  ({ container }) => {
    container('Deployment', 'web').ports[0].containerPort = 70_000;
  },
  [
    `${WEB}.containers[0].ports[0].containerPort is 70000: out of range: use a number from 1 to 65535 [constraint]`,
  ],
);

reports(
  'constraint',
  'fields that exclude each other',
  ({ container }) => {
    container('Deployment', 'web').env = [
      { name: 'MODE', value: 'a', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
    ];
  },
  [`${WEB}.containers[0].env[0].valueFrom: the variable has a value, too: remove one of them [constraint]`],
);

reports(
  'constraint',
  'a duplicate in a list',
  ({ find }) => {
    const { volumes } = find('Deployment', 'web').spec.template.spec;
    volumes.push({ ...volumes[0] });
  },
  [
    `${WEB}.volumes[1] is "tmp": an item before it has the same name: change or remove one of them [constraint]`,
  ],
);

reports(
  'constraint',
  'a sleep that is longer than the grace period',
  ({ container }) => {
    container('Deployment', 'web').lifecycle = { preStop: { sleep: { seconds: 40 } } };
  },
  [
    `${WEB}.containers[0].lifecycle.preStop.sleep.seconds is 40: out of range: use at most the 30 seconds of terminationGracePeriodSeconds, or raise these [constraint]`,
  ],
);

reports(
  'constraint',
  'the key of a map',
  ({ add }) => {
    add({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'files', namespace: 'shop' },
      data: { 'a b': '' },
    });
  },
  [
    'test: test/50-all.k8s.yaml: ConfigMap shop/files: data is "a b": not a valid key: use letters, digits, hyphens, dots and underscores [constraint]',
  ],
);

reports(
  'constraint',
  'no constraint of an object whose fields have wrong types',
  ({ container }) => {
    container('Deployment', 'web').ports[0].containerPort = '70000';
  },
  [],
);

reports(
  'constraint',
  'what the expressions of the CRDs of Gateway API refuse',
  withGateways(({ find }) => {
    const { listeners } = find('Gateway', 'public').spec;
    listeners.push({ ...listeners[0] }, { name: 'https', port: 443, protocol: 'HTTPS', tls: {} });
    const { rules } = find('HTTPRoute', 'web').spec;
    Object.assign(rules[0], {
      filters: [{ type: 'RequestRedirect', requestRedirect: {} }, { type: 'CORS' }],
      matches: [{ path: { type: 'Exact', value: '/a//b' } }],
      timeouts: { request: '10s', backendRequest: '1m' },
    });
    find('ClientTrafficPolicy', 'public').spec.targetRefs[0].kind = 'HTTPRoute';
    delete find('BackendTrafficPolicy', 'web').spec.targetRefs;
  }),
  [
    'test: test/50-all.k8s.yaml: Gateway edge/public: spec.listeners[1] is "http": an item before it has the same name: change or remove one of them [constraint]',
    'test: test/50-all.k8s.yaml: Gateway edge/public: spec.listeners[2].tls.certificateRefs: missing for mode Terminate: name the Secret [constraint]',
    'test: test/50-all.k8s.yaml: HTTPRoute shop/web: spec.rules[0].backendRefs: excludes a redirect: remove one of them [constraint]',
    'test: test/50-all.k8s.yaml: HTTPRoute shop/web: spec.rules[0].timeouts.backendRequest is "1m": longer than request (10s): lower it [constraint]',
    'test: test/50-all.k8s.yaml: HTTPRoute shop/web: spec.rules[0].matches[0].path.value is "/a//b": contains "//": remove it [constraint]',
    'test: test/50-all.k8s.yaml: HTTPRoute shop/web: spec.rules[0].filters[1].cors: missing for a filter of type CORS: add it [constraint]',
    'test: test/50-all.k8s.yaml: BackendTrafficPolicy shop/web: spec: has none of the fields targetRef, targetRefs, targetSelectors: add one [constraint]',
    'test: test/50-all.k8s.yaml: ClientTrafficPolicy edge/public: spec.targetRefs[0].kind is "HTTPRoute": the policy cannot have this target: use one of Gateway, ListenerSet [constraint]',
  ],
);
