import type { EndOfSupport } from '../engine/cluster-facts';

/** The last day of support of minor versions of Kubernetes. @see https://kubernetes.io/releases/patch-releases/ */
const KUBERNETES: Readonly<Record<string, string>> = {
  '1.33': '2026-06-28',
  '1.34': '2026-10-27',
  '1.35': '2027-02-28',
  '1.36': '2027-06-28',
};

/** The minor versions of Kubernetes in the table. */
export const KUBERNETES_VERSIONS: readonly string[] = Object.keys(KUBERNETES);

/** The end of support of a minor version of Kubernetes; undefined if the table does not contain the version. */
export function kubernetesSupport(version: string): EndOfSupport | undefined {
  const until = KUBERNETES[version];
  if (until === undefined) return undefined;
  const source = `https://kubernetes.io/releases/${version}/`;
  return { component: `Kubernetes ${version}`, until, instead: 'the next minor version', source };
}

/** ingress-nginx, the controller of the Kubernetes community. It has no more releases, not even security fixes. */
export const INGRESS_NGINX: EndOfSupport = {
  component: 'ingress-nginx',
  until: '2026-03-31',
  instead: 'a Gateway API implementation',
  source: 'https://kubernetes.io/blog/2025/11/11/ingress-nginx-retirement/',
};

/** The table in `docs/checks.md`. */
export const END_OF_SUPPORT: readonly EndOfSupport[] = [
  INGRESS_NGINX,
  ...KUBERNETES_VERSIONS.flatMap((version) => kubernetesSupport(version) ?? []),
];
