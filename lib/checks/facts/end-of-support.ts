import type { EndOfSupport } from '../engine/cluster-facts';

/** Kubernetes' minor versions. @see https://kubernetes.io/releases/patch-releases/ */
const KUBERNETES: Readonly<Record<string, string>> = {
  '1.33': '2026-06-28',
  '1.34': '2026-10-27',
  '1.35': '2027-02-28',
  '1.36': '2027-06-28',
};

/** The minor versions of Kubernetes that the table knows. */
export const KUBERNETES_VERSIONS: readonly string[] = Object.keys(KUBERNETES);

/** When a minor version of Kubernetes goes out of support; undefined for one that the table does not know. */
export function kubernetesSupport(version: string): EndOfSupport | undefined {
  const until = KUBERNETES[version];
  if (until === undefined) return undefined;
  return {
    component: `Kubernetes ${version}`,
    until,
    instead: 'a later minor version, one after the other',
    source: `https://kubernetes.io/releases/${version}/`,
  };
}

/** ingress-nginx, the community's controller: there are no more releases, not even for security. */
export const INGRESS_NGINX: EndOfSupport = {
  component: 'ingress-nginx',
  until: '2026-03-31',
  instead: 'a Gateway API implementation',
  source: 'https://kubernetes.io/blog/2025/11/11/ingress-nginx-retirement/',
};

/** The table, for `docs/checks.md`. */
export const END_OF_SUPPORT: readonly EndOfSupport[] = [
  INGRESS_NGINX,
  ...KUBERNETES_VERSIONS.flatMap((version) => kubernetesSupport(version) ?? []),
];
