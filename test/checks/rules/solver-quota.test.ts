import type { Workshop } from '../../support/sound-cluster';
import { reports } from './reports';

/** Five pods of the web server and of the database use up this quota. */
function fill({ find }: Workshop): void {
  find('ResourceQuota', 'shop-quota').spec.hard['limits.cpu'] = '1';
}

reports(
  'solver-quota',
  'a quota that is full without load',
  ({ find }) => {
    find('ResourceQuota', 'shop-quota').spec.hard.pods = '3';
  },
  [
    'test/all/shop-tls: test/50-all.k8s.yaml: Certificate shop/shop-tls: at the minimum, ResourceQuota shop/shop-quota has no room (pods) for the pod that answers the HTTP-01 challenge: give this pod a priority class in ClusterIssuer letsencrypt, and exclude the class from the quota [solver-quota]',
  ],
);

reports('solver-quota', 'a quota that autoscalers can use up', fill, [
  "test/all/shop-tls: test/50-all.k8s.yaml: Certificate shop/shop-tls: at the autoscalers' maximum, ResourceQuota shop/shop-quota has no room (limits.cpu) for the pod that answers the HTTP-01 challenge: give this pod a priority class in ClusterIssuer letsencrypt, and exclude the class from the quota [solver-quota]",
]);

reports(
  'solver-quota',
  'nothing if the quota does not count the class of the pod',
  (workshop) => {
    fill(workshop);
    const { find } = workshop;
    find('ClusterIssuer', 'letsencrypt').spec.acme.solvers[0].http01.ingress.podTemplate = {
      spec: { priorityClassName: 'solvers' },
    };
    find('ResourceQuota', 'shop-quota').spec.scopeSelector = {
      matchExpressions: [{ scopeName: 'PriorityClass', operator: 'NotIn', values: ['solvers'] }],
    };
  },
  [],
);

reports(
  'solver-quota',
  'nothing for DNS-01, which needs no pod',
  (workshop) => {
    fill(workshop);
    workshop.find('ClusterIssuer', 'letsencrypt').spec.acme.solvers = [{ dns01: { cloudflare: {} } }];
  },
  [],
);

reports(
  'solver-quota',
  'nothing if the solver of the name is another one',
  (workshop) => {
    fill(workshop);
    workshop.find('ClusterIssuer', 'letsencrypt').spec.acme.solvers = [
      { http01: { ingress: { ingressClassName: 'nginx' } }, selector: { dnsZones: ['other.example'] } },
      { dns01: { cloudflare: {} }, selector: { dnsZones: ['shop.example'] } },
    ];
  },
  [],
);
