import { ApiError } from '../../lib/live/client';
import type { ApiResource } from '../../lib/live/discovery';
import { dryRun } from '../../lib/live/dry-run';
import { fakeClient } from './fake-client';

const RESOURCE: ApiResource = {
  group: 'apps',
  version: 'v1',
  kind: 'Deployment',
  plural: 'deployments',
  isNamespaced: true,
  verbs: [],
};

function deployment(spec: object, lastApplied?: object) {
  const key = 'kubectl.kubernetes.io/last-applied-configuration';
  const annotations = lastApplied && { [key]: JSON.stringify({ spec: lastApplied }) };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'shop', ...(annotations && { annotations }) },
    spec,
  };
}

/** The dry run of an object. The fake server merges it into the live object, as server-side apply does. */
async function run(written: object, live?: ReturnType<typeof deployment>, refusal?: ApiError) {
  const client = fakeClient(({ method = 'GET', body }) => {
    if (method === 'GET') return live;
    return (
      refusal ?? { ...live, ...(body as object), spec: { ...live?.spec, ...(body as { spec: object }).spec } }
    );
  });
  const result = await dryRun(client, RESOURCE, deployment(written));
  return { ...result, sent: client.sent };
}

test('a new object is created, and nothing is stored', async () => {
  const { result, sent } = await run({ replicas: 1 });
  expect(result).toBe('created');
  const [, patch] = sent;
  expect(patch).toMatchObject({ method: 'PATCH', contentType: 'application/apply-patch+yaml' });
  expect(patch?.path).toMatch(
    /^\/apis\/apps\/v1\/namespaces\/shop\/deployments\/web\?dryRun=All&force=true&/,
  );
});

test('an object that is as in dist/ is unchanged', async () => {
  expect(
    await run({ replicas: 1 }, deployment({ replicas: 1, paused: false }, { replicas: 1 })),
  ).toMatchObject({
    result: 'unchanged',
  });
});

test('a field that dist/ has changed since the last apply', async () => {
  const live = deployment({ replicas: 1 }, { replicas: 1 });
  expect(await run({ replicas: 2 }, live)).toMatchObject({
    result: 'changed',
    changed: ['spec.replicas'],
    drifted: [],
  });
});

test('a field that somebody else has changed since the last apply', async () => {
  const live = deployment({ replicas: 5 }, { replicas: 2 });
  expect(await run({ replicas: 2 }, live)).toMatchObject({ changed: [], drifted: ['spec.replicas'] });
});

test('a field that dist/ no longer has would be deleted', async () => {
  const live = deployment({ replicas: 1, paused: true }, { replicas: 1, paused: true });
  expect(await run({ replicas: 1 }, live)).toMatchObject({ changed: ['spec.paused'], drifted: [] });
});

test('a field of somebody else stays', async () => {
  const live = deployment({ replicas: 1, paused: true }, { replicas: 1 });
  expect(await run({ replicas: 1 }, live)).toMatchObject({ result: 'unchanged' });
});

test('a refusal has its causes', async () => {
  const causes = [{ field: 'spec.replicas', message: 'must be positive' }];
  expect(await run({}, undefined, new ApiError(422, 'invalid', causes))).toMatchObject({
    result: 'refused',
    reason: 'invalid',
    causes,
  });
});

test.each([
  [
    403,
    'deployments.apps "web" is forbidden: User "me" cannot patch resource "deployments" in API group "apps"',
    'unchecked',
  ],
  [400, 'admission webhook "w" does not support dry run', 'unchecked'],
  [403, 'deployments.apps "web" is forbidden: exceeded quota: q', 'refused'],
])('%i %s is %s', async (status, message, result) => {
  expect(await run({}, undefined, new ApiError(status, message))).toMatchObject({ result });
});
