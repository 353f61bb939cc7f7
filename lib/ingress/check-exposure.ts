import type { Duration, Size } from 'cdk8s';
import type { ClusterNamespace } from '../core/cluster-namespace';
import { dnsLabelProblem } from '../kube/dns-names';
import { hostProblem } from '../kube/hostnames';
import { quote } from '../kube/text';
import type { PodService } from '../workloads/pod-service';
import type { Cors, ExposureProps, NewService, RateLimit } from './exposure';
import { exposureError } from './exposure-error';
import { acceptanceProblem } from './support';

/**
 * Validates an exposure by itself, and returns its namespace: that of its Services.
 *
 * @throws Error with the problem and the remedy
 */
export function checkExposure(name: string, props: ExposureProps): ClusterNamespace {
  const { service, paths = [] } = props;
  const services = [...(service ? [service] : []), ...paths.map((path) => path.service)];
  const namespace = services[0]?.namespace;
  if (namespace === undefined)
    throw exposureError(name, 'it has no backend: state a service, or paths with a service each');
  const problem =
    dnsLabelProblem(name) ??
    hostsProblem(props.hostnames) ??
    first(services, portsProblem) ??
    pathsProblem(props, namespace) ??
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
    basicAuthProblem(props) ??
    acceptanceProblem(props);
  if (problem !== undefined) throw exposureError(name, problem);
  return namespace;
}

/** Whether an exposure makes its Service. */
export function isNewService(service: PodService | NewService): service is NewService {
  return 'selector' in service;
}

function hostsProblem(hosts: readonly string[]): string | undefined {
  if (hosts.length === 0) return 'it has no host: state one in hostnames, such as "app.example.com"';
  const duplicate = hosts.find((host, index) => hosts.indexOf(host) !== index);
  if (duplicate !== undefined) return `duplicate host ${quote(duplicate)}: remove one`;
  return first(hosts, hostProblem);
}

function portsProblem(service: PodService | NewService): string | undefined {
  const { port } = service;
  if (isNewService(service))
    return portProblem('port', port) ?? portProblem('targetPort', service.targetPort ?? port);
  const what = `port of service ${quote(service.name)}`;
  return (
    portProblem(what, port) ?? first(service.pods.ports, ({ port }) => portProblem(`target ${what}`, port))
  );
}

function portProblem(what: string, port: number): string | undefined {
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return undefined;
  return `${what} ${port} is out of range: a port is a whole number from 1 to 65535`;
}

function pathsProblem(
  { service: root, paths = [] }: ExposureProps,
  namespace: ClusterNamespace,
): string | undefined {
  const seen = new Set(root ? ['/'] : []);
  return first(paths, ({ path, service }) => {
    if (!path.startsWith('/'))
      return `path ${quote(path)} does not start with "/": write ${quote(`/${path}`)}`;
    // The characters that ingress-nginx's strict-validate-path-type accepts, and that every controller supports.
    if (!/^\/[\w./-]*$/.test(path))
      return `path ${quote(path)} has invalid characters: use only letters, digits and . _ - /`;
    if (seen.has(normalPath(path))) return `duplicate path ${quote(path)}: remove one`;
    seen.add(normalPath(path));
    if (service.namespace !== namespace)
      return `path ${quote(path)} has its service in another namespace, ${quote(`${service.namespace.name}/${service.name}`)} instead of ${quote(namespace.name)}: use a separate exposure`;
    return undefined;
  });
}

/** The normal form of a prefix: `/users/` and `/users` match the same requests. */
export function normalPath(path: string): string {
  return path.replace(/\/+$/, '') || '/';
}

function durationProblem(what: string, duration: Duration | undefined): string | undefined {
  if (duration === undefined) return undefined;
  const milliseconds = duration.toMilliseconds();
  if (milliseconds >= 1000 && milliseconds % 1000 === 0) return undefined;
  return `${what} is ${milliseconds} ms: use whole seconds, at least one, such as Duration.seconds(60)`;
}

function sizeProblem(size: Size | 'unlimited' | undefined): string | undefined {
  if (size === undefined || size === 'unlimited' || size.toKibibytes() >= 1) return undefined;
  return `maxBodySize is ${size.toKibibytes()} KiB, which nginx reads as no limit: use 'unlimited', or at least 1 KiB`;
}

function rateLimitProblem({ requestsPerSecond, burst, connections }: RateLimit): string | undefined {
  if (requestsPerSecond === undefined && connections === undefined)
    return 'rateLimit is empty: state requestsPerSecond, connections or both';
  for (const [what, figure] of Object.entries({ requestsPerSecond, burst, connections }))
    if (figure !== undefined && !(Number.isInteger(figure) && figure >= 1))
      return `rateLimit.${what} is ${figure}: use a whole number of at least 1`;
  if (burst === undefined) return undefined;
  if (requestsPerSecond === undefined)
    return `rateLimit.burst is ${burst} without requestsPerSecond: state both`;
  if (burst % requestsPerSecond === 0) return undefined;
  return `rateLimit.burst is ${burst}, which is not a multiple of requestsPerSecond, ${requestsPerSecond}: use ${requestsPerSecond * Math.ceil(burst / requestsPerSecond)}`;
}

function corsProblem({ origins, credentials, methods = [], ...headers }: Cors): string | undefined {
  if (origins.length === 0)
    return 'cors has no origin: state one in origins, such as "https://app.example.com"';
  if (origins.includes('*') && credentials)
    return 'cors allows credentials for origin "*", which lets any site send requests on behalf of its visitors: state the origins, or set credentials to false';
  if (origins.includes('*') && origins.length > 1)
    return `cors has ${origins.map(quote).join(', ')}: use only "*", or state the origins`;
  return (
    first(origins, originProblem) ??
    first(methods, (method) =>
      /^[A-Z]+$/.test(method) ? undefined : `cors method ${quote(method)} is not valid: write it like "GET"`,
    ) ??
    first([...(headers.requestHeaders ?? []), ...(headers.exposedHeaders ?? [])], (header) =>
      /^[\w-]+$/.test(header)
        ? undefined
        : `cors header ${quote(header)} is not valid: write it like "X-Request-Id"`,
    )
  );
}

function originProblem(origin: string): string | undefined {
  if (origin === '*') return undefined;
  const name = `cors origin ${quote(origin)}`;
  const match = /^https?:\/\/([^/:]+)(?::(\d{1,5}))?(\/.*)?$/.exec(origin);
  if (!match) return `${name} is not valid: write scheme and host, such as "https://app.example.com"`;
  if (match[3] !== undefined) return `${name} has a path: write ${quote(origin.slice(0, -match[3].length))}`;
  const fault = hostProblem(match[1] ?? '');
  return fault && `${name} is not valid: ${fault}`;
}

function affinityProblem({ cookieAffinity, hashBy }: ExposureProps): string | undefined {
  if (cookieAffinity === undefined) return undefined;
  if (hashBy !== undefined)
    return `cookieAffinity and hashBy ${quote(hashBy)} both select the pod: remove one of them`;
  const { name } = cookieAffinity;
  if (name === undefined || /^[\w.-]+$/.test(name)) return undefined;
  return `cookie name ${quote(name)} is not valid: use only letters, digits and . _ -`;
}

function basicAuthProblem({ basicAuth }: ExposureProps): string | undefined {
  if (basicAuth === undefined || /^[\w ./:~-]+$/.test(basicAuth.realm)) return undefined;
  return `basicAuth.realm ${quote(basicAuth.realm)} has invalid characters: use only letters, digits, spaces and . _ - / : ~`;
}

/** The first problem of several items. */
function first<T>(items: readonly T[], problemOf: (item: T) => string | undefined): string | undefined {
  return items.map(problemOf).find((problem) => problem !== undefined);
}
