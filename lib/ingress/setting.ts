import type { Http01Way, Http01Ways } from '../certificates/certificate-rules';

/** The kinds of ingress controllers: ingress-nginx serves Ingresses, a gateway serves the routes of the Gateway API. */
export const CONTROLLER_KINDS = ['nginx', 'gateway'] as const;

/** The kind of an ingress controller. */
export type ControllerKind = (typeof CONTROLLER_KINDS)[number];

/** The ingress controllers that a cluster can have: one, or both while hosts move from one to the other. */
export const CONTROLLER_CHOICES = [...CONTROLLER_KINDS, 'both'] as const;

/** The ingress controllers of a cluster, and the one to which the DNS records of its hosts lead. */
export interface IngressSetting {
  /** `both` while hosts move from one controller to the other: each exposure has an Ingress and routes. */
  readonly controllers: (typeof CONTROLLER_CHOICES)[number];
  /** The controller to which DNS records lead. It matters only for `both`. */
  readonly published: ControllerKind;
  /** The hosts whose records lead to the other controller. A wildcard is one record, and moves as one. */
  readonly exceptions: readonly string[];
}

/** The setting of a cluster that states none: ingress-nginx alone. */
export const NGINX_ONLY: IngressSetting = { controllers: 'nginx', published: 'nginx', exceptions: [] };

/** Whether a cluster has a controller of this kind. */
export function hasController({ controllers }: IngressSetting, kind: ControllerKind): boolean {
  return controllers === 'both' || controllers === kind;
}

/** Whether the DNS record of a host leads to the controller of this kind. */
export function publishes(setting: IngressSetting, kind: ControllerKind, host: string): boolean {
  if (setting.controllers !== 'both') return setting.controllers === kind;
  return (setting.published === kind) !== setting.exceptions.includes(host);
}

/** The ways of HTTP-01 challenges: each through the controller to which the DNS record of its host leads. */
export function challengeWays(
  { controllers, published, exceptions }: IngressSetting,
  ways: Readonly<Record<ControllerKind, Http01Way>>,
): Http01Ways {
  if (controllers !== 'both') return ways[controllers];
  const other = published === 'nginx' ? 'gateway' : 'nginx';
  return {
    ...ways[published],
    ...(exceptions.length > 0 && { exceptions: { ...ways[other], hosts: exceptions } }),
  };
}
