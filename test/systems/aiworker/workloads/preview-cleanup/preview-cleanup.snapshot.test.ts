import {
  PreviewCleanup,
  type PreviewCleanupProps,
} from '../../../../../lib/systems/aiworker/workloads/preview-cleanup/preview-cleanup';
import { ServiceAccount } from '../../../../../lib/workloads/service-account';
import { addedObjects } from '../../../../support/added-objects';

test('with all props, none of which is optional', () => {
  const objects = addedObjects((cluster, namespace) => {
    const all: Required<PreviewCleanupProps> = {
      namespace,
      account: new ServiceAccount(cluster, 'account', { namespace, name: 'clerk' }),
    };
    new PreviewCleanup(cluster, 'preview-cleanup', all);
  });
  // The text of the script is left out: preview-cleanup.test.ts runs it.
  const withoutScript = objects.map((object) =>
    object.kind === 'ConfigMap' ? { ...object, data: { 'cleanup.cjs': expect.any(String) } } : object,
  );
  expect(withoutScript).toMatchSnapshot();
  const [configMap] = objects.filter(({ kind }) => kind === 'ConfigMap');
  expect(configMap).toHaveProperty(['data', 'cleanup.cjs']);
});
