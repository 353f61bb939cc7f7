import { KUBERNETES_VERSION, PREVIOUS_KUBERNETES_VERSION } from '../../../lib/core/versions';
import { readAiworker } from '../../../lib/systems/aiworker/config';
import { previewManifests } from '../../../lib/systems/aiworker/preview-manifests';
import { getAll, kubectl, tryKubectl } from './kubectl';

const BACKEND = '--as=system:serviceaccount:control-plane:aiworker-backend';
const VERSION_LABEL = 'pod-security.kubernetes.io/enforce-version';
const NEW = KUBERNETES_VERSION;
const OLD = PREVIOUS_KUBERNETES_VERSION;

/** A preview, as rendered by a backend that was built for a minor version of Kubernetes. */
function preview(kubernetesVersion: string) {
  const config = readAiworker('config/aiworker.yaml');
  return previewManifests({
    config: { ...config, cluster: { ...config.cluster, kubernetesVersion } },
    project: 'my-project',
    task: `upgrade-${kubernetesVersion.replace('.', '-')}`,
    image: 'git.aiworker.dev/my-project/my-project:1.0.0',
    createdAt: '2026-01-19T12:00:00Z',
  });
}

/** The same preview, rendered for another version. */
function rerendered(manifests: ReturnType<typeof preview>, from: string, to: string): string {
  return manifests.yaml.replaceAll(`v${from}`, `v${to}`);
}

/** Tests of an upgrade of Kubernetes, during which two versions of the backend run. `dist/aiworker` must be applied before. */
export function describeUpgrade(): void {
  describe('during an upgrade of Kubernetes', () => {
    test.each([
      ['a new backend updates the preview of an old one', OLD, NEW],
      ['an old backend updates the preview of a new one', NEW, OLD],
    ])('%s', (_, first, second) => {
      const made = preview(first);
      const { namespace } = made;
      expect(tryKubectl([BACKEND, 'apply', '-f', '-'], made.yaml)).toMatchObject({ status: 0, stderr: '' });
      const updated = tryKubectl([BACKEND, 'apply', '-f', '-'], rerendered(made, first, second));
      expect(updated).toMatchObject({ status: 0, stderr: '' });
      const [found] = getAll<{ metadata: { labels: Record<string, string> } }>(
        'namespaces',
        `--field-selector=metadata.name=${namespace}`,
      );
      expect(found?.metadata.labels[VERSION_LABEL]).toBe(`v${second}`);
      const rollout = ['rollout', 'status', 'deployment', '--timeout=60s', '--namespace', namespace];
      expect(tryKubectl([BACKEND, ...rollout])).toMatchObject({ status: 0 });
      kubectl(['delete', 'namespace', namespace, '--wait=false']);
    });

    test('Pod Security cannot be pinned to an older version', () => {
      const label = ['label', 'namespace', 'my-project-dev', `${VERSION_LABEL}=v1.30`, '--overwrite'];
      expect(tryKubectl([BACKEND, ...label]).stderr).toContain(`${VERSION_LABEL} must be v${OLD}`);
    });
  });
}
