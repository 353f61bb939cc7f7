/** An object of dist/, with the fields that ExternalDNS reads. */
interface Source {
  readonly kind: string;
  readonly metadata: { readonly annotations?: Readonly<Record<string, string>> };
  readonly spec?: {
    readonly type?: string;
    readonly rules?: readonly { readonly host?: string }[];
    readonly tls?: readonly { readonly hosts?: readonly string[] }[];
    readonly template?: { readonly spec: { readonly containers: readonly { readonly args?: string[] }[] } };
  };
}

/**
 * The names for which ExternalDNS, with its arguments in the manifests, makes records. They are sorted.
 *
 * This is a model of its sources `ingress` and `service`: the hosts of Ingresses and the hostname annotation of load
 * balancers, within the zones of ExternalDNS, unless an annotation names another controller.
 *
 * @throws Error if the manifests contain no ExternalDNS, or if it has another source
 * @see https://kubernetes-sigs.github.io/external-dns/latest/docs/annotations/annotations/
 */
export function dnsNames(manifests: readonly object[]): string[] {
  const sources = manifests as readonly Source[];
  const args = sources
    .flatMap(({ spec }) => spec?.template?.spec?.containers ?? [])
    .map((container) => container.args ?? [])
    .find((list) => list.some((arg) => arg.startsWith('--txt-owner-id=')));
  if (args === undefined)
    throw new Error('ExternalDNS not found: no container has an argument --txt-owner-id');
  const values = (flag: string) =>
    args.filter((arg) => arg.startsWith(`--${flag}=`)).map((arg) => arg.slice(flag.length + 3));
  expectSources(values('source'));
  const [prefix = ''] = values('annotation-prefix');
  const zones = values('domain-filter');

  const names = sources.flatMap(({ kind, metadata, spec }) => {
    const annotations = metadata.annotations ?? {};
    const controller = annotations[`${prefix}controller`] ?? 'dns-controller';
    if (controller !== 'dns-controller') return [];
    const annotated = annotations[`${prefix}hostname`]?.split(',') ?? [];
    if (kind === 'Service') return spec?.type === 'LoadBalancer' ? annotated : [];
    if (kind !== 'Ingress') return [];
    const hosts = (spec?.rules ?? []).map(({ host }) => host ?? '');
    const certified = (spec?.tls ?? []).flatMap((entry) => entry.hosts ?? []);
    return [...annotated, ...hosts, ...certified];
  });
  const within = names.filter((name) => zones.some((zone) => name === zone || name.endsWith(`.${zone}`)));
  return [...new Set(within)].sort();
}

function expectSources(sources: readonly string[]): void {
  const unknown = sources.filter((source) => source !== 'ingress' && source !== 'service');
  if (unknown.length > 0 || sources.length === 0)
    throw new Error(
      `ExternalDNS has the sources ${sources.join(', ')}: this model supports only ingress and service`,
    );
}
