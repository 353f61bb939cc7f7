import type { KubeObject } from '../engine/kube-object';

/** A RoleBinding or ClusterRoleBinding, as far as rules read it. */
export interface Binding {
  readonly roleRef: { readonly kind: string; readonly name: string };
  readonly subjects: readonly { readonly kind: string; readonly name: string; readonly namespace?: string }[];
}

/** One rule of a Role or ClusterRole. */
export interface PolicyRule {
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly verbs: readonly string[];
  readonly nonResourceURLs?: readonly string[];
}

export function bindingOf({ json }: KubeObject): Binding {
  const { roleRef, subjects } = json as unknown as Partial<Binding>;
  return { roleRef: roleRef ?? { kind: '', name: '' }, subjects: subjects ?? [] };
}

export function policyRulesOf({ json }: KubeObject): readonly PolicyRule[] {
  return (json as unknown as { rules?: readonly PolicyRule[] }).rules ?? [];
}
