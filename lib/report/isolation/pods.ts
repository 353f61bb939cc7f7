import type { ProviderFacts } from '../../checks/engine/cluster-facts';
import { groupBy } from '../../checks/engine/group-by';
import type { Pod } from '../../checks/facts/policy-world';
import { type Labels, NAMESPACE_NAME, selects } from '../../kube/labels';
import { type Manifest, type PolicyPeer, rulesOf } from './manifests';

/** Pods of one kind in the matrix of a cluster. */
export interface MatrixPod extends Pod {
  readonly name: string;
  /** The kind of their workload; undefined if the manifests do not contain it. */
  readonly workload?: string;
  readonly ports: NonNullable<Pod['ports']>;
  /** Whether the matrix has a row for them, besides their columns. */
  readonly isSource: boolean;
  /** The user of their processes, if they are on the host network. */
  readonly hostUser?: number;
}

/** Namespaces of every cluster, which its manifests need not contain. */
const FOREIGN = ['default', 'kube-system', 'cert-manager'];

/** The namespaces of a cluster: its own, those of every cluster, and the provider's. */
export function namespacesOf(manifests: readonly Manifest[], provider: ProviderFacts): string[] {
  return [...new Set([...ownNamespaces(manifests), ...FOREIGN, ...provider.namespaces])];
}

/** The names of the Namespaces among some objects. */
export function ownNamespaces(manifests: readonly Manifest[]): string[] {
  return manifests.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata.name);
}

/**
 * The pods of a cluster:
 *
 * - those of each workload
 * - those of the provider's ingress controllers
 * - those that policies name and no workload has, such as the cluster's DNS and the webhook of cert-manager
 * - a pod `any`, which no rule selects, in each namespace without pods, and in those of {@link FOREIGN} that are not in the
 *   manifests
 */
export function podsOf(manifests: readonly Manifest[], provider: ProviderFacts): MatrixPod[] {
  const known = [
    ...manifests.flatMap((manifest) => workloadPods(manifest) ?? []),
    ...controllersOf(provider),
  ];
  const own = ownNamespaces(manifests);
  const hasPods = (name: string) =>
    known.some(({ namespace, hostUser }) => namespace === name && hostUser === undefined);
  const strangers = namespacesOf(manifests, provider)
    .filter((name) => !hasPods(name) || (FOREIGN.includes(name) && !own.includes(name)))
    .map((namespace) => matrixPod(namespace, { app: 'any' }, [{ containerPort: 80 }]));
  return [...known, ...namedByPolicies(manifests, known), ...strangers];
}

/** The pods of a workload of any kind. */
function workloadPods(manifest: Manifest): MatrixPod | undefined {
  const template = templateOf(manifest);
  if (template === undefined) return undefined;
  const { hostNetwork, securityContext, containers } = template.spec;
  return {
    namespace: manifest.metadata.namespace ?? '',
    name: manifest.metadata.name,
    workload: manifest.kind,

    labels: template.metadata.labels,
    ports: containers.flatMap(({ ports = [] }: Pick<Pod, 'ports'>) => ports),
    isSource: true,
    ...(hostNetwork && { hostUser: securityContext?.runAsUser ?? 0 }),
  };
}

/** The pod template of a workload; undefined for other objects. */
export function templateOf({ kind, spec, template }: Manifest) {
  if (kind === 'PodTemplate') return template;
  if (['Deployment', 'StatefulSet', 'DaemonSet', 'Job'].includes(kind)) return spec.template;
  if (kind === 'CronJob') return spec.jobTemplate.spec.template;
  return undefined;
}

/** The provider's ingress controllers, with HTTP, HTTPS, and the metrics and health of ingress-nginx. */
function controllersOf({ ingressControllers }: ProviderFacts): MatrixPod[] {
  const ports = [80, 443, 10254].map((containerPort) => ({ containerPort }));
  return ingressControllers.map(({ namespace, labels }) => matrixPod(namespace, labels, ports));
}

/**
 * The pods that policies select, as their own or as a peer, and that are not known.
 *
 * Peers of egress rules are destinations only: other programs decide to what they connect.
 */
function namedByPolicies(manifests: readonly Manifest[], known: readonly Pod[]): MatrixPod[] {
  const policies = manifests.filter(({ kind }) => kind === 'NetworkPolicy');
  const named = policies.flatMap(({ metadata: { namespace = '' }, spec }) => {
    const [ingress, egress] = [rulesOf(spec, 'ingress'), rulesOf(spec, 'egress')];
    const labels: Labels | undefined = spec.podSelector.matchLabels;
    const opened = ingress.flatMap(({ ports }) => ports);
    return [
      ...(labels ? [matrixPod(namespace, labels, opened)] : []),
      ...ingress.flatMap(({ peers }) => peers.flatMap((peer) => peerPods(peer, []))),
      ...egress
        .flatMap(({ peers, ports }) => peers.flatMap((peer) => peerPods(peer, ports)))
        .map((pod) => ({ ...pod, isSource: false })),
    ];
  });
  const unknown = named.filter(
    ({ namespace, labels }) =>
      !known.some((pod) => pod.namespace === namespace && selects({ matchLabels: labels }, pod.labels)),
  );
  return [...groupBy(unknown, ({ namespace, name }) => `${namespace}/${name}`).values()].map(merged);
}

/** The pods of a peer with labels in a namespace with a name. Other peers are groups of known pods. */
function peerPods({ namespaceSelector, podSelector }: PolicyPeer, ports: MatrixPod['ports']): MatrixPod[] {
  const namespace = namespaceSelector?.matchLabels?.[NAMESPACE_NAME];
  const labels = podSelector?.matchLabels;
  return namespace && labels ? [matrixPod(namespace, labels, ports)] : [];
}

/** Pods that several rules name, with the ports of all of these rules. */
function merged(pods: readonly MatrixPod[]): MatrixPod {
  const ports = pods.flatMap((pod) => pod.ports);
  const byPort = groupBy(ports, ({ containerPort, protocol }) => `${containerPort}/${protocol}`);
  return {
    ...(pods[0] as MatrixPod),
    ports: [...byPort.values()].flatMap(([port]) => port ?? []),
    isSource: pods.some(({ isSource }) => isSource),
  };
}

/** Pods that are known by their labels. Their name has the values of the labels, and the key of a label that is `true`. */
function matrixPod(namespace: string, labels: Labels, ports: MatrixPod['ports']): MatrixPod {
  const parts = Object.entries(labels).map(([key, value]) =>
    value === 'true' ? key.slice(key.lastIndexOf('/') + 1) : value,
  );
  return { namespace, name: parts.join('-'), labels, ports, isSource: true };
}
