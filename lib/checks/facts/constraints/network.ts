import { cidrContains } from '../../../kube/cidr';
import { type Constraints, check } from './constraint';
import {
  atLeastOne,
  CIDR,
  exactlyOne,
  filled,
  isMissing,
  needs,
  OPTIONAL_NAME,
  oneOf,
  PATH_SEGMENT,
  PORT,
  PORT_NAME,
  PORT_OR_NAME,
  SUBDOMAIN,
  text,
  unlessEmpty,
} from './predicates';

const PEER = check<{ ipBlock?: object; podSelector?: object; namespaceSelector?: object }>(
  ({ ipBlock, podSelector, namespaceSelector }) => {
    if (ipBlock && (podSelector || namespaceSelector))
      return { at: 'ipBlock', problem: 'excludes selectors: write two peers' };
    if (!ipBlock && !podSelector && !namespaceSelector)
      return 'empty: add ipBlock, podSelector or namespaceSelector';
    return undefined;
  },
);

const IP_BLOCK = check<{ cidr: string; except?: readonly string[] }>(({ cidr, except = [] }) => {
  for (const [index, inner] of except.entries()) {
    const at = { at: `except[${index}]`, value: inner };
    if (CIDR(inner))
      return { ...at, problem: 'not a valid range of IP addresses: write it like 10.0.0.0/16' };
    if (inner.includes(':') || cidr.includes(':')) continue;
    if (
      CIDR(cidr) === undefined &&
      (!cidrContains(cidr, inner) || Number(inner.split('/')[1]) <= Number(cidr.split('/')[1]))
    )
      return { ...at, problem: `must be a range within ${cidr}, and smaller: correct it, or remove it` };
  }
  return undefined;
});

const END_PORT = check<{ port?: number | string; endPort?: number }>(({ port, endPort }) => {
  if (endPort === undefined) return undefined;
  const at = { at: 'endPort', value: endPort };
  if (typeof port !== 'number')
    return { ...at, problem: 'requires a numeric port: set the first port of the range' };
  return endPort < port ? { ...at, problem: `less than port (${port}): raise it` } : undefined;
});

/** A host of a route: a DNS name, also with a wildcard as its first label, and no IP address. */
export const HOST = check<string>((host) => {
  if (host === '') return undefined;
  if (/^[\d.]+$/.test(host) && host.split('.').length === 4) return 'an IP address: use a DNS name';
  return SUBDOMAIN(host.replace(/^\*\./, ''));
});

const PATH = check<{ path?: string; pathType: string }>(({ path = '', pathType }) => {
  if (pathType === 'ImplementationSpecific')
    return path !== '' && !path.startsWith('/')
      ? { at: 'path', value: path, problem: 'relative: begin it with /' }
      : undefined;
  if (!path.startsWith('/')) return { at: 'path', value: path, problem: 'relative: begin it with /' };
  const invalid =
    ['//', '/./', '/../', '%2f', '%2F'].find((part) => path.includes(part)) ??
    ['/..', '/.'].find((end) => path.endsWith(end));
  return invalid && { at: 'path', value: path, problem: `contains "${invalid}": remove it` };
});

/** Network policies and routes. */
export const NETWORK: Constraints = {
  NetworkPolicyPeer: { '': PEER },
  IPBlock: { '': IP_BLOCK, cidr: CIDR },
  NetworkPolicyPort: {
    '': END_PORT,
    port: PORT_OR_NAME,
    endPort: PORT,
    protocol: oneOf('TCP', 'UDP', 'SCTP'),
  },
  NetworkPolicySpec: {
    'policyTypes[*]': [filled, oneOf('Ingress', 'Egress')],
    policyTypes: check<readonly string[]>((types) =>
      types.length > 2 ? 'more than two types: remove duplicates' : undefined,
    ),
  },
  Ingress: { '': needs('spec') },
  IngressSpec: {
    '': atLeastOne('defaultBackend', 'rules'),
    ingressClassName: SUBDOMAIN,
  },
  IngressRule: { host: HOST },
  IngressTLS: { 'hosts[*]': HOST, secretName: OPTIONAL_NAME },
  HTTPIngressRuleValue: { paths: filled },
  HTTPIngressPath: { '': PATH, pathType: [filled, oneOf('Exact', 'ImplementationSpecific', 'Prefix')] },
  IngressBackend: { '': exactlyOne('service', 'resource') },
  IngressServiceBackend: { '': needs('port'), name: [filled, SUBDOMAIN] },
  ServiceBackendPort: { '': exactlyOne('name', 'number'), name: unlessEmpty(PORT_NAME), number: PORT },
  IngressClass: { '': needs('spec') },
  IngressClassSpec: {
    '': needs('controller'),
    controller: text(
      'name of a controller',
      /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*\/.+$/,
      'a name such as example.com/controller',
      250,
    ),
  },
  IngressClassParametersReference: {
    kind: [filled, PATH_SEGMENT],
    name: [filled, PATH_SEGMENT],
    apiGroup: SUBDOMAIN,
    scope: [filled, oneOf('Cluster', 'Namespace')],
    '': check<{ scope?: string; namespace?: string }>(({ scope = 'Cluster', namespace }) =>
      (scope === 'Namespace') === isMissing(namespace)
        ? {
            at: 'namespace',
            value: namespace,
            problem: 'required for scope Namespace, and only allowed for it: correct it',
          }
        : undefined,
    ),
  },
};
