import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { arcanaConfig, arcanaObjects } from '../../support/arcana';
import { documentedBlocks, shellBlocks } from '../../support/documented';

const PAGE = readFileSync('docs/clusters/arcana.md', 'utf8');

/** The short names of kinds in the commands of the page. */
const KINDS: Readonly<Record<string, string>> = {
  cronjob: 'CronJob',
  deploy: 'Deployment',
  ds: 'DaemonSet',
  svc: 'Service',
};

/** Every kubectl command of the page, also those in tables. */
const commands = [
  ...shellBlocks(PAGE).flatMap((block) => block.replaceAll('\\\n', '').split('\n')),
  ...[...PAGE.matchAll(/`(kubectl [^`]*)`/g)].map(([, command = '']) => command),
].filter((line) => line.includes('kubectl '));

const objects = arcanaObjects();
const namesOf = (kind: string) =>
  objects.filter((object) => object.kind === kind).map(({ metadata }) => metadata.name);

test('the commands use existing namespaces and workloads', () => {
  const text = commands.join('\n');
  const namespaces = [...text.matchAll(/(?: -n|--namespace) ([a-z-]+)/g)].map(([, name = '']) => name);
  const workloads = [...text.matchAll(/ (?:--from=)?([a-z]+)\/([a-z-]+)/g)].flatMap(
    ([, kind = '', name = '']) => (KINDS[kind] ? [{ kind: KINDS[kind], name }] : []),
  );
  expect(namespaces.length).toBeGreaterThan(20);
  expect(workloads.length).toBeGreaterThan(8);
  const known = [...namesOf('Namespace'), 'kube-system'];
  expect(namespaces.filter((name) => !known.includes(name))).toEqual([]);
  expect(workloads.filter(({ kind, name }) => !namesOf(kind).includes(name))).toEqual([]);
});

test('the restore has the name and the address of the node', () => {
  const { node } = arcanaConfig();
  const [, restore = ''] = documentedBlocks('arcana', 'Restore to a new machine');
  expect(restore).toContain(`--name ${node.name} `);
  expect(restore).toContain(`--initial-cluster ${node.name}=https://${node.address}:2380 `);
});

test('the cluster of kind has the ranges of the configuration, and kubelets with certificates of the cluster', () => {
  const [create = ''] = documentedBlocks('arcana', 'Local tests');
  const cluster = parse(/<<'KIND'\n(.*)\nKIND\n/s.exec(create)?.[1] ?? '');
  const { podCidr, serviceCidr } = arcanaConfig().network;
  expect(cluster.networking).toEqual({
    disableDefaultCNI: true,
    podSubnet: podCidr,
    serviceSubnet: serviceCidr,
  });
  expect(cluster.kubeadmConfigPatches.map((patch: string) => parse(patch))).toEqual([
    { kind: 'KubeletConfiguration', serverTLSBootstrap: true },
  ]);
  expect(create).toContain(`docker exec ${cluster.name}-control-plane `);
});
