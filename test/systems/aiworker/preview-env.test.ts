import { PreviewEnv, previewHostId } from '../../../lib/systems/aiworker/preview-env';
import { APP_IMAGE } from '../../support/aiworker';
import { jsonOf } from '../../support/manifests';
import { TestCluster } from '../../support/test-cluster';

const CREATED = '2026-01-19T12:00:00Z';

function preview(taskId = 'abc123', ttl?: string) {
  const cluster = new TestCluster();
  new PreviewEnv(cluster, 'preview', {
    taskId,
    project: 'my-project',
    image: APP_IMAGE,
    createdAt: CREATED,
    ttl,
  });
  return cluster;
}

test('a preview with only the required properties', () => {
  expect(jsonOf(preview().app)).toMatchSnapshot();
});

test('has the labels and the annotation of document 001', () => {
  const { metadata } = preview().find('Namespace', 'preview-task-abc123');
  expect(metadata.labels).toMatchObject({
    project: 'my-project',
    environment: 'preview',
    'task-id': 'abc123',
    'managed-by': 'aiworker',
    ttl: '168h',
  });
  expect(metadata.annotations).toEqual({ 'created-at': CREATED });
});

test('has the quota of document 001', () => {
  expect(preview().find('ResourceQuota', 'preview-quota').spec.hard).toEqual({
    'requests.cpu': '500m',
    'requests.memory': '1Gi',
    'limits.cpu': '1',
    'limits.memory': '2Gi',
    pods: '3',
  });
});

test('labels every object as part of a preview, so that pruning can exclude it', () => {
  for (const { metadata } of preview().objects())
    expect(metadata.labels).toMatchObject({ environment: 'preview' });
});

test('has the stated ttl', () => {
  expect(preview('x', '24h').find('Namespace', 'preview-task-x').metadata.labels).toMatchObject({
    ttl: '24h',
  });
});

test('fails if the id of the task cannot be converted to a DNS label, or is too long', () => {
  expect(() => preview('---')).toThrow(
    new Error(
      'task "---": "" is not a valid DNS label: use lower-case letters, digits and hyphens, with a letter or digit at both ends',
    ),
  );
  const long = 'a'.repeat(51);
  expect(() => preview(long)).toThrow(
    new Error(`task "${long}": "${long}" has 51 characters; the maximum is 50`),
  );
});

test.each([
  ['abc123', 'abc123'],
  ['0123456789', '01234567'],
  ['abcdefg-h', 'abcdefg'],
])('the host of the preview of task %s contains %s', (taskId, shown) => {
  expect(previewHostId(taskId)).toBe(shown);
});
