import { isInZone } from '../../kube/hostnames';
import type { ClusterIndex } from '../engine/cluster-index';
import { type Finding, list, objectName } from '../engine/finding';
import { groupBy } from '../engine/group-by';
import { perCluster } from '../engine/per-cluster';
import type { Rule } from '../engine/rule';
import { type DnsSource, type PublishedHost, publishedHosts } from '../facts/published-hosts';

export const dnsZone: Rule = {
  id: 'dns-zone',
  group: 'references',
  title:
    'Every host of an Ingress or an HTTPRoute is in a zone that ExternalDNS manages, if the cluster has it, and an Ingress and an HTTPRoute with one host have the same target. Otherwise a warning is reported, unless an annotation excludes the object.',
  protects: 'The host has no DNS record, or one that points to another controller.',
  *check(cluster): Iterable<Finding> {
    const published = publishedHosts(cluster).filter(
      ({ source }) => instancesWith(cluster, source).length > 0,
    );
    for (const host of published) yield* unmanaged(cluster, host);
    yield* otherTargets(published);
  },
};

function* unmanaged(cluster: ClusterIndex, published: PublishedHost): Iterable<Finding> {
  const { source, object, field, host, needsListenerSets } = published;
  const at = { object, field, value: host, severity: 'warning' } as const;
  const zones = managedZones(cluster)[source];
  const instances = instancesWith(cluster, source);
  if (zones && !isManaged(host, zones)) {
    const problem = `ExternalDNS manages only ${list(zones.managed)}${zones.excluded.length > 0 ? ` except ${list(zones.excluded)}` : ''}, so it creates no record: correct the host, add its zone to --domain-filter, or exclude the ${object.kind} with the annotation external-dns.alpha.kubernetes.io/controller`;
    yield { ...at, problem };
  } else if (needsListenerSets && !instances.some((args) => args.includes(LISTENER_SETS))) {
    const problem = `ExternalDNS does not follow ListenerSets, so it creates no record: add ${LISTENER_SETS} to its arguments`;
    yield { ...at, problem };
  }
}

/** The hosts of an Ingress and of an HTTPRoute: ExternalDNS creates one record, and chooses the target itself. */
function* otherTargets(published: readonly PublishedHost[]): Iterable<Finding> {
  for (const [host, all] of groupBy(published, ({ host }) => host)) {
    const first = all.find(({ source }) => source === 'ingress');
    const other = all.find(({ source, target }) => source !== 'ingress' && target !== first?.target);
    if (first === undefined || other === undefined) continue;
    const problem = `${objectName(first.object)} has the host, too, and ExternalDNS chooses one of their targets: exclude one of them with the annotation external-dns.alpha.kubernetes.io/controller`;
    yield { object: other.object, field: other.field, value: host, problem, severity: 'warning' };
  }
}

const LISTENER_SETS = '--gateway-listener-sets';

interface Zones {
  readonly managed: readonly string[];
  readonly excluded: readonly string[];
}

function isManaged(host: string, { managed, excluded }: Zones): boolean {
  const isIn = (zone: string) => isInZone(host.replace(/^\*\./, ''), zone);
  return managed.some(isIn) && !excluded.some(isIn);
}

/** The arguments of every ExternalDNS of a cluster. */
const instancesOf = perCluster((cluster) =>
  cluster.containers
    .filter(({ container }) => container.image?.includes('external-dns/external-dns'))
    .map(({ container: { args = [] } }) => args),
);

function instancesWith(cluster: ClusterIndex, source: DnsSource): (readonly string[])[] {
  return instancesOf(cluster).filter((args) => args.includes(`--source=${source}`));
}

const managedZones = perCluster(
  (cluster): Readonly<Record<DnsSource, Zones | undefined>> => ({
    ingress: zonesOf(instancesWith(cluster, 'ingress')),
    'gateway-httproute': zonesOf(instancesWith(cluster, 'gateway-httproute')),
  }),
);

/**
 * The zones of all ExternalDNS with a source; undefined if one of them is without plain zones.
 *
 * @see https://kubernetes-sigs.github.io/external-dns/latest/docs/advanced/domain-filter/
 */
function zonesOf(all: readonly (readonly string[])[]): Zones | undefined {
  const zones = all.map((args) =>
    args.flatMap((argument) => /^--domain-filter=\.?(.+)$/.exec(argument)?.[1] ?? []),
  );
  const excluded = all.flat().flatMap((argument) => /^--exclude-domains=\.?(.+)$/.exec(argument)?.[1] ?? []);
  // A regular expression overrides the zones.
  const isOpen =
    zones.some(({ length }) => length === 0) || all.flat().some((it) => it.startsWith('--regex-'));
  return zones.length === 0 || isOpen ? undefined : { managed: zones.flat(), excluded };
}
