import { type Constraints, check } from './constraint';
import {
  CIDR,
  filled,
  IP,
  isMissing,
  LABEL_VALUE,
  needs,
  oneOf,
  PORT,
  PORT_OR_NAME,
  QUALIFIED_NAME,
  range,
  SUBDOMAIN,
  unique,
  unlessEmpty,
} from './predicates';

interface ServicePort {
  readonly name?: string;
  readonly port: number;
  readonly protocol?: string;
  readonly nodePort?: number;
}

interface ServiceSpec {
  readonly type?: string;
  readonly clusterIP?: string;
  readonly clusterIPs?: readonly string[];
  readonly ports?: readonly ServicePort[];
  readonly externalName?: string;
  readonly externalIPs?: readonly string[];
  readonly externalTrafficPolicy?: string;
  readonly loadBalancerClass?: string;
  readonly loadBalancerSourceRanges?: readonly string[];
  readonly allocateLoadBalancerNodePorts?: boolean;
  readonly healthCheckNodePort?: number;
  readonly sessionAffinity?: string;
  readonly sessionAffinityConfig?: { readonly clientIP?: { readonly timeoutSeconds?: number } };
}

const EXTERNAL = ['NodePort', 'LoadBalancer'];

/** Fields of a Service that only some of its types may have. */
const OF_TYPE = check<ServiceSpec>((spec) => {
  const { type = 'ClusterIP', ports = [] } = spec;
  const only = (field: keyof ServiceSpec, types: readonly string[]) =>
    isMissing(spec[field]) || types.includes(type)
      ? undefined
      : {
          at: field,
          value: spec[field],
          problem: `not allowed for type ${type}: remove it, or use type ${types.join(' or ')}`,
        };
  const isHeadless = spec.clusterIP === 'None';
  if (type === 'ExternalName') {
    if (isMissing(spec.externalName))
      return { at: 'externalName', problem: 'required for type ExternalName: set it' };
    const fault = SUBDOMAIN((spec.externalName ?? '').replace(/\.$/, ''));
    if (typeof fault === 'string') return { at: 'externalName', value: spec.externalName, problem: fault };
    if (!isMissing(spec.clusterIP))
      return {
        at: 'clusterIP',
        value: spec.clusterIP,
        problem: 'not allowed for type ExternalName: remove it',
      };
  } else if (ports.length === 0 && !isHeadless)
    return { at: 'ports', problem: 'required field is missing or empty: add a port' };
  if (isHeadless && EXTERNAL.includes(type))
    return { at: 'clusterIP', value: 'None', problem: `not allowed for type ${type}: remove it` };
  const nodePort = ports.findIndex((port) => port.nodePort);
  if (nodePort >= 0 && !EXTERNAL.includes(type))
    return {
      at: `ports[${nodePort}].nodePort`,
      value: ports[nodePort]?.nodePort,
      problem: `not allowed for type ${type}: remove it, or use type NodePort or LoadBalancer`,
    };
  if (spec.externalTrafficPolicy && !EXTERNAL.includes(type) && isMissing(spec.externalIPs))
    return only('externalTrafficPolicy', EXTERNAL);
  if (spec.healthCheckNodePort && !(type === 'LoadBalancer' && spec.externalTrafficPolicy === 'Local'))
    return {
      at: 'healthCheckNodePort',
      value: spec.healthCheckNodePort,
      problem: 'only allowed for type LoadBalancer with externalTrafficPolicy Local: remove it',
    };
  const seconds = spec.sessionAffinityConfig?.clientIP?.timeoutSeconds;
  if (spec.sessionAffinity === 'ClientIP' && seconds !== undefined && (seconds < 1 || seconds > 86_400))
    return {
      at: 'sessionAffinityConfig.clientIP.timeoutSeconds',
      value: seconds,
      problem: 'out of range: use a number from 1 to 86400',
    };
  return (
    only('loadBalancerClass', ['LoadBalancer']) ??
    only('loadBalancerSourceRanges', ['LoadBalancer']) ??
    only('allocateLoadBalancerNodePorts', ['LoadBalancer'])
  );
});

const PORTS_HAVE_NAMES = check<readonly ServicePort[]>((ports) => {
  const index = ports.findIndex(({ name }) => isMissing(name));
  if (ports.length < 2 || index < 0) return undefined;
  return {
    at: `[${index}].name`,
    problem: 'missing, and a Service with several ports names each of them: add it',
  };
});

const PORTS_DIFFER = check<readonly ServicePort[]>((ports) =>
  unique('port', 'protocol')(ports.map(({ port, protocol = 'TCP' }) => ({ port, protocol }))),
);

const NODE_PORTS_DIFFER = check<readonly ServicePort[]>((ports) =>
  unique('nodePort')(ports.map(({ nodePort }) => ({ nodePort: nodePort || undefined }))),
);

/** Services and their ports. */
export const SERVICES: Constraints = {
  ServicePort: {
    port: PORT,
    targetPort: check<number | string>((port) =>
      port === 0 || port === '' ? undefined : PORT_OR_NAME(port),
    ),
    nodePort: range(0, 65_535),
    appProtocol: unlessEmpty(QUALIFIED_NAME),
    protocol: oneOf('TCP', 'UDP', 'SCTP'),
  },
  Service: { '': needs('spec') },
  ServiceSpec: {
    '': OF_TYPE,
    ports: [PORTS_HAVE_NAMES, PORTS_DIFFER, NODE_PORTS_DIFFER],
    'selector{key}': QUALIFIED_NAME,
    'selector{*}': LABEL_VALUE,
    type: oneOf('ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'),
    sessionAffinity: oneOf('None', 'ClientIP'),
    clusterIP: check<string>((ip) => (ip === '' || ip === 'None' ? undefined : IP(ip))),
    'clusterIPs[*]': check<string>((ip) => (ip === 'None' ? undefined : IP(ip))),
    'externalIPs[*]': IP,
    externalTrafficPolicy: oneOf('Cluster', 'Local'),
    internalTrafficPolicy: oneOf('Cluster', 'Local'),
    trafficDistribution: oneOf('PreferClose', 'PreferSameZone', 'PreferSameNode'),
    'ipFamilies[*]': [filled, oneOf('IPv4', 'IPv6')],
    ipFamilies: unique(),
    ipFamilyPolicy: oneOf('SingleStack', 'PreferDualStack', 'RequireDualStack'),
    healthCheckNodePort: range(0, 65_535),
    'loadBalancerSourceRanges[*]': CIDR,
    loadBalancerClass: QUALIFIED_NAME,
  },
};
