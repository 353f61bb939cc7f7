import type { ClusterFacts } from '../../../lib/checks/engine/cluster-facts';
import type { Finding } from '../../../lib/checks/engine/finding';
import type { Rule } from '../../../lib/checks/engine/rule';
import { runChecks } from '../../../lib/checks/engine/run-checks';
import { factsOf } from '../../../lib/synth';
import { TestCluster } from '../../support/test-cluster';

/** The facts of a cluster with namespaces. */
function cluster(name: string, ...namespaces: readonly string[]): ClusterFacts {
  const test = new TestCluster({}, name);
  for (const namespace of namespaces) test.addNamespace({ name: namespace, podSecurity: 'restricted' });
  const [facts] = factsOf(test.app);
  if (facts === undefined) throw new Error('the cluster has no objects');
  return facts;
}

/** A rule that reports each namespace. */
function rule(id: string, finding: Partial<Finding> | ((name: string) => Partial<Finding>)): Rule {
  const findingOf = typeof finding === 'function' ? finding : () => finding;
  return {
    id,
    group: 'objects',
    title: '',
    protects: '',
    *check(index) {
      for (const object of index.ofKind('Namespace'))
        yield { object, problem: 'is old: replace it', ...findingOf(object.name) };
    },
  };
}

/** A rule that reports each cluster. */
const wholeCluster: Rule = {
  ...rule('whole', {}),
  *check() {
    yield { field: 'version', value: '1', problem: 'is old: replace it', severity: 'warning' };
  },
};

const warning = { severity: 'warning' } as const;
const clusters = [cluster('one', 'shop'), cluster('another', 'shop', 'store')];
const warningsOf = (...rules: readonly Rule[]) => runChecks({ clusters, rules }).warnings;

describe('warnings', () => {
  test('of one rule with the same problem are one line, also in different clusters', () => {
    expect(warningsOf(rule('age', { ...warning, field: 'spec.age', value: 9 }))).toEqual([
      'another/namespaces/shop/namespace, another/namespaces/store/namespace, one/namespaces/shop/namespace: spec.age is 9: is old: replace it [age]',
    ]);
    expect(warningsOf(wholeCluster)).toEqual(['another, one: version is "1": is old: replace it [whole]']);
  });

  test('show the field of each place if the fields or their values differ', () => {
    const ages = rule('age', (name) => ({ ...warning, field: 'spec.age', value: name }));
    expect(warningsOf(ages)).toEqual([
      'another/namespaces/shop/namespace spec.age is "shop", another/namespaces/store/namespace spec.age is "store", one/namespaces/shop/namespace spec.age is "shop": is old: replace it [age]',
    ]);
  });

  test('of one object list its fields', () => {
    const fields: Rule = {
      ...rule('age', {}),
      *check({ objects: [object] }) {
        for (const field of ['spec.age', 'spec.size'])
          yield { object, field, problem: 'is old: replace it', ...warning };
      },
    };
    expect(runChecks({ clusters: clusters.slice(0, 1), rules: [fields] }).warnings).toEqual([
      'one/namespaces/shop/namespace: one/00-namespaces.k8s.yaml: Namespace shop: spec.age, spec.size: is old: replace it [age]',
    ]);
  });

  test('list at most six places', () => {
    const names = Array.from({ length: 9 }, (_, index) => `n${index}`);
    const [line = ''] = runChecks({
      clusters: [cluster('many', ...names)],
      rules: [rule('age', warning)],
    }).warnings;
    expect(line).toMatch(
      /^many\/namespaces\/n0\/namespace, .*n5\/namespace and 3 more: is old: replace it \[age\]$/,
    );
  });

  test('of different rules or with different problems are different lines, in the order of their text', () => {
    const problems = rule('size', (name) => ({ ...warning, problem: `${name} is small: enlarge it` }));
    const lines = warningsOf(rule('age', warning), wholeCluster, problems);
    expect(lines).toHaveLength(4);
    expect(lines).toEqual([...lines].sort());
  });

  test('with one place show the construct, the file and the object', () => {
    expect(runChecks({ clusters: clusters.slice(0, 1), rules: [rule('age', warning)] }).warnings).toEqual([
      'one/namespaces/shop/namespace: one/00-namespaces.k8s.yaml: Namespace shop: is old: replace it [age]',
    ]);
  });
});

test('errors are one line for each place', () => {
  expect(runChecks({ clusters, rules: [rule('age', {})] }).errors).toHaveLength(3);
});
