import { synthArguments } from '../../lib/cli/synth';
import { TestCluster } from '../support/test-cluster';

const { app } = new TestCluster({}, 'shop');

test('without arguments, all clusters are written and no object is replaced', () => {
  expect(synthArguments(app, [])).toEqual({ clusters: undefined, replace: [] });
});

test('clusters and replaced objects can be named in any order', () => {
  const args = ['--replace', 'StatefulSet/shop/db,PriorityClass/important', 'shop'];
  expect(synthArguments(app, args)).toEqual({
    clusters: ['shop'],
    replace: ['StatefulSet/shop/db', 'PriorityClass/important'],
  });
});

test.each([
  [['shopp'], 'cluster "shopp" is unknown: use one of shop'],
  [['--replce', 'Service/shop/web'], '--replce: unknown option: did you mean --replace?'],
  [['--replace'], '--replace: "" is not the name of an object: write KIND/NAMESPACE/NAME, or KIND/NAME'],
  [
    ['--replace', 'db'],
    '--replace: "db" is not the name of an object: write KIND/NAMESPACE/NAME, or KIND/NAME',
  ],
  [
    ['--replace', 'statefulset/shop/db'],
    '--replace: "statefulset/shop/db" is not the name of an object: write KIND/NAMESPACE/NAME, or KIND/NAME',
  ],
])('fails if the arguments are %j', (args, message) => {
  expect(() => synthArguments(app, args)).toThrow(new Error(message));
});
