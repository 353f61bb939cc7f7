import { type LabelSelector, type Labels, selects } from '../../kube/labels';
import { ClusterNamespace } from '../cluster-namespace';
import type { ForeignNamespace, PodGroup } from './connection';

/** Pods, as a policy of the other end selects them. */
export function peer({ namespaces, podLabels }: PodGroup) {
  return {
    namespaceSelector: namespaceSelector(namespaces),
    ...(podLabels && { podSelector: { matchLabels: { ...podLabels } } }),
  };
}

function namespaceSelector(namespaces: PodGroup['namespaces']): LabelSelector {
  if ('selector' in namespaces) return namespaces.selector;
  return { matchLabels: { 'kubernetes.io/metadata.name': nameOf(namespaces) } };
}

/** The name of one namespace, whoever makes it. */
export function nameOf(namespace: ClusterNamespace | ForeignNamespace): string {
  return 'foreignName' in namespace ? namespace.foreignName : namespace.name;
}

/** The ports of pods as a policy lists them. */
export function portsOf({ ports }: PodGroup) {
  return ports.map(({ port, protocol = 'TCP' }) => ({ port, protocol }));
}

/** What the policy of some of a namespace's pods is called: `app-gitea` for those labelled `app: gitea`. */
export function policyNameOf(podLabels: Labels): string {
  const parts = Object.entries(podLabels).map(
    ([key, value]) => `${key.slice(key.lastIndexOf('/') + 1)}-${value}`,
  );
  return parts.join('-').toLowerCase();
}

/** The same text for the same labels. */
export function keyOf(podLabels: Labels | undefined): string {
  return podLabels === undefined ? '' : JSON.stringify(Object.entries(podLabels).sort());
}

/** The same text for the same pods of a namespace that another makes. */
export function guestKey({ foreignName }: ForeignNamespace, podLabels: Labels | undefined): string {
  return `${foreignName} ${keyOf(podLabels)}`;
}

/** Whether a rule for some pods holds for others too, on all their ports: those of one namespace of a group, say. */
export function includesPods(outer: PodGroup, inner: PodGroup): boolean {
  const open = outer.ports.map(({ port }) => port);
  const ports = inner.ports.map(({ port }) => port);
  const all = open.length === 0 || (ports.length > 0 && ports.every((port) => open.includes(port)));
  if (!all) return false;
  if (outer.namespaces === inner.namespaces)
    return outer.podLabels === undefined || keyOf(outer.podLabels) === keyOf(inner.podLabels);
  return (
    outer.podLabels === undefined &&
    'selector' in outer.namespaces &&
    inner.namespaces instanceof ClusterNamespace &&
    selects(outer.namespaces.selector, inner.namespaces.labels)
  );
}
