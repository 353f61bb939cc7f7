import { ApiError } from '../../../lib/live/client';
import { askCluster } from '../../../lib/live/preflight/cluster';
import { situation } from './situation';

const MARK = '/api/v1/namespaces/kube-public/configmaps/cluster-topology';

async function ask(cluster: Parameters<typeof situation>[0]): Promise<string[]> {
  return (await askCluster(situation(cluster))).map(({ severity, message }) => `${severity}: ${message}`);
}

const namespaceOf = (cluster: string) => ({
  metadata: { name: cluster, labels: { 'app.kubernetes.io/part-of': cluster } },
});

test('the mark names the cluster', async () => {
  expect(await ask({ single: { [MARK]: { data: { cluster: 'shop' } } } })).toEqual([
    'note: ConfigMap kube-public/cluster-topology marks the cluster as shop',
  ]);
  expect(await ask({ single: { [MARK]: { data: { cluster: 'bank' } } } })).toEqual([
    'error: the cluster is bank, not shop: name the context of shop with --context',
  ]);
});

test('without a mark, the labels of namespaces name it', async () => {
  expect(await ask({ live: { namespaces: [namespaceOf('bank'), namespaceOf('shop')] } })).toEqual([
    'error: the cluster is bank, not shop: name the context of shop with --context',
  ]);
  expect(await ask({ live: { namespaces: [namespaceOf('shop')] } })).toEqual([
    'note: ConfigMap kube-public/cluster-topology not found: the next apply creates it',
  ]);
  expect(await ask({})).toEqual([
    'warning: nothing of shop is in the cluster: this would be the first apply',
  ]);
});

test('without permission, it is unknown', async () => {
  const forbidden = new ApiError(403, 'forbidden');
  expect(await ask({ single: { [MARK]: forbidden } })).toEqual([
    'unchecked: ConfigMap kube-public/cluster-topology: forbidden: whether this is shop is unknown',
  ]);
  expect(await ask({ live: { namespaces: forbidden } })).toEqual([
    'unchecked: ConfigMap kube-public/cluster-topology not found, and namespaces cannot be listed: whether this is shop is unknown',
  ]);
});
