import { run } from './run';

/** The annotation with which ExternalDNS ignores an object. It is not imported from lib/: these tests are independent of it. */
const IGNORED = 'external-dns.alpha.kubernetes.io/controller';

/** How long resolvers keep an address, in milliseconds. */
export const LIFETIME = 5000;

interface Routed {
  readonly kind: 'Ingress' | 'HTTPRoute';
  readonly metadata: { readonly annotations?: Readonly<Record<string, string>> };
  readonly spec: {
    /** The hosts of an HTTPRoute. */
    readonly hostnames?: readonly string[];
    /** The hosts of an Ingress. */
    readonly rules?: readonly { readonly host?: string }[];
  };
}

/** The addresses of hosts, as ExternalDNS publishes them from Ingresses and HTTPRoutes. */
export class Names {
  /** Hosts that two kinds of objects have published at the same time. */
  readonly conflicts = new Set<string>();
  private current = new Map<string, string>();
  private previous = new Map<string, string>();
  private changed = 0;

  /** @param addresses the addresses of the controllers, by the kind of their objects */
  constructor(private readonly addresses: Partial<Record<Routed['kind'], string>>) {}

  /** States the address of a controller that has started. */
  add(kind: Routed['kind'], address: string): void {
    this.addresses[kind] = address;
  }

  /** Reads the objects, as ExternalDNS does in each of its intervals. */
  async refresh(): Promise<void> {
    const text = await run('kubectl', ['get', 'ingresses,httproutes', '--all-namespaces', '--output=json']);
    const kinds = new Map<string, Set<Routed['kind']>>();
    for (const { kind, metadata, spec } of (JSON.parse(text) as { items: Routed[] }).items) {
      if (metadata.annotations?.[IGNORED] !== undefined) continue;
      for (const host of spec.hostnames ?? spec.rules?.flatMap(({ host }) => host ?? []) ?? [])
        kinds.set(host, (kinds.get(host) ?? new Set()).add(kind));
    }
    this.previous = this.current;
    this.current = new Map(this.previous);
    this.changed = Date.now();
    for (const [host, [kind, other]] of kinds) {
      if (other !== undefined) this.conflicts.add(host);
      else if (kind !== undefined) this.current.set(host, this.addresses[kind] ?? '');
    }
    if (this.previous.size === 0) this.previous = this.current;
  }

  /** The address of a host for a client whose resolver has just asked, or for one that has kept an older address. */
  address(host: string, cached = false): string {
    const names = cached && Date.now() - this.changed < LIFETIME ? this.previous : this.current;
    const found = names.get(host) ?? names.get(host.replace(/^[^.]+/, '*'));
    if (found === undefined) throw new Error(`${host} is not published`);
    return found;
  }
}
