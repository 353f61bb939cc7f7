import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getAll, kubectl } from '../support/kubectl';
import { listOf } from '../support/pods';
import {
  AUTH_SECRET,
  DEFAULT_CERTIFICATE,
  type Ingress,
  ingresses,
  type Route,
  routes,
  USER,
} from './support/ingresses';

/** An image with Python, in which the fixture pods run an echo server. */
const IMAGE = 'docker.io/library/python:3.14-alpine';

/** The time for the pods of dist/ to become ready before fixture pods replace them, in milliseconds. */
const PATIENCE = 20_000;

/**
 * Makes the objects that the Ingresses of a cluster need and that dist/ does not contain: Secrets, and pods for each
 * Service without ready pods.
 *
 * `npm run ingress-fixtures` must run before the controller starts, so that the controller finds all objects.
 */
function main(): void {
  const pods = missingPods();
  kubectl(['apply', '-f', '-'], listOf([...secrets(ingresses()), ...pods]));
  if (pods.length > 0)
    kubectl([
      ...['wait', 'deployments', '--all-namespaces', '--selector=ingress-fixture'],
      ...['--for=condition=Available', '--timeout=120s'],
    ]);
}

function secrets(all: readonly Ingress[]): object[] {
  const certificates = all.flatMap(({ metadata, spec }) =>
    (spec.tls ?? []).flatMap(({ hosts, secretName }) =>
      secretName === undefined ? [] : [tlsSecret(metadata.namespace, secretName, hosts[0] ?? '')],
    ),
  );
  const passwords = new Set(
    all.flatMap(({ metadata: { namespace, annotations } }) => {
      const name = annotations?.[AUTH_SECRET];
      return name === undefined ? [] : [name.includes('/') ? name : `${namespace}/${name}`];
    }),
  );
  return [...certificates, ...defaultCertificate(), ...[...passwords].map(authSecret)];
}

/** The Secret of the controller's default certificate, if its arguments name one. */
function defaultCertificate(): object[] {
  const controllers = getAll<{ spec: { template: { spec: { containers: { args?: string[] }[] } } } }>(
    'deployments,daemonsets',
    '--all-namespaces',
    '--selector=app.kubernetes.io/name=ingress-nginx',
  );
  const args = controllers.flatMap(({ spec }) =>
    spec.template.spec.containers.flatMap(({ args = [] }) => args),
  );
  return args.flatMap((arg) => {
    const [, namespace, name] = /^--default-ssl-certificate=(.+)\/(.+)$/.exec(arg) ?? [];
    return namespace && name ? [tlsSecret(namespace, name, DEFAULT_CERTIFICATE)] : [];
  });
}

function tlsSecret(namespace: string, name: string, commonName: string): object {
  const pem = openssl([
    ...[
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-days',
      '2',
      '-subj',
      `/CN=${commonName}`,
    ],
    ...['-addext', `subjectAltName=DNS:${commonName.replaceAll(' ', '-')}`, '-keyout', '-', '-out', '-'],
  ]);
  const part = (label: string) =>
    new RegExp(`-----BEGIN ${label}-----.*?-----END ${label}-----\n`, 's').exec(pem)?.[0];
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { namespace, name },
    type: 'kubernetes.io/tls',
    stringData: { 'tls.crt': part('CERTIFICATE'), 'tls.key': part('PRIVATE KEY') },
  };
}

function authSecret(secret: string): object {
  const [namespace, name] = secret.split('/');
  const hash = openssl(['passwd', '-apr1', USER.password]).trim();
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { namespace, name },
    stringData: { auth: `${USER.name}:${hash}\n` },
  };
}

function openssl(args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync('openssl', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`openssl ${args.join(' ')} ended with ${status}: ${stderr}`);
  return stdout;
}

/** Two echo servers for each Service that has no ready pod after {@link PATIENCE}. */
function missingPods(): object[] {
  const deadline = Date.now() + PATIENCE;
  let unserved = unservedRoutes();
  while (unserved.length > 0 && Date.now() < deadline) {
    spawnSync('sleep', ['1']);
    unserved = unservedRoutes();
  }
  const byService = new Map(
    unserved.map((route) => [`${route.service.metadata.namespace}/${route.service.metadata.name}`, route]),
  );
  return [...byService.values()].flatMap(echoServer);
}

function unservedRoutes(): Route[] {
  const slices = getAll<{
    metadata: { namespace: string; labels: Record<string, string> };
    endpoints: { conditions: { ready?: boolean } }[] | null;
  }>('endpointslices', '--all-namespaces');
  const served = new Set(
    slices
      .filter(({ endpoints }) => endpoints?.some(({ conditions }) => conditions.ready))
      .map(({ metadata }) => `${metadata.namespace}/${metadata.labels['kubernetes.io/service-name']}`),
  );
  return routes().filter(
    ({ service: { metadata } }) => !served.has(`${metadata.namespace}/${metadata.name}`),
  );
}

function echoServer({ service, podPort }: Route): object[] {
  const { namespace, name } = service.metadata;
  const metadata = { namespace, name: `fixture-${name}`, labels: { 'ingress-fixture': 'true' } };
  const labels = { ...service.spec.selector, fixture: name };
  return [
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata,
      data: { 'echo.py': readFileSync(join(__dirname, 'support', 'echo.py'), 'utf8') },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: {
        replicas: 2,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: echoPod(metadata.name, podPort) },
      },
    },
  ];
}

function echoPod(configMap: string, port: number): object {
  const resources = { cpu: '100m', memory: '128Mi' };
  return {
    automountServiceAccountToken: false,
    securityContext: { runAsNonRoot: true, runAsUser: 65_534, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [
      {
        name: 'echo',
        image: IMAGE,
        command: ['python3', '/echo/echo.py'],
        env: [
          { name: 'PORT', value: String(port) },
          { name: 'NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
          { name: 'NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
          { name: 'POD', value: '$(NAMESPACE)/$(NAME)' },
        ],
        ports: [{ containerPort: port }],
        readinessProbe: { tcpSocket: { port } },
        resources: { requests: resources, limits: resources },
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
        volumeMounts: [{ name: 'echo', mountPath: '/echo' }],
      },
    ],
    volumes: [{ name: 'echo', configMap: { name: configMap } }],
  };
}

main();
