import type { PolicyEngine } from '../../checks/engine/cluster-facts';
import type { Situation } from '../situation';
import type { Finding } from './finding';
import { allOf } from './lists';

interface DaemonSet {
  readonly spec?: {
    readonly template?: { readonly spec?: { readonly containers?: readonly { readonly image?: string }[] } };
  };
}

/**
 * The image of the DaemonSet of each engine.
 *
 * @see https://docs.tigera.io/calico/latest/reference/architecture/overview
 * @see https://docs.cilium.io/en/stable/overview/component-overview/
 * @see https://github.com/kubernetes-sigs/kube-network-policies
 */
const IMAGES: Readonly<Record<Exclude<PolicyEngine, 'none'>, RegExp>> = {
  calico: /(^|\/)(calico\/node|calico-node)([:@]|$)/,
  cilium: /(^|\/)cilium\/cilium([:@]|$)/,
  'kube-network-policies': /(^|\/)kube-network-policies([:@]|$)/,
};

/** Whether the declared engine of network policies runs on the nodes, or is in dist/. */
export async function askPolicyEngine(situation: Situation): Promise<Finding[]> {
  const { policyEngine } = situation.facts.network;
  if (policyEngine === 'none') return [];
  const { items, problem } = await allOf<DaemonSet>(situation, 'apps', 'DaemonSet');
  const finding = (severity: Finding['severity'], message: string): Finding[] => [
    { severity, question: 'policy-engine', message },
  ];
  if (problem !== undefined) return finding('unchecked', problem);
  const written = situation.objects
    .filter(({ json }) => json.kind === 'DaemonSet')
    .map(({ json }) => json as DaemonSet);
  const images = [...items, ...written].flatMap(({ spec }) =>
    (spec?.template?.spec?.containers ?? []).map(({ image = '' }) => image),
  );
  const isPresent = (engine: keyof typeof IMAGES) => images.some((image) => IMAGES[engine].test(image));
  if (isPresent(policyEngine)) return [];
  const others = (Object.keys(IMAGES) as (keyof typeof IMAGES)[]).filter(isPresent);
  const found = others.length > 0 ? `, but one of ${others.join(', ')}` : '';
  return finding(
    'error',
    `no DaemonSet of ${policyEngine} is in the cluster${found}: install it, because nothing enforces the network policies as dist/ describes them`,
  );
}
