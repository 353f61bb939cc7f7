import { minorOf, type Situation } from '../situation';
import type { Finding } from './finding';
import { allOf } from './lists';

interface Node {
  readonly metadata: { readonly name: string };
  readonly status: { readonly nodeInfo: { readonly kubeletVersion: string } };
}

/** kubelets may be at most three minor versions older than the API server. */
const KUBELET_SKEW = 3;

/**
 * Whether the versions of API server, kubectl and kubelets fit together.
 *
 * @see https://kubernetes.io/releases/version-skew-policy/
 */
export async function askVersion(situation: Situation): Promise<Finding[]> {
  const { serverVersion, kubectlVersion, facts } = situation;
  const finding = (severity: Finding['severity'], message: string): Finding => ({
    severity,
    question: 'version',
    message,
  });
  const server = minorOf(serverVersion);
  const found: Finding[] = [];
  if (facts.kubernetesVersion !== undefined && minorOf(facts.kubernetesVersion) !== server)
    found.push(
      finding(
        'warning',
        `the API server is ${serverVersion}, and dist/${facts.name} is checked for ${facts.kubernetesVersion}: upgrade one of them`,
      ),
    );
  if (Math.abs(minorOf(kubectlVersion) - server) > 1)
    found.push(
      finding(
        'warning',
        `kubectl is ${kubectlVersion}, and the API server ${serverVersion}: use a kubectl of 1.${server}, at most one minor version apart`,
      ),
    );
  const { items, problem } = await allOf<Node>(situation, '', 'Node');
  if (problem !== undefined) found.push(finding('unchecked', `the versions of kubelets: ${problem}`));
  for (const { metadata, status } of items) {
    const { kubeletVersion } = status.nodeInfo;
    const age = server - minorOf(kubeletVersion);
    if (age < 0 || age > KUBELET_SKEW)
      found.push(
        finding(
          'error',
          `node ${metadata.name} runs kubelet ${kubeletVersion}, which API server ${serverVersion} does not support: upgrade the older one`,
        ),
      );
  }
  return found;
}
