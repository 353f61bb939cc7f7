import type { EndOfSupport } from '../engine/cluster-facts';
import { COMPONENTS, type Component, INGRESS_NGINX } from './components';
import { isIngressNginx } from './ingress-nginx';

/** A version of a component. */
export interface ComponentVersion {
  readonly component: Component;
  /** The version without a leading `v`, such as `24.22.2-alpine3.24`; empty if the image has no tag. */
  readonly version: string;
}

/** The support of a release cycle, such as `MySQL 8.4`; without a date if upstream has published none. */
export type CycleSupport = Omit<EndOfSupport, 'until'> & { readonly until: string | undefined };

const BY_NAME = new Map(COMPONENTS.map((component) => [component.name, component]));
const BY_IMAGE = new Map(
  COMPONENTS.flatMap((component) => (component.images ?? []).map((image) => [image, component] as const)),
);

/** A component by its name; undefined if its support is not known. */
export function componentNamed(name: string): Component | undefined {
  return BY_NAME.get(name);
}

/** The component and the version of an image; undefined for the image of an unknown component. */
export function componentOf(image: string): ComponentVersion | undefined {
  const [reference = ''] = image.split('@');
  const [, repository = '', tag = ''] = /^(.*?)(?::([^/:]+))?$/.exec(reference) ?? [];
  const component = isIngressNginx(image) ? INGRESS_NGINX : BY_IMAGE.get(withRegistry(repository));
  return component && { component, version: tag.replace(/^(?:[a-z]+-)?v(?=\d)/, '') };
}

/** The support of every release cycle of a component. */
export function cyclesOf(component: Component): readonly CycleSupport[] {
  const { name, cycles = { '': undefined }, instead = 'a newer version', source } = component;
  return Object.entries(cycles).map(([cycle, until]) => ({
    component: `${name} ${cycle}`.trimEnd(),
    until,
    instead,
    source,
  }));
}

/** The support of a version; undefined if its release cycle is not known. */
export function supportOf({ component, version }: ComponentVersion): CycleSupport | undefined {
  const cycles = Object.keys(component.cycles ?? { '': undefined });
  return cyclesOf(component)[cycles.findIndex((cycle) => isIn(cycle, version))];
}

/** Whether a version begins with a release cycle: `8.4` contains 8.4.13, but not 8.40.1. */
function isIn(cycle: string, version: string): boolean {
  return cycle === '' || version === cycle || ['.', '-'].some((end) => version.startsWith(cycle + end));
}

/** The repository with its registry: Docker Hub is the default, and its official images are in `library`. */
function withRegistry(repository: string): string {
  const [first = '', ...rest] = repository.split('/');
  if (rest.length === 0) return `docker.io/library/${repository}`;
  return /[.:]|^localhost$/.test(first) ? repository : `docker.io/${repository}`;
}
