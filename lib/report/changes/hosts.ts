import type { ClusterIndex } from '../../checks/engine/cluster-index';
import { objectName } from '../../checks/engine/finding';
import { groupBy } from '../../checks/engine/group-by';
import { perCluster } from '../../checks/engine/per-cluster';
import { servedSecrets } from '../../checks/facts/certificates';
import { backendsOf, type Route, routesOf } from '../../checks/facts/routes';
import { secretKeys } from '../../checks/facts/secrets';
import { tlsOf } from '../../checks/facts/tls';
import { covers } from '../../kube/hostnames';
import type { Consequence } from '../consequence';
import { sentenceList, shared, sharedName } from '../names';
import { type Certificate, certificateIn } from './certificates';
import type { Comparison } from './compare';

/** A host that the cluster serves. */
export interface Host {
  readonly host: string;
  /** Such as `/api`, and `= /api` for an exact path. */
  readonly paths: readonly string[];
  /** The objects that state its routes. */
  readonly routes: readonly string[];
  /** The Services that receive its requests. */
  readonly services: readonly string[];
  /** What serves it, such as `ingress class nginx` or `Gateway edge/public of class envoy`. */
  readonly controllers: readonly string[];
  readonly hasTls: boolean;
  /** Also the default certificate of the controller, if it is known. */
  readonly certificates: readonly Certificate[];
}

/** The hosts of a cluster, by name, with `*` for the id of a preview. */
export const hostsOf = perCluster((cluster): ReadonlyMap<string, Host> => {
  const found = new Map<string, Host>();
  const known = secretKeys(cluster);
  const backends = groupBy(backendsOf(cluster), ({ object }) => object);
  for (const route of routesOf(cluster)) {
    const { object, host: stated, path, pathType } = route;
    const host = shared(cluster, object.namespace, stated);
    const entries = tlsOf(cluster).filter(({ hosts }) => covers(hosts, stated));
    const secrets = entries
      .flatMap((entry) => servedSecrets(cluster, entry))
      .filter((secret) => known.has(secret));
    const services = (backends.get(object) ?? []).map(({ namespace, name, port }) =>
      shared(cluster, namespace, `${namespace}/${name}${port === undefined ? '' : `:${port}`}`),
    );
    const old = found.get(host);
    found.set(host, {
      host,
      paths: union(old?.paths, [pathType === 'Exact' ? `= ${path}` : path || '/']),
      routes: union(old?.routes, [sharedName(cluster, object)]),
      services: union(old?.services, services),
      controllers: union(old?.controllers, [controllerOf(cluster, route)]),
      hasTls: (old?.hasTls ?? false) || entries.length > 0,
      certificates: certificatesIn(cluster, old?.certificates, secrets),
    });
  }
  return found;
});

function certificatesIn(cluster: ClusterIndex, old: readonly Certificate[] = [], secrets: readonly string[]) {
  const all = [...old, ...secrets.map((secret) => certificateIn(cluster, secret))];
  return [...new Map(all.map((certificate) => [certificate.secret, certificate])).values()];
}

function controllerOf(cluster: ClusterIndex, { className, listener, object }: Route): string {
  const gateway = listener?.gateway;
  if (gateway === undefined)
    return className === undefined ? 'the default ingress class' : `ingress class ${className}`;
  return shared(cluster, object.namespace, `${objectName(gateway)} of class ${className}`);
}

/** The hosts that a change publishes, removes, or serves in another way. */
export const compareHosts: Comparison = (before, after) => {
  const [was, now] = [hostsOf(before), hostsOf(after)];
  return [...new Set([...was.keys(), ...now.keys()])].sort().flatMap((name) => {
    const [old, host] = [was.get(name), now.get(name)];
    if (host === undefined) return [about(`${named(name)} is no longer served`)];
    const protocol = host.hasTls ? 'with TLS' : 'without TLS';
    if (old === undefined)
      return [about(`${named(name)} is now served ${protocol} by ${sentenceList(host.services)}`)];
    return [
      ...(old.hasTls === host.hasTls ? [] : [about(`${named(name)} is now served ${protocol}`)]),
      ...replaced(old.paths, host.paths, `${named(name)} now serves the paths`),
      ...replaced(old.services, host.services, `requests for ${named(name)} now go to`),
      ...replaced(old.controllers, host.controllers, `${named(name)} is now served through`),
      ...replaced(secretsOf(old), secretsOf(host), `${named(name)} now uses the certificate in`),
      ...replaced(issuersOf(old), issuersOf(host), `${named(name)} now has a certificate of`),
    ];
  });
};

function secretsOf({ certificates }: Host): string[] {
  return certificates.map(({ secret }) => secret);
}

function issuersOf({ certificates }: Host): string[] {
  return certificates.map(({ object, issuer }) => issuer ?? object ?? 'a person');
}

/** No sentence if nothing is left, such as the certificate of a host that loses TLS. */
function replaced(before: readonly string[], after: readonly string[], beginning: string): Consequence[] {
  const [was, now] = [sentenceList(before), sentenceList(after)];
  if (was === now || now === '') return [];
  return [about(`${beginning} ${now} (${was || 'none'} before)`)];
}

function about(sentence: string): Consequence {
  return { topic: 'hosts', sentence, isImportant: true };
}

function named(host: string): string {
  return host === '*' ? 'every other host' : host;
}

function union(old: readonly string[] = [], more: readonly string[]): string[] {
  return [...new Set([...old, ...more])].sort();
}
