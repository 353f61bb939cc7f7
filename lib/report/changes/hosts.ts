import type { ClusterIndex } from '../../checks/engine/cluster-index';
import { objectName } from '../../checks/engine/finding';
import { groupBy } from '../../checks/engine/group-by';
import { perCluster } from '../../checks/engine/per-cluster';
import { servedSecrets } from '../../checks/facts/certificates';
import { backendsOf, type Route, routesOf } from '../../checks/facts/routes';
import { secretKeys } from '../../checks/facts/secrets';
import { tlsOf } from '../../checks/facts/tls';
import { covers } from '../../kube/hostnames';
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

/** The hosts that a change publishes, removes, or serves in another way: one sentence for those with the same change. */
export const compareHosts: Comparison = (before, after) => {
  const [was, now] = [hostsOf(before), hostsOf(after)];
  const changes = [...new Set([...was.keys(), ...now.keys()])].flatMap((name) =>
    changesOf(was.get(name), now.get(name)).map((sentence) => ({ name, sentence })),
  );
  return [...groupBy(changes, ({ sentence }) => sentence('', 'is')).values()].map((group) => {
    const names = sentenceList(
      group.map(({ name }) => (name === '*' ? 'every other host' : name)),
      8,
    );
    const sentence = group[0]?.sentence(names, group.length === 1 ? 'is' : 'are') ?? '';
    return { topic: 'hosts', sentence, isImportant: true };
  });
};

/** A sentence about hosts with the same change. */
type Sentence = (hosts: string, be: 'is' | 'are') => string;

function changesOf(old: Host | undefined, host: Host | undefined): Sentence[] {
  if (host === undefined) return [(hosts, be) => `${hosts} ${be} no longer served`];
  const protocol = host.hasTls ? 'with TLS' : 'without TLS';
  if (old === undefined) {
    // A redirect has no Service.
    const by = host.services.length > 0 ? ` by ${sentenceList(host.services)}` : ', without a Service';
    return [(hosts, be) => `${hosts} ${be} now served ${protocol}${by}`];
  }
  return [
    ...(old.hasTls === host.hasTls
      ? []
      : [(hosts: string, be: string) => `${hosts} ${be} now served ${protocol}`]),
    ...replaced(old.paths, host.paths, (hosts) => `the paths of ${hosts} are now`),
    ...replaced(old.services, host.services, (hosts) => `requests for ${hosts} now go to`),
    ...replaced(old.controllers, host.controllers, (hosts) => `requests for ${hosts} now arrive through`),
    ...replaced(secretsOf(old), secretsOf(host), (hosts) => `the certificate of ${hosts} is now in Secret`),
    ...replaced(issuersOf(old), issuersOf(host), (hosts) => `the certificate of ${hosts} is now issued by`),
  ];
}

/** No sentence if nothing is left, such as the certificate of a host that loses TLS. */
function replaced(
  before: readonly string[],
  after: readonly string[],
  beginning: (hosts: string) => string,
): Sentence[] {
  const [was, now] = [sentenceList(before), sentenceList(after)];
  if (was === now || now === '') return [];
  return [(hosts) => `${beginning(hosts)} ${now} (${was || 'none'} before)`];
}

function secretsOf({ certificates }: Host): string[] {
  return certificates.map(({ secret }) => secret);
}

function issuersOf({ certificates }: Host): string[] {
  return certificates.map(({ object, issuer }) => issuer ?? object ?? 'a person');
}

function union(old: readonly string[] = [], more: readonly string[]): string[] {
  return [...new Set([...old, ...more])].sort();
}
