import { withGateways } from '../../support/gateway-shop';
import { checkBroken, type Workshop } from '../../support/sound-cluster';
import { reports } from './reports';

const IMAGE =
  'test/all/controller: test/50-all.k8s.yaml: Deployment edge/controller: spec.template.spec.containers[0].image is';
const TABLE = 'lib/checks/facts/components.ts';

const uses =
  (image: string) =>
  ({ container }: Workshop) => {
    container('Deployment', 'controller').image = image;
  };

const today = (day: string) => ({ today: new Date(day) });

reports(
  'end-of-support',
  'a controller that is out of support',
  () => {},
  [
    `${IMAGE} "registry.example/ingress-nginx/controller:v1": support of ingress-nginx ended on 2026-03-31: plan for a Gateway API implementation (https://kubernetes.io/blog/2025/11/11/ingress-nginx-retirement/) [end-of-support]`,
  ],
  today('2026-06-01'),
);

reports(
  'end-of-support',
  'an image whose support has ended',
  uses('mysql:8.0.46'),
  [
    `${IMAGE} "mysql:8.0.46": support of MySQL 8.0 ended on 2026-04-30: plan for a newer version (https://www.oracle.com/us/support/library/lifetime-support-technology-069183.pdf) [end-of-support]`,
  ],
  today('2026-06-01'),
);

reports(
  'end-of-support',
  'an image whose support ends within 90 days',
  uses('docker.io/library/node:22.23.2-alpine3.24'),
  [
    `${IMAGE} "docker.io/library/node:22.23.2-alpine3.24": support of Node.js 22 ends on 2027-04-30: plan for a newer version (https://github.com/nodejs/release#release-schedule) [end-of-support]`,
  ],
  today('2027-01-31'),
);

reports(
  'end-of-support',
  'a release cycle that the table does not have',
  uses('quay.io/prometheus/prometheus:v3.16.0'),
  [
    `${IMAGE} "quay.io/prometheus/prometheus:v3.16.0": the end of support of Prometheus 3.16.0 is unknown: use one of 3.13, 3.5, or add it to ${TABLE} [end-of-support]`,
  ],
  today('2026-06-01'),
);

reports(
  'end-of-support',
  'a component that a person installs',
  ({ cluster, container }) => {
    uses('registry.example/controller:1.0')({ container } as Workshop);
    cluster.expectComponent({ name: 'cert-manager', version: 'v1.19.6' });
    cluster.expectComponent({ name: 'Linkerd', version: '2.19' });
  },
  [
    `test: Linkerd is "2.19": the end of support of Linkerd 2.19 is unknown: add it to ${TABLE} [end-of-support]`,
    'test: cert-manager is "v1.19.6": support of cert-manager 1.19 ended on 2026-07-08: plan for a newer version (https://cert-manager.io/docs/releases/) [end-of-support]',
  ],
  today('2026-08-01'),
);

test.each([
  ['a date in more than 90 days', 'docker.io/library/node:22.23.2'],
  ['a release cycle without a date', 'docker.io/library/redis:8.10.2'],
  ['a component without dates', 'quay.io/prometheus/node-exporter:v0.1.0'],
  ['an image of the user', 'registry.example/redis:1.0'],
])('end-of-support accepts %s', (_what, image) => {
  const { all } = checkBroken(uses(image), today('2027-01-30'));
  expect(all.filter((line) => line.endsWith('[end-of-support]'))).toEqual([]);
});

reports(
  'end-of-support',
  'a managed controller of a Gateway, but only if a route uses it',
  withGateways(({ cluster, remove, find }) => {
    remove('Deployment', 'controller');
    find('HTTPRoute', 'web-redirect').spec.hostnames = ['old.shop.example'];
    const support = {
      component: 'the controller',
      until: '2026-03-31',
      instead: 'another',
      source: 'https://a.example',
    };
    const controller = { namespace: 'edge', labels: {}, support };
    Object.assign(cluster.provider, {
      ingressControllers: [
        { className: 'envoy', ...controller },
        { className: 'unused', ...controller },
      ],
    });
  }),
  [
    'test: test/50-all.k8s.yaml: Gateway edge/public: spec.gatewayClassName: support of the controller ended on 2026-03-31: plan for another (https://a.example) [end-of-support]',
  ],
  today('2026-06-01'),
);
