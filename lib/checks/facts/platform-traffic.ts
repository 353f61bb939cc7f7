import { HTTP01_SOLVER } from '../../kube/cert-manager';
import { firstOf } from '../../kube/cidr';
import type { ClusterIndex } from '../engine/cluster-index';
import { objectName } from '../engine/finding';
import type { KubeObject } from '../engine/kube-object';
import { accountOf, boundAccounts, mountsToken } from './accounts';
import { apiServerCalls, DEFAULT_PORT } from './api-server-calls';
import { clientsOf } from './clients';
import { issuerOf, issuerReferences, namesOf, solverClass, solverOf } from './issuers';
import { apiServerSources, DNS_PODS, hasNodeDns, installedPods } from './platform-pods';
import type { Address, Pod, Protocol } from './policy-world';
import { solverListeners } from './solver-listeners';
import { controllersOf, podOf, serverPods, targets } from './traffic';
import { isInPodNetwork, type Workload } from './workload';

/** A connection that the platform requires, although no configuration mentions it. */
export interface PlatformConnection {
  /** Several if it is enough that one of them may connect. */
  readonly from: readonly (Pod | Address)[];
  readonly to: Pod | Address;
  readonly port: number;
  readonly protocol: Protocol;
  /** The use of the connection, as a clause. Blocked connections of one use are one finding. */
  readonly use: string;
  readonly remedy: string;
  /** Whether the connection is one of a pod to the API server. @default false */
  readonly isToApiServer?: boolean;
  /** @default the policy that blocks the connection */
  readonly object?: KubeObject;
  readonly field?: string;
}

/** The connections that Kubernetes, load balancers and cert-manager require. */
export function* platformConnections(cluster: ClusterIndex): Iterable<PlatformConnection> {
  yield* dnsConnections(cluster);
  yield* apiConnections(cluster);
  yield* webhookConnections(cluster);
  yield* clientConnections(cluster);
  yield* solverConnections(cluster);
}

/** @see https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#pod-s-dns-policy */
function* dnsConnections(cluster: ClusterIndex): Iterable<PlatformConnection> {
  if (hasNodeDns(cluster)) return;
  // Calico and kube-network-policies match pods by address, too; Cilium does not.
  const isMatchedByAddress = cluster.facts.network.policyEngine !== 'cilium';
  const to = isMatchedByAddress ? { ...DNS_PODS, address: firstOf(cluster.facts.network.podCidr) } : DNS_PODS;
  const resolving = inPodNetwork(cluster).filter(({ pod }) => isClusterFirst(pod));
  for (const from of [...resolving.map(podOf), ...installedPods(cluster)]) {
    const use = `the pods of namespace ${from.namespace} resolve names`;
    const remedy =
      'allow both protocols in a policy of the namespace, or set dnsPolicy to None in pods that resolve no names';
    for (const protocol of ['UDP', 'TCP'] as const)
      yield { from: [from], to, port: 53, protocol, use, remedy };
  }
}

function isClusterFirst({ dnsPolicy = 'ClusterFirst' }: Workload['pod']): boolean {
  return dnsPolicy.startsWith('ClusterFirst');
}

/** The rule `unused-token` reports mounted tokens of accounts without permissions. */
function* apiConnections(cluster: ClusterIndex): Iterable<PlatformConnection> {
  const { policyEngine, apiServer } = cluster.facts.network;
  // Cilium matches the API server only by the entities of its own policies.
  if (policyEngine === 'cilium') return;
  const workloads = inPodNetwork(cluster).filter(
    (workload) =>
      mountsToken(cluster, workload) &&
      boundAccounts(cluster).has(`${workload.namespace}/${accountOf(workload.pod)}`),
  );
  const clients = [
    ...workloads.map((workload) => ({ from: podOf(workload), object: workload.object })),
    ...installedPods(cluster).map((from) => ({ from, object: undefined })),
  ];
  for (const { from, object } of clients) {
    const use = `${from.namespace}/${from.name} mounts a token for the API server`;
    const remedy = 'allow it with cluster.isolation.allowApiServer(), or do not mount the token';
    const connection = { from: [from], port: apiServer.port, protocol: 'TCP', use, remedy, object } as const;
    for (const cidr of apiServer.cidrs) yield { ...connection, to: firstOf(cidr), isToApiServer: true };
  }
}

/**
 * The API server's connections to aggregated APIs and webhooks.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#service-reference
 */
function* webhookConnections(cluster: ClusterIndex): Iterable<PlatformConnection> {
  const from = apiServerSources(cluster);
  const remedy =
    'allow it with cluster.isolation.allowFromNodes(), or from the pods of the tunnel of a managed API server';
  for (const { object, field, config } of apiServerCalls(cluster)) {
    if (config.service === undefined) continue;
    const { namespace = '', name = '', port = DEFAULT_PORT } = config.service;
    const use = `the API server calls ${objectName(object)}`;
    for (const target of targets(cluster, namespace, name, port))
      yield { from, ...target, use, remedy, object, field: `${field}.service` };
  }
  for (const to of installedPods(cluster)) {
    const use = `the API server calls the webhook of ${to.name}`;
    if (to.webhookPort) yield { from, to, port: to.webhookPort, protocol: 'TCP', use, remedy };
  }
}

/** @see https://kubernetes.io/docs/concepts/services-networking/service/#publishing-services-service-types */
function* clientConnections(cluster: ClusterIndex): Iterable<PlatformConnection> {
  for (const { object, to, port, protocol, field, from } of clientsOf(cluster)) {
    const use = `${objectName(object)} is open to clients outside the cluster`;
    const remedy = 'allow it with cluster.isolation.allowFromAnywhere()';
    for (const alternatives of from)
      yield { from: alternatives, to, port, protocol, use, remedy, object, field };
  }
}

/** The requests of the certificate authority, which the ingress controller forwards. */
function* solverConnections(cluster: ClusterIndex): Iterable<PlatformConnection> {
  for (const reference of issuerReferences(cluster)) {
    const issuer = issuerOf(cluster, reference);
    if (issuer === undefined) continue;
    const { object } = reference;
    const { namespace = 'default' } = object;
    const to = { namespace, labels: HTTP01_SOLVER.labels };
    const use = `certificates of namespace ${namespace} are validated by HTTP-01`;
    const remedy = 'allow the ingress controller to connect to the solver with cluster.isolation.allow()';
    const sources = namesOf(cluster, object).flatMap((name) => forwarders(cluster, issuer, object, name));
    for (const from of new Set(sources))
      yield { from: [from], to, port: HTTP01_SOLVER.port, protocol: 'TCP', use, remedy, object };
  }
}

/** The pods that forward the challenges of a name. */
function forwarders(
  cluster: ClusterIndex,
  issuer: KubeObject<'ClusterIssuer'>,
  certificate: KubeObject,
  name: string,
): readonly (Pod | Address)[] {
  const http01 = solverOf(issuer, certificate, name)?.http01;
  if (http01?.ingress) return controllersOf(cluster, solverClass(http01.ingress));
  if (http01?.gatewayHTTPRoute === undefined) return [];
  const { listeners } = solverListeners(cluster, http01, certificate, name);
  return listeners.flatMap((listener) => serverPods(cluster, { className: undefined, listener }));
}

/** The pod templates to which policies apply. */
function inPodNetwork(cluster: ClusterIndex): readonly Workload[] {
  return cluster.workloads.filter(isInPodNetwork);
}
