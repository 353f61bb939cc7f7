import { spawnSync } from 'node:child_process';
import { getAll, kubectl } from '../support/kubectl';
import { listOf } from '../support/pods';
import { echoServer } from './support/echo-pods';
import {
  AUTH_SECRET,
  DEFAULT_CERTIFICATE,
  type Ingress,
  ingresses,
  type Route,
  routes,
} from './support/ingresses';
import { authSecret, tlsSecret } from './support/secrets';

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

main();
