import type { Network } from '../../checks/engine/cluster-facts';
import type { ClusterIndex } from '../../checks/engine/cluster-index';
import { groupBy } from '../../checks/engine/group-by';
import { perCluster } from '../../checks/engine/per-cluster';
import {
  type Address,
  type Pod,
  PolicyWorld,
  type Protocol,
  type Side,
} from '../../checks/facts/policy-world';
import { REASONS } from '../../core/reasons';
import { firstAddress, formatIpv4, parseCidr } from '../../kube/cidr';
import type { Consequence } from '../consequence';
import { isPod } from '../isolation/cells';
import type { AskedDestination } from '../isolation/ends';
import type { Manifest } from '../isolation/manifests';
import { namespacesOf } from '../isolation/pods';
import { sentenceList, shared } from '../names';
import { type Comparison, difference } from './compare';
import { type ConnectedEnd, connectedEndsOf, endName, policyEndsOf } from './ends';

/** The verdict of the policies at one end of a connection. */
export interface ConnectionSide {
  readonly allowed: boolean;
  /** The NetworkPolicies, as `namespace/name`, that allow the connection, or, if none does, those that deny it. Empty without any policy. */
  readonly policies: readonly string[];
  /** The reasons that the allowing policies state. */
  readonly reasons: readonly string[];
}

/** A connection between two ends, and why it is allowed or denied. */
export interface Connection {
  /** The name of one of the {@link ConnectedEnd}s. */
  readonly from: string;
  readonly to: string;
  readonly port: number;
  readonly protocol: Protocol;
  readonly allowed: boolean;
  readonly egress: ConnectionSide;
  readonly ingress: ConnectionSide;
}

const worlds = perCluster((cluster) => {
  const manifests = cluster.facts.objects.map(({ json }) => json as Manifest);
  const own = new Set(cluster.names('Namespace', undefined));
  const foreign = namespacesOf(manifests, cluster.facts.provider)
    .filter((name) => !own.has(name))
    .map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }));
  return new PolicyWorld([...manifests, ...foreign], true);
});

/** All connections between the ends of a cluster that policies control. */
export const connectionsOf = perCluster((cluster): readonly Connection[] => {
  if (cluster.facts.nodes.length === 0) return [];
  return connectionsTo(cluster, policyEndsOf(cluster).destinations);
});

function connectionsTo(cluster: ClusterIndex, destinations: readonly AskedDestination[]): Connection[] {
  const world = worlds(cluster);
  return destinations.flatMap((to) =>
    policyEndsOf(cluster).sources.flatMap((from): Connection[] => {
      if (from.at === undefined || (!isPod(from) && !isPod(to))) return [];
      const { at } = from;
      const verdicts = addressesOf(to).map((address) => world.explain(at, address, to.port, to.protocol));
      const verdict = verdicts.find(({ allowed }) => !allowed) ?? verdicts[0];
      if (verdict === undefined) return [];
      const { allowed, egress, ingress } = verdict;
      return [
        {
          from: endName(cluster, from),
          to: endName(cluster, to),
          port: to.port,
          protocol: to.protocol,
          allowed,
          egress: sideOf(cluster, egress),
          ingress: sideOf(cluster, ingress),
        },
      ];
    }),
  );
}

/** The first and the last address of a range, which is open only if both are; the address or the pods of another end. */
function addressesOf({ name, at }: AskedDestination): readonly (Pod | Address)[] {
  if (!name.includes('/') || typeof at !== 'string') return [at];
  const range = parseCidr(name);
  const first = firstAddress(range);
  return [first, first + 2 ** (32 - range.prefix) - 1].map(formatIpv4);
}

/** The connections that a change opens or closes. Connections of pods that come or go count, too. */
export const compareConnections: Comparison = (before, after) => {
  if (before.facts.nodes.length === 0 || after.facts.nodes.length === 0) return [];
  const [was, now] = [allowed(before, after), allowed(after, before)];
  const closed = difference(was, now);
  const left = new Set(connectedEndsOf(after).map(({ name }) => name));
  const removed = connectedEndsOf(before).filter(({ kind, name }) => kind === 'pod' && !left.has(name));
  const gone = new Set(removed.map(({ name }) => name));
  return [
    ...networks(before, after),
    ...sentences(difference(now, was), 'can now connect to'),
    ...sentences(
      closed.filter(([, { from, to }]) => !gone.has(from) && !gone.has(to)),
      'can no longer connect to',
    ),
    ...ended(removed),
  ];
};

/** One sentence for the connections of pods that are removed. A namespace without pods has none of its own. */
function ended(removed: readonly ConnectedEnd[]): Consequence[] {
  const names = removed.flatMap(({ name, namespace }) => (name === `${namespace}/any` ? [] : [name]));
  if (names.length === 0) return [];
  const sentence = `all connections of ${sentenceList(names)} end, because these pods are removed`;
  return [{ topic: 'connections', sentence, isImportant: false }];
}

/** The addresses of the network that differ. Policies match them. */
function networks({ facts: before }: ClusterIndex, { facts: after }: ClusterIndex): Consequence[] {
  const [was, now] = [addressTexts(before.network), addressTexts(after.network)];
  return Object.entries(now).flatMap(([what, addresses]) => {
    const old = was[what];
    if (old === addresses) return [];
    return [{ topic: 'connections', sentence: `${what} ${addresses} (${old} before)`, isImportant: true }];
  });
}

function addressTexts({ apiServer, nodeCidrs, podCidr, serviceCidr }: Network): Record<string, string> {
  return {
    'the API server has': sentenceList(apiServer.cidrs.map((cidr) => `${cidr}:${apiServer.port}`)),
    'the nodes have the addresses': sentenceList(nodeCidrs),
    'the pods have the addresses': podCidr,
    'the Services have the addresses': serviceCidr,
  };
}

/** All connections of a cluster, also those to addresses that only the policies of another state name. */
export function connectionsWith(
  cluster: ClusterIndex,
  other: ClusterIndex | undefined,
): readonly Connection[] {
  if (other === undefined || cluster.facts.nodes.length === 0) return connectionsOf(cluster);
  const own = new Set(policyEndsOf(cluster).destinations.map(({ name, port }) => `${name}:${port}`));
  const further = policyEndsOf(other).destinations.filter(
    ({ at, name, port }) => typeof at === 'string' && !own.has(`${name}:${port}`),
  );
  return [...connectionsOf(cluster), ...connectionsTo(cluster, further)];
}

function allowed(cluster: ClusterIndex, other: ClusterIndex): ReadonlyMap<string, Connection> {
  const open = connectionsWith(cluster, other).filter((one) => one.allowed);
  return new Map(open.map((one) => [`${one.from} -> ${targetText(one)}`, one]));
}

/** One sentence for the destinations that have the same sources. */
function sentences(changes: readonly [string, Connection][], verb: string): Consequence[] {
  const byTarget = groupBy(
    changes.map(([, connection]) => connection),
    targetText,
  );
  const groups = groupBy(byTarget, ([, all]) => all.map(({ from }) => from).join());
  return [...groups.values()].map((targets) => {
    const all = targets.flatMap(([, connections]) => connections);
    const sources = all.map(({ from }) => from);
    const reasons = all.flatMap(({ ingress, egress }) =>
      ingress.reasons.length > 0 ? ingress.reasons : egress.reasons,
    );
    const policies = all.flatMap(({ ingress, egress }) => [...egress.policies, ...ingress.policies]);
    const because = reasons.length > 0 ? `: ${sentenceList(reasons, 2)}` : '';
    const by =
      policies.length > 0 ? ` (NetworkPolicy ${sentenceList(policies)})` : ' (no NetworkPolicy applies)';
    const to = sentenceList(targets.map(([target]) => target));
    return {
      topic: 'connections',
      sentence: `${sentenceList(sources)} ${verb} ${to}${because}${by}`,
      isImportant: verb === 'can now connect to',
    };
  });
}

/** The destination of a connection: `shop/db:5432`, with `/UDP` for UDP. */
export function targetText({ to, port, protocol }: Connection): string {
  return `${to}:${port}${protocol === 'UDP' ? '/UDP' : ''}`;
}

function sideOf(cluster: ClusterIndex, { allowed, isolatedBy, allowedBy, rules }: Side): ConnectionSide {
  const reasons = allowedBy.flatMap((policy, index) => reasonOf(cluster, policy, rules[index] ?? ''));
  const policies = (allowedBy.length > 0 ? allowedBy : isolatedBy).map((policy) =>
    shared(cluster, policy.split('/')[0], policy),
  );
  return { allowed, policies, reasons: [...new Set(reasons)] };
}

/** The reason that a policy states for one of its rules. */
function reasonOf(cluster: ClusterIndex, policy: string, rule: string): string[] {
  const [namespace = '', name = ''] = policy.split('/');
  const found = cluster.find({ kind: 'NetworkPolicy', namespace, name });
  const line = found?.annotations[REASONS]?.split('\n').find((text) => text.startsWith(`${rule}: `));
  return line === undefined ? [] : [line.slice(rule.length + 2)];
}
