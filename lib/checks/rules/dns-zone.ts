import { isInZone } from '../../kube/hostnames';
import type { ClusterIndex } from '../engine/cluster-index';
import { type Finding, list } from '../engine/finding';
import type { KubeObject } from '../engine/kube-object';
import { perCluster } from '../engine/per-cluster';
import type { Rule } from '../engine/rule';

export const dnsZone: Rule = {
  id: 'dns-zone',
  group: 'references',
  title:
    'Every host of an Ingress is in a zone that ExternalDNS manages, if the cluster has it. Otherwise a warning is reported, unless an annotation excludes the Ingress.',
  protects: 'The host has no DNS record.',
  *check(cluster): Iterable<Finding> {
    const zones = managedZones(cluster);
    if (zones === undefined) return;
    for (const object of cluster.ofKind('Ingress')) {
      if (isExcluded(object)) continue;
      const problem = `ExternalDNS manages only ${list(zones.managed)}${zones.excluded.length > 0 ? ` except ${list(zones.excluded)}` : ''}, so it creates no record: correct the host, add its zone to --domain-filter, or exclude the Ingress with the annotation external-dns.alpha.kubernetes.io/controller`;
      for (const [index, { host = '' }] of (object.spec.rules ?? []).entries())
        if (host && !isManaged(host, zones))
          yield { object, field: `spec.rules[${index}].host`, value: host, problem, severity: 'warning' };
    }
  },
};

interface Zones {
  readonly managed: readonly string[];
  readonly excluded: readonly string[];
}

function isManaged(host: string, { managed, excluded }: Zones): boolean {
  const isIn = (zone: string) => isInZone(host, zone);
  return managed.some(isIn) && !excluded.some(isIn);
}

/**
 * The zones of all ExternalDNS of a cluster; undefined if there is none for Ingresses, or one without plain zones.
 *
 * @see https://kubernetes-sigs.github.io/external-dns/latest/docs/advanced/domain-filter/
 */
const managedZones = perCluster((cluster: ClusterIndex): Zones | undefined => {
  const all = cluster.containers
    .filter(({ container }) => container.image?.includes('external-dns/external-dns'))
    .map(({ container: { args = [] } }) => args)
    .filter((args) => args.includes('--source=ingress'));
  const zones = all.map((args) =>
    args.flatMap((argument) => /^--domain-filter=\.?(.+)$/.exec(argument)?.[1] ?? []),
  );
  const excluded = all.flat().flatMap((argument) => /^--exclude-domains=\.?(.+)$/.exec(argument)?.[1] ?? []);
  // A regular expression overrides the zones.
  const isOpen =
    zones.some(({ length }) => length === 0) || all.flat().some((it) => it.startsWith('--regex-'));
  return zones.length === 0 || isOpen ? undefined : { managed: zones.flat(), excluded };
});

/**
 * Whether an annotation keeps ExternalDNS from the hosts of an Ingress.
 *
 * @see https://kubernetes-sigs.github.io/external-dns/latest/docs/annotations/annotations/
 */
function isExcluded({ annotations }: KubeObject): boolean {
  return Object.entries(annotations).some(
    ([key, value]) =>
      /^external-dns\..*\/(controller|ingress-hostname-source)$/.test(key) &&
      !['dns-controller', 'defined-hosts-only'].includes(value),
  );
}
