import type { Address, Pod, PolicyWorld, Protocol } from '../../checks/facts/policy-world';

/** One end of connections: a row of a matrix. */
export interface End {
  /** The name in a matrix, such as `namespace/name` for pods. */
  readonly name: string;
  /** The end as policies see it; undefined for the node of a pod, whose connections to the pod no policy blocks. */
  readonly at: Pod | Address | undefined;
}

/** An end that accepts connections: a column of a matrix. Its heading is `title:port`, with `/UDP` for UDP. */
export interface Destination extends End {
  readonly at: Pod | Address;
  /** The heading of the block of columns, such as the namespace of pods. */
  readonly block: string;
  readonly title: string;
  readonly port: number;
  readonly protocol: Protocol;
}

/** A connection, and whether the policies allow it. */
export interface Cell<Source extends End = End, Target extends Destination = Destination> {
  readonly from: Source;
  readonly to: Target;
  readonly allowed: boolean;
}

/** Every connection from a source to a destination of which at least one is a pod: policies control no other one. */
export function cellsOf<Source extends End, Target extends Destination>(
  world: PolicyWorld,
  sources: readonly Source[],
  destinations: readonly Target[],
): Cell<Source, Target>[] {
  return destinations.flatMap((to) =>
    sources
      .filter((from) => isPod(from) || isPod(to))
      .map((from) => ({
        from,
        to,
        allowed: from.at === undefined || world.allows(from.at, to.at, to.port, to.protocol),
      })),
  );
}

/** Whether an end is a pod. A pod on the host network is not: it has the address of its node. */
export function isPod(end: End): end is End & { readonly at: Pod } {
  return typeof end.at === 'object';
}
