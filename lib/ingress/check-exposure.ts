import type { Duration, Size } from 'cdk8s';
import type { ClusterNamespace } from '../core/cluster-namespace';
import { dnsLabelProblem } from '../kube/dns-names';
import { quote } from '../kube/text';
import { PodService } from '../workloads/pod-service';
import type { Cors, ExposureProps, RateLimit } from './exposure';
import { hostProblem } from './hostnames';

/**
 * Checks what can be said of an exposure by itself, and tells its namespace: its Services'.
 *
 * @throws Error with what is wrong and what to write instead
 */
export function checkExposure(name: string, props: ExposureProps): ClusterNamespace {
  const problem =
    dnsLabelProblem(name) ??
    hostsProblem(props.hostnames) ??
    serviceProblem(props) ??
    pathsProblem(props) ??
    durationProblem('timeouts.connect', props.timeouts?.connect) ??
    durationProblem('timeouts.send', props.timeouts?.send) ??
    durationProblem('timeouts.read', props.timeouts?.read) ??
    durationProblem('cookieAffinity.expires', props.cookieAffinity?.expires) ??
    durationProblem('cors.maxAge', props.cors?.maxAge) ??
    sizeProblem(props.maxBodySize) ??
    (props.rateLimit && rateLimitProblem(props.rateLimit)) ??
    (props.cors && corsProblem(props.cors)) ??
    affinityProblem(props) ??
    (props.upstreamHost === undefined ? undefined : hostProblem(props.upstreamHost)) ??
    basicAuthProblem(props);
  if (problem !== undefined) throw exposureError(name, problem);
  return namespaceOf(props) as ClusterNamespace;
}

function namespaceOf({ service, paths = [] }: ExposureProps): ClusterNamespace | undefined {
  return service?.namespace ?? paths[0]?.service.namespace;
}

/** An error that names its exposure. */
export function exposureError(name: string, problem: string): Error {
  return new Error(`exposure ${quote(name)}: ${problem}`);
}

function hostsProblem(hosts: readonly string[]): string | undefined {
  if (hosts.length === 0) return 'it has no host: name one in hostnames, such as "app.example.com"';
  const twin = hosts.find((host, index) => hosts.indexOf(host) !== index);
  if (twin !== undefined) return `host ${quote(twin)} is named twice: remove one`;
  return first(hosts, hostProblem);
}

function serviceProblem({ service, paths = [] }: ExposureProps): string | undefined {
  if (service === undefined && paths.length === 0)
    return 'it leads nowhere: name a service, or paths with a service each';
  const ports = [
    ...(service === undefined ? [] : portsOf(service)),
    ...paths.flatMap((path) => portsOf(path.service)),
  ];
  return first(ports, ({ port, what }) =>
    Number.isInteger(port) && port >= 1 && port <= 65_535
      ? undefined
      : `${what} ${port} is out of range: ports are whole numbers from 1 to 65535`,
  );
}

function portsOf(service: NonNullable<ExposureProps['service']>): { port: number; what: string }[] {
  if (service instanceof PodService)
    return [
      { port: service.port, what: `port of service ${quote(service.name)}` },
      ...service.pods.ports.map(({ port }) => ({
        port,
        what: `pods' port of service ${quote(service.name)}`,
      })),
    ];
  return [
    { port: service.port, what: 'port' },
    { port: service.targetPort ?? service.port, what: 'targetPort' },
  ];
}

function pathsProblem(props: ExposureProps): string | undefined {
  const { service, paths = [] } = props;
  const namespace = namespaceOf(props);
  const seen = new Set(service ? ['/'] : []);
  return first(paths, ({ path, service: target }) => {
    if (!path.startsWith('/'))
      return `path ${quote(path)} does not begin with "/": write ${quote(`/${path}`)}`;
    // What ingress-nginx's strict-validate-path-type lets through, and no other controller minds.
    if (!/^\/[\w./-]*$/.test(path))
      return `path ${quote(path)} has characters that a prefix may not have: letters, digits and . _ - / alone`;
    if (seen.has(normalPath(path))) return `path ${quote(path)} is named twice: remove one`;
    seen.add(normalPath(path));
    if (target.namespace !== namespace)
      return `path ${quote(path)} leads to ${quote(`${target.namespace.name}/${target.name}`)}, outside the namespace ${quote(namespace?.name ?? '')}: expose it by itself`;
    return undefined;
  });
}

/** A prefix as it is compared: `/users/` and `/users` are the same requests. */
export function normalPath(path: string): string {
  return path.replace(/\/+$/, '') || '/';
}

function durationProblem(what: string, duration: Duration | undefined): string | undefined {
  if (duration === undefined) return undefined;
  const milliseconds = duration.toMilliseconds();
  if (milliseconds >= 1000 && milliseconds % 1000 === 0) return undefined;
  return `${what} is ${milliseconds} ms: write whole seconds, one at the least, such as Duration.seconds(60)`;
}

function sizeProblem(size: Size | 'unlimited' | undefined): string | undefined {
  if (size === undefined || size === 'unlimited' || size.toKibibytes() >= 1) return undefined;
  return `maxBodySize is ${size.toKibibytes()} KiB, which nginx takes for no limit: write 'unlimited', or 1 KiB at the least`;
}

function rateLimitProblem({ requestsPerSecond, burst, connections }: RateLimit): string | undefined {
  const figures = { requestsPerSecond, burst, connections };
  if (requestsPerSecond === undefined && connections === undefined)
    return 'rateLimit limits nothing: state requestsPerSecond, connections or both';
  for (const [what, figure] of Object.entries(figures)) {
    if (figure !== undefined && !(Number.isInteger(figure) && figure >= 1))
      return `rateLimit.${what} is ${figure}: write a whole number from 1`;
  }
  if (burst === undefined) return undefined;
  if (requestsPerSecond === undefined)
    return `rateLimit.burst is ${burst} without requestsPerSecond: state both`;
  return burst % requestsPerSecond === 0
    ? undefined
    : `rateLimit.burst is ${burst}, no whole multiple of requestsPerSecond, ${requestsPerSecond}: write ${requestsPerSecond * Math.ceil(burst / requestsPerSecond)}`;
}

function corsProblem({ origins, credentials, methods = [], ...headers }: Cors): string | undefined {
  if (origins.length === 0)
    return 'cors has no origin: name one in origins, such as "https://app.example.com"';
  if (origins.includes('*') && credentials)
    return 'cors lets origin "*" use credentials, so that any site acts as its visitors: name the origins, or set credentials to false';
  if (origins.includes('*') && origins.length > 1)
    return `cors has ${origins.map(quote).join(', ')}: "*" stands alone, or name the origins`;
  return (
    first(origins, originProblem) ??
    first(methods, (method) =>
      /^[A-Z]+$/.test(method) ? undefined : `cors method ${quote(method)} is none: write it like "GET"`,
    ) ??
    first([...(headers.requestHeaders ?? []), ...(headers.exposedHeaders ?? [])], (header) =>
      /^[\w-]+$/.test(header)
        ? undefined
        : `cors header ${quote(header)} is none: write it like "X-Request-Id"`,
    )
  );
}

function originProblem(origin: string): string | undefined {
  if (origin === '*') return undefined;
  const name = `cors origin ${quote(origin)}`;
  const match = /^https?:\/\/([^/:]+)(?::(\d{1,5}))?(\/.*)?$/.exec(origin);
  if (!match) return `${name} is none: write scheme and host, such as "https://app.example.com"`;
  if (match[3] !== undefined) return `${name} has a path: write ${quote(origin.slice(0, -match[3].length))}`;
  const fault = hostProblem(match[1] ?? '');
  return fault && `${name} is none: ${fault}`;
}

function affinityProblem({ cookieAffinity, hashBy }: ExposureProps): string | undefined {
  if (cookieAffinity === undefined) return undefined;
  if (hashBy !== undefined)
    return `cookieAffinity and hashBy ${quote(hashBy)} would both choose the pod: keep one of them`;
  const { name } = cookieAffinity;
  return name === undefined || /^[\w.-]+$/.test(name)
    ? undefined
    : `cookie ${quote(name)} is no name: letters, digits and . _ - alone`;
}

function basicAuthProblem({ basicAuth }: ExposureProps): string | undefined {
  if (basicAuth === undefined) return undefined;
  if (!/^[a-z0-9-]+\/[a-z0-9.-]+$/.test(basicAuth.secret))
    return `basicAuth.secret ${quote(basicAuth.secret)} lacks its namespace: write it as "namespace/name"`;
  return /^[\w ./:~-]+$/.test(basicAuth.realm)
    ? undefined
    : `basicAuth.realm ${quote(basicAuth.realm)} has characters that it may not have: letters, digits, spaces and . _ - / : ~ alone`;
}

/** The first problem of some items. */
function first<T>(items: readonly T[], problemOf: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const problem = problemOf(item);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
