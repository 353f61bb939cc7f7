import { inConfigMap, type Mutation, type MutationClass, variable } from './mutation';

/** Variables of the web server, in their order. */
function variables(values: Readonly<Record<string, string>>): Mutation {
  const entries = Object.entries(values);
  return {
    name: entries.map(([name, value]) => `${name}=${value}`).join(' '),
    change: ({ container }) => {
      for (const [name, value] of entries) container('Deployment', 'web').env.push({ name, value });
    },
  };
}

/** Keys of the ConfigMap that the web server reads as variables. */
function settings(values: Readonly<Record<string, string>>): Mutation {
  return {
    name: `a ConfigMap with ${JSON.stringify(values)}`,
    change: ({ find }) => {
      Object.assign(find('ConfigMap', 'web-settings').data, values);
    },
  };
}

/** The arguments of the web server. */
function args(...list: readonly string[]): Mutation {
  return {
    name: `the arguments ${list.join(' ')}`,
    change: ({ container }) => {
      container('Deployment', 'web').args = list;
    },
  };
}

/** The arguments of the ingress controller, which is in another namespace. */
function elsewhere(...list: readonly string[]): Mutation {
  return {
    name: `the arguments ${list.join(' ')} in another namespace`,
    change: ({ container }) => {
      container('Deployment', 'controller').args.push(...list);
    },
  };
}

const PREVIEW = 'feature-x';

/** An address in a namespace whose name no public host can have. */
function inPreview(value: string): Mutation {
  return {
    name: `UPSTREAM=${value} with a namespace ${PREVIEW}`,
    change: ({ add, container }) => {
      add({
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: PREVIEW, labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
      });
      add({
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata: { name: 'default-deny', namespace: PREVIEW },
        spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
      });
      container('Deployment', 'web').env.push({ name: 'UPSTREAM', value });
    },
  };
}

export const HOSTS_AND_PORTS: MutationClass = {
  name: 'hosts and ports in two variables',
  outages: [
    variables({ DB_HOST: 'db', DB_PORT: '3306' }),
    variables({ DB_HOST: 'db.shop', DB_PORT: '3306' }),
    variables({ DB_HOST: 'db.shop.svc', DB_PORT: '3306' }),
    variables({ DB_HOST: 'db.shop.svc.cluster.local', DB_PORT: '3306' }),
    variables({ DB_HOST: 'db-0.db', DB_PORT: '3306' }),
    variables({ DB_HOSTNAME: 'db', DB_PORT: '3306' }),
    variables({ DB_SERVER: 'db.shop', DB_PORT: '3306' }),
    variables({ DB_ADDR: 'db', DB_PORT: '3306' }),
    variables({ PGHOST: 'db.shop.svc', PGPORT: '3306' }),
    variables({ NAME: 'db', DB_HOST: '$(NAME).shop.svc', DB_PORT: '3306' }),
    variables({ PORT_OF_DB: '3306', DB_HOST: 'db.shop', DB_PORT: '$(PORT_OF_DB)' }),
    variables({ DB_HOST: 'db', DB_PORT: '3306', URL: 'mysql://$(DB_HOST):$(DB_PORT)/orders' }),
    settings({ DB_HOST: 'db', DB_PORT: '3306' }),
    settings({ DB_HOST: 'db.shop.svc', DB_PORT: '3306' }),
    {
      name: 'a host in a ConfigMap and a port in the pod',
      change: ({ find, container }) => {
        find('ConfigMap', 'web-settings').data.DB_HOST = 'db.shop.svc';
        container('Deployment', 'web').env.push({ name: 'DB_PORT', value: '3306' });
      },
    },
    args('--db-host=db.shop.svc', '--db-port=3306'),
    args('--db-host', 'db.shop', '--db-port', '3306'),
  ],
  sound: [
    variables({ DB_HOST: 'db.shop.svc', DB_PORT: '5432' }),
    variables({ DB_HOST: 'db', DB_PORT: '5432', URL: 'postgres://$(DB_HOST):$(DB_PORT)/orders' }),
    variables({ DB_HOST: 'db.example.com', DB_PORT: '3306' }),
    variables({ DB_HOST: 'db.shop.svc', CACHE_PORT: '3306' }),
    variables({ SERVER_HOST: 'web', SERVER_PORT: '8080' }),
    variables({ APP_HOST: 'web.shop.svc', APP_PORT: '9000' }),
    variables({ LISTEN_HOST: '0.0.0.0', LISTEN_PORT: '3306' }),
    variables({ SMTP_HOST: 'mail.shop', SMTP_PORT: '587' }),
    {
      name: 'a port from a Secret',
      change: ({ container }) => {
        const secretKeyRef = { name: 'db-credentials', key: 'password' };
        container('Deployment', 'web').env.push(
          { name: 'DB_HOST', value: 'db.shop.svc' },
          { name: 'DB_PORT', valueFrom: { secretKeyRef } },
        );
      },
    },
    {
      name: 'a variable that replaces that of a ConfigMap',
      change: ({ find, container }) => {
        Object.assign(find('ConfigMap', 'web-settings').data, { DB_HOST: 'db', DB_PORT: '3306' });
        container('Deployment', 'web').env.push({ name: 'DB_PORT', value: '5432' });
      },
    },
  ],
};

export const SHORT_ADDRESSES: MutationClass = {
  name: 'short addresses of Services',
  outages: [
    variable('DATABASE_URL', 'postgres://db.shop:5433/orders'),
    variable('DATABASE_URL', 'postgres://shop:$(PASSWORD)@db.shop:5433/orders'),
    variable('DATABASE_URL', 'postgres://database.shop:5432/orders'),
    variable('DATABASE_URL', 'tcp://db:5433'),
    variable('DB_ADDR', 'db.shop:5433'),
    variable('DB_ADDR', 'database:5432'),
    variable('DB_ENDPOINT', 'db:5433'),
    variable('DB_NODES', 'db-0.db:5432,db-1.db:5433'),
    variable('BROKERS', 'kafka.example.com:9092,db:5433'),
    variable('MONGODB', 'mongodb://db-0.db.shop:5432,db-1.db.shop:5433/orders'),
    variable('UPSTREAM', 'web.shop:81'),
    inPreview('http://api.feature-x/orders'),
    inPreview('api.feature-x:80'),
    settings({ DB_ADDR: 'db:5433' }),
    settings({ DATABASE_URL: 'postgres://database:5432/orders' }),
    inConfigMap('an upstream on another port', 'upstream db {\n  server db:5433;\n}\n'),
    inConfigMap('a URL of a missing Service', 'url: http://websites.shop:8080/path\n'),
    inConfigMap('a target on another port', "targets: ['web.shop:9090', 'db.shop:5432']\n"),
    inConfigMap('a URL in the same namespace', '{ "database": "postgres://db:5433/orders" }\n'),
    args('--database=db.shop:5433'),
    args('--db.endpoint', 'db:5433'),
    args('wait-for-it.sh', 'db:5433', '--', 'start'),
    args('sh', '-c', 'until nc -z db 5432; do sleep 1; done; exec start --database db:5433'),
    elsewhere('--upstream=http://web.shop:8081/health'),
    elsewhere('--upstream=http://web:80'),
  ],
  sound: [
    variable('DATABASE_URL', 'postgres://db.shop:5432/orders'),
    variable('DB_ADDR', 'db:5432'),
    variable('DB_NODES', 'db-0.db:5432,db-0.db.shop:5432'),
    variable('SELF', 'http://web.shop'),
    variable('SHOP', 'https://acme.shop/orders'),
    variable('SHOP_URL', 'https://acme.shop:443'),
    variable('MAIL_SERVER', 'smtp.shop:587'),
    variable('VENDOR_URL', 'https://api.vendor.example:8443'),
    variable('CACHE_IMAGE', 'db:7'),
    variable('BUILD_IMAGE', 'web:2024'),
    variable('WEIGHTS', 'web:80,canary:20'),
    variable('QUEUES', 'web:5,db:1'),
    variable('OWNER', 'db:1000'),
    variable('OWNER', 'web:web'),
    variable('START', 'db:30:15'),
    variable('LIMITS', 'web:2048'),
    variable('BROKERS', 'kafka:9092'),
    variable('ALLOWED_HOSTS', 'web:9000,shop.example'),
    variable('NO_PROXY', 'db:5433,localhost'),
    variable('PACKAGE', 'com.shop:8080'),
    args('--web.external-url=http://prometheus:9090'),
    variable('CORS_ORIGIN', 'http://frontend:3000'),
    variable('IPV6', 'http://[::1]:8080'),
    settings({ WEB_IMAGE: 'web:2024' }),
    settings({ OWNER: 'db:1000' }),
    inConfigMap('an image', 'image: web:2024\n'),
    inConfigMap('an address in a comment', '# postgres://db:5433/orders\n'),
    inConfigMap('a public host', 'url: https://acme.shop/path\nmail: smtp.shop:587\n'),
    inConfigMap('labels and times', 'web: 80\nstart: 12:30\nurn:db:5433:x\nmodule: shop.web:80\n'),
    args('chown', '-R', 'db:1000', '/data'),
    args('--image', 'web:2024'),
    args('sh', '-c', 'chown db:1000 /data && exec start'),
    {
      name: 'a host on the network of the node, which uses the DNS of the node',
      change: ({ container, find }) => {
        find('Deployment', 'web').spec.template.spec.dnsPolicy = 'Default';
        container('Deployment', 'web').env.push({ name: 'PRINTER_HOST', value: 'printer' });
      },
    },
    {
      name: 'the address of a Service of type ExternalName',
      change: ({ add, container }) => {
        add({
          apiVersion: 'v1',
          kind: 'Service',
          metadata: { name: 'mail', namespace: 'shop' },
          spec: { type: 'ExternalName', externalName: 'smtp.example.com' },
        });
        container('Deployment', 'web').env.push(
          { name: 'MAIL_HOST', value: 'mail.shop' },
          { name: 'MAIL_PORT', value: '5870' },
        );
      },
    },
  ],
};
