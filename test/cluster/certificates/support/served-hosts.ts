import { ingresses } from '../../ingress/support/ingresses';
import { getAll } from '../../support/kubectl';

/** An HTTPRoute, with the fields that these tests read. */
interface Route {
  readonly spec: {
    readonly hostnames: readonly string[];
    readonly parentRefs: readonly { readonly sectionName?: string }[];
  };
}

/** The hosts that are served over TLS, by Ingresses and by routes. A wildcard is replaced by one of its names. */
export function servedHosts(): string[] {
  const ofIngresses = ingresses()
    .filter(({ spec }) => spec.tls)
    .flatMap(({ spec }) => [...spec.rules, ...(spec.tls ?? [])])
    .flatMap((it) => ('host' in it ? [it.host] : it.hosts));
  const ofRoutes = getAll<Route>('httproutes', '--all-namespaces')
    .filter(({ spec }) => spec.parentRefs.every(({ sectionName }) => sectionName !== 'http'))
    .flatMap(({ spec }) => spec.hostnames);
  return [...new Set([...ofIngresses, ...ofRoutes].map((host) => host.replace('*', 'any')))];
}
