import { groupBy } from '../../checks/engine/group-by';
import { perCluster } from '../../checks/engine/per-cluster';
import { backendsOf, routesOf } from '../../checks/facts/routes';
import { secretKeys } from '../../checks/facts/secrets';
import { secretKey, tlsOf } from '../../checks/facts/tls';
import { covers } from '../../kube/hostnames';
import type { Consequence } from '../consequence';
import { sentenceList, shared, sharedName } from '../names';
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
  readonly hasTls: boolean;
  /** The Secrets with its certificates, as `namespace/name`; empty for the default certificate of the controller. */
  readonly certificates: readonly string[];
}

/** The hosts of a cluster, by name, with `*` for the id of a preview. */
export const hostsOf = perCluster((cluster): ReadonlyMap<string, Host> => {
  const found = new Map<string, Host>();
  const known = secretKeys(cluster);
  const backends = groupBy(backendsOf(cluster), ({ object }) => object);
  for (const { object, host: stated, path, pathType } of routesOf(cluster)) {
    const host = shared(cluster, object.namespace, stated);
    const entries = tlsOf(cluster).filter(({ hosts }) => covers(hosts, stated));
    const secrets = entries
      .flatMap((entry) => entry.secrets)
      .filter((secret) => known.has(secretKey(secret)));
    const services = (backends.get(object) ?? []).map(({ namespace, name, port }) =>
      shared(cluster, namespace, `${namespace}/${name}${port === undefined ? '' : `:${port}`}`),
    );
    const old = found.get(host);
    found.set(host, {
      host,
      paths: union(old?.paths, [pathType === 'Exact' ? `= ${path}` : path || '/']),
      routes: union(old?.routes, [sharedName(cluster, object)]),
      services: union(old?.services, services),
      hasTls: (old?.hasTls ?? false) || entries.length > 0,
      certificates: union(
        old?.certificates,
        secrets.map(({ namespace, name }) => shared(cluster, namespace, `${namespace}/${name}`)),
      ),
    });
  }
  return found;
});

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
      ...changed(old.paths, host.paths, (paths, verb) => `${named(name)}: ${verb} for ${paths}`),
      ...changed(old.services, host.services, (services, verb) => `${named(name)}: ${services} ${verb}`),
      ...changed(old.certificates, host.certificates, (secrets, verb) =>
        verb === IS_NEW ? `${named(name)} uses the certificate ${secrets}` : undefined,
      ),
    ];
  });
};

const IS_NEW = 'receives requests now';
const IS_GONE = 'receives no more requests';

function changed(
  before: readonly string[],
  after: readonly string[],
  describe: (items: string, verb: string) => string | undefined,
): Consequence[] {
  const added = after.filter((item) => !before.includes(item));
  const removed = before.filter((item) => !after.includes(item));
  return [
    added.length > 0 ? describe(sentenceList(added), IS_NEW) : undefined,
    removed.length > 0 ? describe(sentenceList(removed), IS_GONE) : undefined,
  ].flatMap((sentence) => (sentence === undefined ? [] : [about(sentence)]));
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
