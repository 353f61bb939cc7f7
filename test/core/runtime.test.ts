import { Construct } from 'constructs';
import * as k8s from '../../imports/k8s';
import { withoutCommonLabels } from '../../lib/core/common-labels';
import { atRuntime } from '../../lib/core/runtime';
import { render } from '../../lib/synth';
import { jsonOf } from '../support/manifests';
import { TestCluster } from '../support/test-cluster';

/** A cluster with a ConfigMap that dist/ contains, if it has a name, and one that another program creates. */
function cluster(name?: string): TestCluster {
  const made = new TestCluster();
  const metadata = { namespace: 'kube-system' };
  const scope = new Construct(made, 'program');
  new k8s.KubeConfigMap(scope, 'config', { metadata: { ...metadata, name: 'at-runtime' } });
  atRuntime(scope);
  if (name) new k8s.KubeConfigMap(made, 'config', { metadata: { ...metadata, name } });
  return made;
}

test('the objects of another program are among the manifests, which the checks read, but not in the files', () => {
  const { app } = cluster('written');
  expect(jsonOf(app).flatMap(({ json }) => json)).toHaveLength(2);
  const [file, ...others] = render(app);
  expect(others).toEqual([]);
  expect(file?.objects).toBe(1);
  expect(file?.content).toContain('name: written');
  expect(file?.content).not.toContain('at-runtime');
});

test('a file with no other objects is not written', () => {
  expect(render(cluster().app)).toEqual([]);
});

test('fails if an object of another program is invalid', () => {
  const made = cluster();
  const metadata = { name: 'x', namespace: 'missing' };
  atRuntime(new k8s.KubeConfigMap(made, 'invalid', { metadata }));
  expect(() => render(made.app)).toThrow('Namespace missing not found');
});

test('the labels of the program are removed, and all others are kept', () => {
  const owner = { 'app.kubernetes.io/managed-by': 'cluster-topology', 'app.kubernetes.io/part-of': 'test' };
  const object = (labels?: object) => ({
    kind: 'ConfigMap',
    metadata: { name: 'a', ...(labels && { labels }) },
  });
  expect(withoutCommonLabels(object(owner))).toEqual(object());
  expect(withoutCommonLabels(object({ ...owner, app: 'a' }))).toEqual(object({ app: 'a' }));
});
