/** An object of dist/, as far as ExternalDNS looks at it. */
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
 * The names for which ExternalDNS would make records, sorted, by the arguments that the manifests give it.
 *
 * A model of its sources `ingress` and `service`: hosts of Ingresses, the hostname annotation of load balancers, both
 * unless another controller is named, and only within its zones.
 *
 * @throws if the manifests hold no ExternalDNS, or if it has another source
 * @see https://kubernetes-sigs.github.io/external-dns/latest/docs/annotations/annotations/
 */
export function dnsNames(manifests: readonly object[]): string[] {
  const sources = manifests as readonly Source[];
  const args = sources
    .flatMap(({ spec }) => spec?.template?.spec?.containers ?? [])
    .map((container) => container.args ?? [])
    .find((list) => list.some((arg) => arg.startsWith('--txt-owner-id=')));
  if (args === undefined) throw new Error('no container is ExternalDNS: none has an argument --txt-owner-id');
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
      `ExternalDNS has the sources ${sources.join(', ')}, and this model knows ingress and service`,
    );
}
