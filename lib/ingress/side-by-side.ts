import type { Construct } from 'constructs';
import { orUse } from '../checks/engine/finding';
import type { PodGroup } from '../core/isolation/connection';
import { quote } from '../kube/text';
import type { IngressController, IngressControllerFactory } from './controller';
import type { Exposure } from './exposure';
import { exposureError } from './exposure-error';
import {
  CONTROLLER_KINDS,
  type ControllerKind,
  hasController,
  type IngressSetting,
  publishes,
} from './setting';

/** The controllers of a cluster, of which one may be missing. */
export class IngressControllers<N extends IngressController, G extends IngressController>
  implements IngressController
{
  private readonly hosts: Set<string>;

  /** @param wildcards the names of the default certificate */
  constructor(
    private readonly setting: IngressSetting,
    wildcards: readonly string[],
    readonly nginx: N | undefined,
    readonly gateway: G | undefined,
  ) {
    this.hosts = new Set(wildcards);
  }

  /** @throws Error if the hosts of the exposure lead to different controllers */
  expose(scope: Construct, exposure: Exposure): void {
    this.requireOneController(exposure);
    for (const host of exposure.hosts) this.hosts.add(host);
    for (const kind of CONTROLLER_KINDS) this[kind]?.expose(scope, this.withDns(exposure, kind));
  }

  /** Whether every controller has a certificate for a host. */
  hasCertificate(host: string): boolean {
    return CONTROLLER_KINDS.every((kind) => this[kind] === undefined || this[kind].hasCertificate?.(host));
  }

  admit(to: PodGroup, because: string): void {
    for (const kind of CONTROLLER_KINDS) this[kind]?.admit(to, because);
  }

  allowClients(from: PodGroup, because: string): void {
    for (const kind of CONTROLLER_KINDS) this[kind]?.allowClients(from, because);
  }

  /** The problems of exceptions that name no host, each with its remedy. They are known when all exposures are made. */
  unknownExceptions(): string[] {
    return this.setting.exceptions
      .filter((host) => !this.hosts.has(host))
      .map(
        (host) =>
          `exception ${quote(host)} of the ingress setting is not a host of this cluster: correct or remove it${orUse(this.hosts)}`,
      );
  }

  /** The exposure, which has DNS records only for the controller to which its hosts lead. */
  private withDns(exposure: Exposure, kind: ControllerKind): Exposure {
    const { hosts, options } = exposure;
    if (hosts.every((host) => publishes(this.setting, kind, host))) return exposure;
    return { ...exposure, options: { ...options, publishDns: false } };
  }

  private requireOneController({ name, hosts }: Exposure): void {
    const { exceptions } = this.setting;
    const moved = hosts.filter((host) => exceptions.includes(host));
    const others = hosts.filter((host) => !exceptions.includes(host));
    if (moved.length > 0 && others.length > 0)
      throw exposureError(
        name,
        `its host ${quote(moved[0] ?? '')} is an exception of the ingress setting, but ${quote(others[0] ?? '')} is not: the hosts of an exposure lead to one controller, so list all of them or none`,
      );
  }
}

/**
 * The controllers that a setting states: one, or two side by side while hosts move from one to the other.
 *
 * Each exposure is made for every controller, and its DNS records lead to one of them. Certificates do not belong to a
 * controller, so that both use the same.
 *
 * @see docs/migration.md
 */
export function sideBySide<N extends IngressController, G extends IngressController>(
  setting: IngressSetting,
  factories: {
    readonly nginx: IngressControllerFactory<N> | undefined;
    readonly gateway: IngressControllerFactory<G> | undefined;
  },
): IngressControllerFactory<IngressControllers<N, G>> {
  return (scope, context) => {
    const make = <C extends IngressController>(
      kind: ControllerKind,
      factory: IngressControllerFactory<C> | undefined,
    ) =>
      hasController(setting, kind)
        ? factory?.(scope, { ...context, publishes: (host) => publishes(setting, kind, host) })
        : undefined;
    const controllers = new IngressControllers(
      setting,
      context.wildcard?.dnsNames ?? [],
      make('nginx', factories.nginx),
      make('gateway', factories.gateway),
    );
    scope.node.addValidation({ validate: () => controllers.unknownExceptions() });
    return controllers;
  };
}
