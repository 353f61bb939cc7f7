import { readdirSync } from 'node:fs';
import { ClusterMarker } from '../../lib/core/cluster-marker';
import { readManifests } from '../support/manifests';
import { type Manifest, TestCluster } from '../support/test-cluster';

test('the mark of a cluster', () => {
  const cluster = new TestCluster();
  new ClusterMarker(cluster, 'marker');
  expect(cluster.objects()).toEqual([
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        namespace: 'kube-public',
        name: 'cluster-topology',
        labels: {
          'app.kubernetes.io/managed-by': 'cluster-topology',
          'app.kubernetes.io/part-of': 'test',
        },
      },
      data: { cluster: 'test' },
      immutable: true,
    },
  ]);
});

test.each(readdirSync('dist'))('dist/%s marks its cluster before everything else', (name) => {
  const [first] = readManifests(`dist/${name}`) as (Manifest & { data: object })[];
  expect(first?.metadata.name).toBe('cluster-topology');
  expect(first?.data).toEqual({ cluster: name });
});
