import { ApiError } from '../../lib/live/client';
import type { ApiResource } from '../../lib/live/discovery';
import { describeObject, findLeftovers } from '../../lib/live/leftovers';
import { fakeClient } from './fake-client';

function resource(kind: string, plural: string, isNamespaced = true, group = ''): ApiResource {
  return { group, version: 'v1', kind, plural, isNamespaced, verbs: ['delete', 'get', 'list'] };
}

const KINDS = [
  resource('Namespace', 'namespaces', false),
  resource('ConfigMap', 'configmaps'),
  resource('Endpoints', 'endpoints'),
  resource('PersistentVolumeClaim', 'persistentvolumeclaims'),
  resource('Deployment', 'deployments', true, 'apps'),
  resource('NetworkPolicy', 'networkpolicies', true, 'networking.k8s.io'),
  resource('ClusterRoleBinding', 'clusterrolebindings', false, 'rbac.authorization.k8s.io'),
  { ...resource('PodMetrics', 'pods', true, 'metrics.k8s.io'), verbs: ['list'] },
];

interface Item {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Record<string, string>;
  readonly ownerReferences?: object[];
  readonly deletionTimestamp?: string;
}

const OWN = { 'app.kubernetes.io/managed-by': 'cluster-topology', 'app.kubernetes.io/part-of': 'shop' };

/** An API server with objects, by the names of their kinds in paths. It selects by label as the real one does. */
function server(objects: Readonly<Record<string, readonly Item[]>>, forbidden: readonly string[] = []) {
  return fakeClient(({ path }) => {
    const url = new URL(path, 'https://test');
    const plural = url.pathname.split('/').at(-1) ?? '';
    if (forbidden.includes(plural)) return new ApiError(403, `${plural} is forbidden`);
    const wanted = (url.searchParams.get('labelSelector') ?? '').split(',').filter((part) => part !== '');
    const items = (objects[plural] ?? [])
      .map((item) => ({
        labels: OWN as Record<string, string>,
        uid: `${plural}/${item.namespace}/${item.name}`,
        ...item,
      }))
      .filter(({ labels }) => wanted.every((part) => labels[part.split('=')[0] ?? ''] === part.split('=')[1]))
      .map((metadata) => ({ metadata }));
    return { metadata: {}, items: items.length > 0 ? items : null };
  });
}

const WRITTEN = [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'kept', namespace: 'app' } }];

async function leftovers(...parameters: Parameters<typeof server>) {
  const found = await findLeftovers(server(...parameters), { resources: KINDS, silent: [] }, 'shop', WRITTEN);
  return {
    remove: found.remove.map(describeObject),
    keep: found.keep.map(({ object, because }) => `${describeObject(object)}: ${because}`),
    notListed: found.notListed,
  };
}

const at = (name: string, more: Partial<Item> = {}): Item => ({ name, namespace: 'app', ...more });

test('objects with the labels of the program that dist/ does not contain are leftovers', async () => {
  const { remove, keep, notListed } = await leftovers({
    configmaps: [at('kept'), at('gone'), at('another', { labels: {} })],
    clusterrolebindings: [{ name: 'admins' }],
  });
  expect(remove).toEqual(['ClusterRoleBinding/admins', 'ConfigMap/app/gone']);
  expect([keep, notListed]).toEqual([[], []]);
});

test('objects of another cluster are no leftovers', async () => {
  const labels = { ...OWN, 'app.kubernetes.io/part-of': 'other' };
  expect((await leftovers({ configmaps: [at('theirs', { labels })] })).remove).toEqual([]);
});

test('objects with an owner, Endpoints, and objects that are being deleted are no leftovers', async () => {
  const { remove } = await leftovers({
    configmaps: [
      at('owned', { ownerReferences: [{}] }),
      at('ending', { deletionTimestamp: '2026-01-19T12:00:00Z' }),
    ],
    endpoints: [at('of-a-service')],
  });
  expect(remove).toEqual([]);
});

test('a protected namespace is kept, and leftovers in it are removed', async () => {
  const { remove, keep } = await leftovers({
    namespaces: [{ name: 'app', labels: { ...OWN, protected: 'true' } }],
    networkpolicies: [at('gone', { labels: { ...OWN, protected: 'true' } })],
  });
  expect(remove).toEqual(['NetworkPolicy/app/gone']);
  expect(keep).toEqual(['Namespace/app: a protected namespace']);
});

test('previews are kept, with all objects in them', async () => {
  const preview = { ...OWN, environment: 'preview' };
  const { remove, keep } = await leftovers({
    namespaces: [{ name: 'app', labels: preview }],
    configmaps: [at('unlabelled'), { name: 'elsewhere', namespace: 'other', labels: preview }],
  });
  expect(remove).toEqual([]);
  const because = 'a preview, which the backend creates and deletes';
  expect(keep).toEqual([`ConfigMap/other/elsewhere: ${because}`, `Namespace/app: ${because}`]);
});

test('a PersistentVolumeClaim is kept', async () => {
  const { remove, keep } = await leftovers({ persistentvolumeclaims: [at('data')] });
  expect(remove).toEqual([]);
  expect(keep).toEqual(['PersistentVolumeClaim/app/data: it holds data']);
});

test('a namespace is removed with its contents, which are not listed', async () => {
  const objects = { namespaces: [{ name: 'app' }], configmaps: [at('gone')], deployments: [at('gone')] };
  expect((await leftovers(objects)).remove).toEqual(['Namespace/app']);
});

test('a namespace with a claim of anyone is kept as a whole', async () => {
  const { remove, keep } = await leftovers({
    namespaces: [{ name: 'app' }],
    networkpolicies: [at('gone')],
    persistentvolumeclaims: [at('data', { labels: {} })],
  });
  expect(remove).toEqual([]);
  expect(keep).toEqual(['Namespace/app: PersistentVolumeClaim data in it holds data']);
});

test('a namespace is kept if claims cannot be listed', async () => {
  const { remove, keep, notListed } = await leftovers({ namespaces: [{ name: 'app' }] }, [
    'persistentvolumeclaims',
  ]);
  expect(remove).toEqual([]);
  expect(keep).toEqual(['Namespace/app: whether it holds data is unknown']);
  expect(notListed).toContain('persistentvolumeclaims: persistentvolumeclaims is forbidden');
});

test('pods are removed before the policies that restrict them, and namespaces last', async () => {
  const { remove } = await leftovers({
    namespaces: [{ name: 'empty' }],
    networkpolicies: [at('gone')],
    configmaps: [at('gone')],
    deployments: [at('gone')],
  });
  expect(remove).toEqual([
    'Deployment/app/gone',
    'ConfigMap/app/gone',
    'NetworkPolicy/app/gone',
    'Namespace/empty',
  ]);
});

test('a kind that cannot be listed is named, and the others are listed', async () => {
  const { remove, notListed } = await leftovers({ configmaps: [at('gone')] }, ['deployments']);
  expect(remove).toEqual(['ConfigMap/app/gone']);
  expect(notListed).toEqual(['deployments.apps: deployments is forbidden']);
});

test('only metadata is requested', async () => {
  const client = server({});
  await findLeftovers(client, { resources: KINDS, silent: [] }, 'shop', WRITTEN);
  expect(client.sent.filter(({ accept }) => !accept?.includes('as=PartialObjectMetadataList'))).toEqual([]);
});
