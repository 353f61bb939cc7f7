import { secondsOf } from '../../../kube/go-duration';
import { list } from '../../engine/finding';
import type {
  BackendRef,
  HttpRouteFilter,
  HttpRouteMatch,
  HttpRouteRule,
  ListenerSpec,
  ObjectRef,
  ParentRef,
} from '../../engine/gateway-kinds';
import { GATEWAY_API } from '../listeners';
import { type Check, type Constraints, check } from './constraint';
import { HOST } from './network';
import { atLeastOne, atMostOne, exactlyOne, isMissing, unique } from './predicates';

const LISTENER = check<ListenerSpec & { readonly tls?: { readonly options?: object } }>(
  ({ protocol = '', tls, hostname }) => {
    const isPlain = ['HTTP', 'TCP', 'UDP'].includes(protocol);
    if (tls && isPlain)
      return { at: 'tls', problem: `not allowed for protocol ${protocol}: remove it, or use HTTPS` };
    if (hostname && ['TCP', 'UDP'].includes(protocol))
      return { at: 'hostname', value: hostname, problem: `not allowed for protocol ${protocol}: remove it` };
    const { mode = protocol === 'TLS' ? undefined : 'Terminate', certificateRefs, options = {} } = tls ?? {};
    if (protocol === 'TLS' && mode === undefined)
      return { at: 'tls.mode', problem: 'missing for protocol TLS: use Terminate or Passthrough' };
    if (protocol === 'HTTPS' && mode !== 'Terminate')
      return { at: 'tls.mode', value: mode, problem: 'not allowed for protocol HTTPS: use Terminate' };
    if (tls && mode === 'Terminate' && isMissing(certificateRefs) && Object.keys(options).length === 0)
      return { at: 'tls.certificateRefs', problem: 'missing for mode Terminate: name the Secret' };
    return undefined;
  },
);

const LISTENERS: Constraints[string] = {
  'spec.listeners': [unique('name'), unique('port', 'protocol', 'hostname')],
  'spec.listeners[*]': LISTENER,
  'spec.listeners[*].hostname': HOST,
};

/** A list of references, of which several to one object name different parts of it. */
const SECTIONS = check<readonly ParentRef[]>((refs) => {
  const seen = new Map<string, Set<string>>();
  for (const [index, { group, kind, namespace = '', name, sectionName = '' }] of refs.entries()) {
    const key = JSON.stringify([group, kind, namespace, name]);
    const sections = seen.get(key) ?? new Set<string>();
    const at = { at: `[${index}].sectionName`, value: sectionName || undefined };
    if (sections.has(sectionName))
      return { ...at, problem: 'an item before it names the same: change or remove one of them' };
    if (sections.size > 0 && (sectionName === '' || sections.has('')))
      return { ...at, problem: 'each of several references to one object must name its part: set it' };
    seen.set(key, sections.add(sectionName));
  }
  return undefined;
});

/** The fields of filters by their types, which the schema lists. */
const FIELD: Readonly<Record<string, string>> = {
  CORS: 'cors',
  ExtensionRef: 'extensionRef',
  RequestHeaderModifier: 'requestHeaderModifier',
  RequestMirror: 'requestMirror',
  RequestRedirect: 'requestRedirect',
  ResponseHeaderModifier: 'responseHeaderModifier',
  URLRewrite: 'urlRewrite',
};

type Filter = HttpRouteFilter & { readonly type: string } & Readonly<Record<string, unknown>>;

const FILTER = check<Filter>((filter) => {
  const { type } = filter;
  const field = FIELD[type];
  if (field === undefined) return undefined;
  if (isMissing(filter[field])) return { at: field, problem: `missing for a filter of type ${type}: add it` };
  const other = Object.values(FIELD).find((it) => it !== field && !isMissing(filter[it]));
  return other && { at: other, problem: `not allowed for a filter of type ${type}: remove it` };
});

/** The filters that a rule may have once. */
const FILTERS = check<readonly Filter[]>((filters) => {
  const once = filters.map(({ type }) => (['RequestMirror', 'ExtensionRef'].includes(type) ? {} : { type }));
  const types = filters.map(({ type }) => type);
  if (types.includes('RequestRedirect') && types.includes('URLRewrite'))
    return { value: undefined, problem: 'has a redirect and a rewrite: keep one of them' };
  return unique('type')(once);
});

/** A change of the path, whose field depends on its type. */
const PATH_CHANGE = check<Readonly<Record<string, unknown>> & { readonly type: string }>((path) => {
  const fields: Readonly<Record<string, string>> = {
    ReplaceFullPath: 'replaceFullPath',
    ReplacePrefixMatch: 'replacePrefixMatch',
  };
  const field = fields[path.type];
  if (field === undefined) return undefined;
  if (path[field] === undefined) return { at: field, problem: `missing for type ${path.type}: add it` };
  const other = Object.values(fields).find((it) => it !== field && path[it] !== undefined);
  return other && { at: other, problem: `not allowed for type ${path.type}: remove it` };
});

const ANY_ALONE = check<readonly string[]>((values) =>
  values.includes('*') && values.length > 1 ? '* excludes other values: keep only one of both' : undefined,
);

const BACKEND = check<BackendRef>(({ group = '', kind = 'Service', port }) =>
  group === '' && kind === 'Service' && port === undefined
    ? { at: 'port', problem: 'missing: state a port of the Service' }
    : undefined,
);

function filters(at: string): Constraints[string] {
  return {
    [at]: FILTERS,
    [`${at}[*]`]: FILTER,
    [`${at}[*].requestRedirect.path`]: PATH_CHANGE,
    [`${at}[*].urlRewrite.path`]: PATH_CHANGE,
    [`${at}[*].requestMirror`]: atMostOne('percent', 'fraction'),
    [`${at}[*].requestMirror.backendRef`]: BACKEND,
    ...Object.fromEntries(
      ['allowHeaders', 'allowMethods', 'allowOrigins'].map((field) => [
        `${at}[*].cors.${field}`,
        [ANY_ALONE, unique()],
      ]),
    ),
    ...Object.fromEntries(
      ['requestHeaderModifier', 'responseHeaderModifier'].flatMap((field) => [
        [`${at}[*].${field}.add`, unique('name')],
        [`${at}[*].${field}.set`, unique('name')],
        [`${at}[*].${field}.remove`, unique()],
      ]),
    ),
  };
}

const CHARACTERS = /^(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|%[0-9a-fA-F]{2})+$/;

const PATH = check<NonNullable<HttpRouteMatch['path']>>(({ type = 'PathPrefix', value = '/' }) => {
  if (type === 'RegularExpression') return undefined;
  const at = { at: 'value', value };
  if (!value.startsWith('/')) return { ...at, problem: 'relative: begin it with /' };
  const part = ['//', '/./', '/../', '%2f', '%2F', '#'].find((it) => value.includes(it));
  const invalid = part ?? ['/..', '/.'].find((end) => value.endsWith(end));
  if (invalid) return { ...at, problem: `contains "${invalid}": remove it` };
  return CHARACTERS.test(value)
    ? undefined
    : { ...at, problem: 'has characters that no URL has: encode them' };
});

type PathFilter = Readonly<Record<string, { readonly path?: { readonly type?: string } } | undefined>>;

const RULE = check<HttpRouteRule>(({ backendRefs = [], filters = [], matches }) => {
  const all = [...filters, ...backendRefs.flatMap((ref) => ref.filters ?? [])];
  if (backendRefs.length > 0 && filters.some((filter) => 'requestRedirect' in filter))
    return { at: 'backendRefs', value: undefined, problem: 'excludes a redirect: remove one of them' };
  const replaces = all.some((filter) => {
    const { requestRedirect, urlRewrite } = filter as PathFilter;
    return [requestRedirect, urlRewrite].some((it) => it?.path?.type === 'ReplacePrefixMatch');
  });
  const [match, ...others] = matches ?? [{ path: { type: 'PathPrefix' } }];
  const isOnePrefix = match && others.length === 0 && (match.path?.type ?? 'PathPrefix') === 'PathPrefix';
  if (replaces && !isOnePrefix)
    return {
      at: 'matches',
      value: undefined,
      problem: 'a filter replaces the prefix: use one match with a path of type PathPrefix',
    };
  return undefined;
});

const TIMEOUTS = check<{ readonly request?: string; readonly backendRequest?: string }>(
  ({ request = '0s', backendRequest = '0s' }) => {
    const limit = secondsOf(request) ?? 0;
    return limit > 0 && (secondsOf(backendRequest) ?? 0) > limit
      ? { at: 'backendRequest', value: backendRequest, problem: `longer than request (${request}): lower it` }
      : undefined;
  },
);

const MAX_MATCHES = 128;

const RULES = check<readonly HttpRouteRule[]>((rules) => {
  const count = rules.reduce((sum, { matches = [{}] }) => sum + matches.length, 0);
  return count > MAX_MATCHES
    ? { value: undefined, problem: `${count} matches; the maximum is ${MAX_MATCHES}: split the route` }
    : undefined;
});

const ROUTES = ['GRPCRoute', 'HTTPRoute', 'TCPRoute', 'TLSRoute', 'UDPRoute'];

interface PolicySpec {
  readonly mergeType?: string;
  readonly targetRef?: ObjectRef;
  readonly targetRefs?: readonly ObjectRef[];
  readonly targetSelectors?: readonly ObjectRef[];
}

/** A policy that is merged with that of a Gateway. */
const MERGED = check<PolicySpec>(({ mergeType, targetRef, targetRefs = [], targetSelectors = [] }) => {
  const targets = [...(targetRef ? [targetRef] : []), ...targetRefs, ...targetSelectors];
  return mergeType !== undefined && !targets.every(({ kind }) => ROUTES.includes(kind ?? ''))
    ? { at: 'mergeType', value: mergeType, problem: 'only allowed if all targets are routes: remove it' }
    : undefined;
});

/** The targets of a policy of Envoy Gateway. */
function policyOf(...kinds: readonly string[]): Constraints[string] {
  const target: Record<string, Check> = {
    kind: check<string>((kind) =>
      kinds.includes(kind) ? undefined : `the policy cannot have this target: use one of ${list(kinds)}`,
    ),
    group: check<string>((group) =>
      group === GATEWAY_API ? undefined : `the policy cannot have this target: write ${GATEWAY_API}`,
    ),
  };
  const targets = ['spec.targetRef', 'spec.targetRefs[*]'].flatMap((at) =>
    Object.entries(target).map(([field, check]) => [`${at}.${field}`, check]),
  );
  return {
    ...Object.fromEntries(targets),
    spec: [
      atLeastOne('targetRef', 'targetRefs', 'targetSelectors'),
      atMostOne('targetRef', 'targetRefs'),
      MERGED,
    ],
  };
}

const SUBJECT_NAME = check<{ readonly type: string } & Readonly<Record<string, unknown>>>((name) => {
  const field = name.type === 'URI' ? 'uri' : 'hostname';
  const other = field === 'uri' ? 'hostname' : 'uri';
  if (isMissing(name[field])) return { at: field, problem: `missing for type ${name.type}: add it` };
  return isMissing(name[other])
    ? undefined
    : { at: other, problem: `not allowed for type ${name.type}: remove it` };
});

/**
 * The expressions (CEL) of Gateway API's and Envoy Gateway's CRDs, which no schema contains.
 *
 * @see https://github.com/kubernetes-sigs/gateway-api/tree/v1.6.3/config/crd/standard
 * @see https://github.com/envoyproxy/gateway/tree/v1.9.1/charts/gateway-crds-helm/templates/generated
 */
export const GATEWAY: Constraints = {
  Gateway: {
    ...LISTENERS,
    'spec.addresses': unique('type', 'value'),
    'spec.tls.frontend.perPort': unique('port'),
  },
  ListenerSet: LISTENERS,
  HTTPRoute: {
    'spec.hostnames[*]': HOST,
    'spec.parentRefs': SECTIONS,
    'spec.rules': RULES,
    'spec.rules[*]': RULE,
    'spec.rules[*].timeouts': TIMEOUTS,
    'spec.rules[*].backendRefs[*]': BACKEND,
    'spec.rules[*].matches[*].path': PATH,
    'spec.rules[*].matches[*].headers': unique('name'),
    'spec.rules[*].matches[*].queryParams': unique('name'),
    ...filters('spec.rules[*].filters'),
    ...filters('spec.rules[*].backendRefs[*].filters'),
  },
  BackendTLSPolicy: {
    'spec.targetRefs': SECTIONS,
    'spec.validation': exactlyOne('caCertificateRefs', 'wellKnownCACertificates'),
    'spec.validation.subjectAltNames[*]': SUBJECT_NAME,
  },
  BackendTrafficPolicy: policyOf('Gateway', 'ListenerSet', ...ROUTES),
  ClientTrafficPolicy: policyOf('Gateway', 'ListenerSet'),
  SecurityPolicy: policyOf('Gateway', 'ListenerSet', 'GRPCRoute', 'HTTPRoute', 'TCPRoute'),
  EnvoyProxy: { spec: atMostOne('mergeGateways', 'mergeBackends') },
};
