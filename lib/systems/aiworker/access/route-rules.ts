import { celList, type RequestRule } from '../../../core/account-policy';
import type { HostArea } from '../../../ingress/gateway/listeners';
import { HTTP, listenerOf } from '../../../ingress/gateway/listeners';
import { annotatedOnlyWith, inPreviewNamespace, isOwnHost, ownHostsOnly } from './guard-rules';

/** The gateway to which routes may attach. */
export interface RouteTarget {
  readonly name: string;
  readonly namespace: string;
  /** The hosts of previews. */
  readonly area: HostArea;
}

/** The annotations of routes that a program makes at runtime. */
const ANNOTATIONS = [
  'external-dns.alpha.kubernetes.io/controller',
  'kubectl.kubernetes.io/last-applied-configuration',
];

/** The filters of the routes of previews and projects. Others send requests to further backends, or to other hosts. */
const FILTERS = ['RequestHeaderModifier', 'RequestRedirect', 'ResponseHeaderModifier'];

/**
 * The rules for HTTPRoutes: their gateway and listener, their hosts, and their backends.
 *
 * A route without hosts would receive the requests of all hosts of its listener. A route of a preview attaches only to the
 * listener of previews, which authenticates visitors; the account may write no policy that would change this.
 *
 * They use the variable `labels`, the labels of the namespace.
 */
export function routeRules(domain: string, { name, namespace, area }: RouteTarget): RequestRule[] {
  const others = [HTTP, listenerOf(`x.${domain}`, [`*.${domain}`], [])];
  const listeners = `${inPreviewNamespace()} ? ['${area.name}'] : ${celList(others)}`;
  const isGateway = [
    "parent.?kind.orValue('Gateway') == 'Gateway'",
    `parent.name == '${name}'`,
    `parent.?namespace.orValue('') == '${namespace}'`,
    `parent.?sectionName.orValue('') in (${listeners})`,
  ].join(' && ');
  const backends =
    "rule.?backendRefs.orValue([]).all(backend, backend.?kind.orValue('Service') == 'Service' && backend.?namespace.orValue(request.namespace) == request.namespace && backend.?filters.orValue([]).size() == 0)";
  const filters = `rule.?filters.orValue([]).all(filter, filter.type in ${celList(FILTERS)} && filter.?requestRedirect.?hostname.orValue('') == '')`;
  return [
    {
      holds: `object.spec.?parentRefs.orValue([]).all(parent, ${isGateway})`,
      otherwise: `'routes attach to the gateway ${namespace}/${name}: to the listener ${area.name} in a preview, to ${others.join(' or ')} otherwise'`,
    },
    {
      holds: `object.spec.?hostnames.orValue([]).size() > 0 && object.spec.?hostnames.orValue([]).all(host, ${isOwnHost('host', domain)})`,
      otherwise: ownHostsOnly(domain),
    },
    {
      holds: `object.spec.?rules.orValue([]).all(rule, ${backends})`,
      otherwise: "'the backends of a route are Services of its namespace'",
    },
    {
      holds: `object.spec.?rules.orValue([]).all(rule, ${filters})`,
      otherwise: `'the filters of a route are ${FILTERS.join(', ')}, and redirects stay on their host'`,
    },
    {
      holds: annotatedOnlyWith(ANNOTATIONS),
      otherwise: `'routes have no annotations but these, as others reach further: ${ANNOTATIONS.join(', ')}'`,
    },
  ];
}
