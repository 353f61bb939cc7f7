import { Construct } from 'constructs';
import { PlainFile } from '../../lib/core/plain-file';
import { SynthError } from '../../lib/core/topology-app';
import { render } from '../../lib/synth';
import { jsonOf } from '../support/manifests';
import { TestCluster } from '../support/test-cluster';

const DOCUMENTS = [{ apiVersion: 'kubeadm.k8s.io/v1beta4', kind: 'InitConfiguration' }, { kind: 'Other' }];

function plainFile(cluster: TestCluster, id = 'kubeadm'): PlainFile {
  return new PlainFile(cluster, id, {
    folder: 'bootstrap',
    name: id,
    documents: DOCUMENTS,
  });
}

test('a plain file is written with its documents to a folder of the cluster', () => {
  const cluster = new TestCluster();
  plainFile(cluster);
  expect(render(cluster.app)).toEqual([
    {
      path: 'test/bootstrap/kubeadm.yaml',
      cluster: 'test',
      objects: 0,
      content: [
        '# Written by cluster-topology from config/ and lib/ (npm run synth). Do not edit.',
        'apiVersion: kubeadm.k8s.io/v1beta4',
        'kind: InitConfiguration',
        '---',
        'kind: Other',
        '',
      ].join('\n'),
    },
  ]);
});

test('a plain file is not among the manifests, because its documents are not objects of the Kubernetes API', () => {
  const cluster = new TestCluster();
  plainFile(cluster);
  expect(jsonOf(cluster.app)).toEqual([]);
});

test('a plain file is not written if only other clusters are selected', () => {
  const cluster = new TestCluster();
  plainFile(cluster);
  expect(render(cluster.app, { clusters: ['other'] })).toEqual([]);
});

test('fails if two plain files have the same path', () => {
  const cluster = new TestCluster();
  plainFile(cluster);
  new PlainFile(new Construct(cluster, 'x'), 'kubeadm', {
    folder: 'bootstrap',
    name: 'kubeadm',
    documents: [],
  });
  expect(() => render(cluster.app)).toThrow(
    new SynthError([
      'test/x/kubeadm: test/bootstrap/kubeadm.yaml is also written by test/kubeadm: give one of them another name',
    ]),
  );
});
