import type { Breakable } from '../../support/sound-cluster';
import { inConfigMap, type MutationClass, variable, withGap } from './mutation';

function service(name: string, spec: object): object {
  return { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace: 'shop' }, spec };
}

/** A second Ingress like that of the shop. */
function ingress(find: (kind: string, name: string) => Breakable, name: string, annotations = {}): Breakable {
  const copy = structuredClone(find('Ingress', 'web'));
  copy.metadata = { name, namespace: 'shop', annotations };
  delete copy.spec.tls;
  return copy;
}

/** What engineers write every day, and the faults that look like it. */
export const EVERYDAY: MutationClass = {
  name: 'everyday configuration',
  outages: [
    variable('DATABASE_HOST', 'database'),
    variable('DATABASE', 'postgresql+asyncpg://database:5432/orders'),
    variable('JDBC_URL', 'jdbc:postgresql://database:5432/orders'),
    variable('UPSTREAM', 'http://website.shop.svc:80'),
    {
      name: 'a TLS host of another domain than the rule',
      change: ({ find }) => {
        find('Ingress', 'web').spec.tls[0].hosts = ['*.shop.example', 'shop.example'];
      },
    },
    {
      name: 'a second Ingress for the same route',
      change: ({ find, add }) => add(ingress(find, 'web-copy')),
    },
    {
      name: 'a port that no pod of a headless Service has',
      change: ({ container }) => {
        container('Deployment', 'web').env[0].value = 'postgres://db.shop.svc:5433/orders';
      },
    },
    {
      name: 'a port of a Service on which no container listens',
      change: ({ find }) => {
        find('Service', 'web').spec.ports[0].targetPort = 8081;
      },
    },
    withGap(
      'the host may be outside the cluster',
      variable('UPSTREAM', 'http://web.shop.svc.cluster.lokal:80'),
    ),
    variable('UPSTREAM', 'http://web.shop.svc:8080'),
    variable('CACHE_URL', 'redis://cache:6379/0'),
    variable('AMQP', 'amqp://broker.shop.svc:5672'),
    variable('API', 'http://web.shopp.svc.cluster.local'),
    inConfigMap('an address of a Service that does not exist', 'upstream: http://api.shop.svc:80\n'),
  ],
  sound: [
    variable('AUTH_TRUST_HOST', 'true'),
    variable('LISTEN_HOST', 'all'),
    variable('HTTP_ADDR', ':8080'),
    variable('ASPNETCORE_URLS', 'http://+:8080'),
    variable('ARTIFACTS', 's3://bucket'),
    variable('ARTIFACTS_DIR', 'gs://bucket/orders'),
    variable('IMAGE', 'docker://web'),
    variable('SOCKET', 'unix://run'),
    variable('VENDOR', 'https://api.vendor.svc.example.com/v1'),
    variable('VENDOR_HOST', 'smtp.example.com'),
    variable('NO_PROXY', 'localhost,127.0.0.1,.svc,.cluster.local,.shop.svc'),
    variable('SELF', 'http://localhost:8080'),
    variable('FIRST_DATABASE', 'postgres://db-0.db.shop.svc.cluster.local:5432/orders'),
    inConfigMap('an address in a comment', '# upstream: http://my-service.my-namespace.svc:80\n'),
    {
      name: 'a wildcard TLS host over a subdomain',
      change: ({ find }) => {
        find('Certificate', 'shop-tls').spec.dnsNames = ['*.shop.example'];
        find('ClusterIssuer', 'letsencrypt').spec.acme.solvers = [{ dns01: { route53: {} } }];
        const { spec } = find('Ingress', 'web');
        spec.tls[0].hosts = ['*.shop.example'];
        spec.rules[0].host = 'a.shop.example';
      },
    },
    {
      name: 'an Ingress for all hosts with a TLS host',
      change: ({ find }) => {
        delete find('Ingress', 'web').spec.rules[0].host;
      },
    },
    {
      name: 'a canary Ingress',
      change: ({ find, add }) =>
        add(
          ingress(find, 'canary', {
            'nginx.ingress.kubernetes.io/canary': 'true',
            'nginx.ingress.kubernetes.io/canary-weight': '10',
          }),
        ),
    },
    {
      name: 'a second Ingress of one host with another path',
      change: ({ find, add }) => {
        const second = ingress(find, 'api');
        second.spec.rules[0].http.paths[0].path = '/api';
        add(second);
      },
    },
    {
      name: 'an Ingress of the default class',
      change: ({ find }) => {
        find('IngressClass', 'nginx').metadata.annotations = {
          'ingressclass.kubernetes.io/is-default-class': 'true',
        };
        delete find('Ingress', 'web').spec.ingressClassName;
      },
    },
    {
      name: 'a Service of type ExternalName, reached on any port',
      change: ({ add, container }) => {
        add(
          service('mail', { type: 'ExternalName', externalName: 'smtp.example.com', ports: [{ port: 25 }] }),
        );
        container('Deployment', 'web').env.push({ name: 'MAIL', value: 'smtp://mail.shop.svc:587' });
      },
    },
    {
      name: 'a Service without a selector',
      change: ({ add, container }) => {
        add(service('legacy', { ports: [{ port: 80, targetPort: 8000 }] }));
        container('Deployment', 'web').env.push({ name: 'LEGACY', value: 'http://legacy' });
      },
    },
    {
      name: 'the port of the pods behind a headless Service',
      change: ({ find }) => {
        find('Service', 'db').spec.ports = [{ name: 'other', port: 15432, targetPort: 'sql' }];
      },
    },
    {
      name: 'a container that declares no ports',
      change: ({ container, find }) => {
        delete container('Deployment', 'web').ports;
        find('Service', 'web').spec.ports[0].targetPort = 8080;
      },
    },
    {
      name: 'a sidecar as an init container, which serves the port',
      change: ({ container, find }) => {
        const { spec } = find('Deployment', 'web').spec.template;
        const { ports, ...proxy } = structuredClone(container('Deployment', 'web'));
        delete container('Deployment', 'web').ports;
        delete container('Deployment', 'web').readinessProbe;
        container('Deployment', 'web').ports = [{ name: 'debug', containerPort: 6060 }];
        spec.initContainers = [
          {
            ...proxy,
            name: 'proxy',
            ports,
            restartPolicy: 'Always',
            resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { cpu: '50m', memory: '64Mi' } },
          },
        ];
      },
    },
    {
      name: 'a Job without a Service',
      change: ({ add, find }) => {
        const { containers, ...pod } = structuredClone(find('StatefulSet', 'db').spec.template.spec);
        const [{ volumeMounts, ports, ...own }] = containers;
        const resources = {
          requests: { cpu: '50m', memory: '64Mi' },
          limits: { cpu: '50m', memory: '64Mi' },
        };
        add({
          apiVersion: 'batch/v1',
          kind: 'Job',
          metadata: { name: 'migrate', namespace: 'shop' },
          spec: {
            template: {
              metadata: { labels: { app: 'migrate' } },
              spec: { ...pod, restartPolicy: 'Never', containers: [{ ...own, resources }] },
            },
          },
        });
      },
    },
    {
      name: 'a host alias',
      change: ({ container, find }) => {
        find('Deployment', 'web').spec.template.spec.hostAliases = [
          { ip: '192.0.2.9', hostnames: ['printer'] },
        ];
        container('Deployment', 'web').env.push({ name: 'PRINTER_HOST', value: 'printer' });
      },
    },
    {
      name: 'an optional Secret',
      change: ({ container }) => {
        container('Deployment', 'web').envFrom.push({ secretRef: { name: 'overrides', optional: true } });
      },
    },
    {
      name: 'a volume of a class without a provisioner',
      change: ({ add, find }) => {
        const spec = { storageClassName: 'manual', accessModes: ['ReadWriteOnce'] };
        add({
          apiVersion: 'v1',
          kind: 'PersistentVolume',
          metadata: { name: 'disk' },
          spec: {
            ...spec,
            capacity: { storage: '1Gi' },
            nfs: { server: 'files.example.org', path: '/shop' },
          },
        });
        find('StatefulSet', 'db').spec.volumeClaimTemplates[0].spec.storageClassName = 'manual';
      },
    },
    variable('VERSION', '1.10'),
    variable('COUNTRY', 'NO'),
    variable('ENABLED', 'yes'),
    variable('MODE', '0644'),
    variable('RANGE', '1:30'),
    variable('REGEX', '^/api/(v1|v2)/.*$'),
    variable('JSON', '{"hosts": ["a.example:80", "b.example"]}'),
    variable('JAVA_OPTS', '-Xmx256m -Dserver.port=8080 -Djava.net.preferIPv4Stack=true'),
    variable('LOG_FORMAT', '%h:%p %t "%r" %>s'),
    variable('CRON', '0 3 * * *'),
    variable('OTEL_EXPORTER_OTLP_ENDPOINT', 'http://192.0.2.7:4317'),
    variable('KUBERNETES_MASTER', 'https://kubernetes.default.svc'),
    variable('KUBERNETES_SERVICE', 'https://kubernetes.default.svc.cluster.local:443'),
    variable('CORS_ORIGIN', 'https://*.shop.example'),
    variable('DATABASE_HOST', 'db'),
    variable('DATABASE_HOST', 'db.shop.svc'),
    variable('DATABASE_SRV', '_sql._tcp.db.shop.svc.cluster.local'),
    variable('WEB', 'http://web'),
    variable('WEB', 'http://web.shop:80/path?x=http://y'),
    variable('SENTRY_DSN', ''),
    variable('TZ', 'Europe/Berlin'),
    variable('EMPTY', ''),
    variable('IMAGE_TAG', 'latest'),
    variable('PEERS', 'db-0.db:5432,db-1.db:5432'),
    variable('SMTP_HOST', 'smtp-relay.gmail.com'),
    variable('NAMESPACE', 'previews'),
    variable('USERNAME', 'shop'),
    variable('BUCKET', 'shop-backups'),
    variable('TIMEOUT', '30s'),
    variable('MEMORY', '512m'),
    inConfigMap(
      'an nginx configuration',
      'server {\n  listen 8080;\n  location / { proxy_pass http://127.0.0.1:3000; }\n}\n',
    ),
    inConfigMap(
      'a file of Java',
      'server.port=8080\nlogging.level.org.example=DEBUG\nspring.main.banner-mode=off\n',
    ),
    inConfigMap('a script', '#!/bin/sh\nset -eu\nfor f in *; do echo "$f"; done\n'),
    inConfigMap('a template', 'host: {{ .Values.host }}\n'),
    {
      name: 'an Ingress with redirects and limits',
      change: ({ find }) => {
        find('Ingress', 'web').metadata.annotations = {
          'nginx.ingress.kubernetes.io/ssl-redirect': 'true',
          'nginx.ingress.kubernetes.io/proxy-body-size': '50m',
          'nginx.ingress.kubernetes.io/proxy-read-timeout': '3600',
          'nginx.ingress.kubernetes.io/limit-rps': '10',
        };
      },
    },
  ],
};
