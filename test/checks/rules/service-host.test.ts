import { reports } from './reports';

reports(
  'service-host',
  'a renamed Service',
  ({ find }) => {
    find('Service', 'db').metadata.name = 'database';
  },
  [
    'test/all/web.deployment: test/50-all.k8s.yaml: Deployment shop/web: spec.template.spec.containers[0].env[0].value is "db.shop.svc:5432": Service shop/db not found: create it, or use one of database, web [service-host]',
  ],
);

const WEB = 'test/all/web.deployment: test/50-all.k8s.yaml: Deployment shop/web: spec.template.spec';

reports(
  'service-host',
  'a port in a variable beside the host, once',
  ({ container }) => {
    container('Deployment', 'web').env.push(
      { name: 'DB_HOST', value: 'db.shop.svc' },
      { name: 'DB_PORT', value: '3306' },
      { name: 'DATABASE_URL', value: 'mysql://$(DB_HOST):$(DB_PORT)/orders' },
    );
  },
  [
    `${WEB}.containers[0].env[3].value is "3306": Service shop/db has no port 3306: add it, or use one of 5432 (sql) [service-host]`,
  ],
);

reports(
  'service-host',
  'an address in a ConfigMap of two containers, once',
  ({ find, container }) => {
    find('ConfigMap', 'web-settings').data.DB_ADDR = 'database:5432';
    const { containers } = find('Deployment', 'web').spec.template.spec;
    const { ports, readinessProbe, ...copy } = structuredClone(container('Deployment', 'web'));
    containers.push({ ...copy, name: 'copy', env: [] });
  },
  [
    'test/all/web-settings: test/50-all.k8s.yaml: ConfigMap shop/web-settings: data["DB_ADDR"] is "database:5432": Service shop/database not found: create it, or use one of db, web [service-host]',
  ],
);

reports(
  'service-host',
  'no password of a URL',
  ({ container }) => {
    container('Deployment', 'web').env.push({
      name: 'DATABASE_URL',
      value: 'postgres://shop:$(PASSWORD)@db.shop:5433/orders',
    });
  },
  [
    `${WEB}.containers[0].env[2].value is "postgres://db.shop:5433/orders": Service shop/db has no port 5433: add it, or use one of 5432 (sql) [service-host]`,
  ],
);
