import { selectClusters, synthArguments } from '../../lib/cli/synth';
import { TestCluster } from '../support/test-cluster';

const { app } = new TestCluster({}, 'shop');

test('without arguments, all clusters are written to dist/ and no object is replaced', () => {
  const { clusters, ...others } = synthArguments([]);
  expect(others).toEqual({ replace: [], ingress: undefined, out: undefined });
  expect(selectClusters(app, clusters)).toBeUndefined();
});

test('the ingress controllers of every cluster can be others in another folder', () => {
  expect(synthArguments(['--ingress', 'both', '--out=/tmp/both'])).toMatchObject({
    ingress: 'both',
    out: '/tmp/both',
  });
});

test('clusters and replaced objects can be named in any order', () => {
  const args = ['--replace', 'StatefulSet/shop/db,PriorityClass/important', 'shop'];
  expect(synthArguments(args)).toMatchObject({
    clusters: ['shop'],
    replace: ['StatefulSet/shop/db', 'PriorityClass/important'],
  });
});

test.each([
  [['--ingress', 'envoy', '--out', 'x'], '--ingress: "envoy" is unknown: use one of nginx, gateway, both'],
  [['--ingress', 'gateway'], '--ingress: dist/ follows the configuration: state another folder with --out'],
  [['--out'], '--out: the folder is missing: state one'],
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
  expect(() => synthArguments(args)).toThrow(new Error(message));
});

test('fails if a cluster is unknown', () => {
  expect(() => selectClusters(app, ['shopp'])).toThrow(
    new Error('cluster "shopp" is unknown: use one of shop'),
  );
});
