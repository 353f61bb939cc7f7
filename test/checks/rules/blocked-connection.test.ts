import { reports } from './reports';

reports(
  'blocked-connection',
  'a missing rule of a policy',
  ({ find }) => {
    find('NetworkPolicy', 'app-db').spec.ingress = [];
  },
  [
    'test/namespaces/shop/isolation/default-deny: test/10-isolation.k8s.yaml: NetworkPolicy shop/default-deny: "orders are stored" is declared, but shop/web cannot connect to shop/db on port 5432, because no rule of shop/app-db, shop/default-deny allows it: allow it with cluster.isolation.allow() [blocked-connection]',
    'test/all/web.deployment: test/50-all.k8s.yaml: Deployment shop/web: spec.template.spec.containers[0].env[0].value: this field requires a connection, but shop/web cannot connect to shop/db on port 5432, because no rule of shop/app-db, shop/default-deny allows it: allow it with cluster.isolation.allow() [blocked-connection]',
  ],
);

reports(
  'blocked-connection',
  'a default backend to which the ingress controller cannot connect',
  ({ find }) => {
    find('Ingress', 'web').spec.defaultBackend = { service: { name: 'db', port: { number: 5432 } } };
  },
  [
    'test/all/web.ingress: test/50-all.k8s.yaml: Ingress shop/web: spec.defaultBackend.service: this field requires a connection, but edge/controller cannot connect to shop/db on port 5432, because no rule of edge/app-controller, edge/default-deny, edge/edge-isolation, shop/app-db, shop/default-deny allows it: allow it with cluster.isolation.allow() [blocked-connection]',
  ],
);
