import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { arcanaConfig } from '../support/arcana';
import { documented, documentedBlocks } from '../support/documented';
import { DocumentedMachine } from '../support/documented-machine';
import { waitFor } from './support/aks';
import { describeApply } from './support/apply';
import { etcdTools, keysOf, withRestored } from './support/etcd';
import { runJob } from './support/jobs';
import { getAll, kubectl, tryKubectl } from './support/kubectl';
import { describeRunning } from './support/running';

const MERCURY = { namespace: 'mercury', name: 'mercury' };

interface Node {
  readonly metadata: { readonly labels: Record<string, string> };
  readonly spec: { readonly taints?: unknown };
  readonly status: { readonly allocatable: { readonly cpu: string; readonly memory: string } };
}

interface CronJob {
  readonly spec: {
    readonly jobTemplate: { readonly spec: { readonly template: { readonly spec: PodSpec } } };
  };
}

interface Claim {
  readonly metadata: { readonly name: string; readonly uid: string };
}

interface Volume {
  readonly status: { readonly phase: string };
}

interface PodSpec {
  readonly containers: readonly {
    readonly name: string;
    readonly command: string[];
    readonly args?: string[];
  }[];
  readonly initContainers?: PodSpec['containers'];
}

function podOf(namespace: string, cronJob: string): PodSpec {
  const [found] = getAll<CronJob>(
    'cronjobs',
    `--namespace=${namespace}`,
    `--field-selector=metadata.name=${cronJob}`,
  );
  if (!found) throw new Error(`CronJob ${namespace}/${cronJob} not found`);
  return found.spec.jobTemplate.spec.template.spec;
}

test('the node is that of config/arcana.yaml: a control plane that accepts pods', () => {
  const nodes = getAll<Node>('nodes');
  const { cpu, memory } = arcanaConfig().node;
  expect(nodes.map(({ status }) => status.allocatable)).toMatchObject([{ cpu, memory }]);
  expect(nodes[0]?.metadata.labels).toMatchObject({
    'node-role.kubernetes.io/control-plane': '',
  });
  expect(nodes[0]?.spec.taints).toBeUndefined();
});

describeApply('arcana');
describeRunning('arcana');

describe('the single node', () => {
  test('has room for the maximum number of pods of mercury', () => {
    const { minReplicas, maxReplicas } = arcanaConfig().mercury;
    const scale = (replicas: number) =>
      kubectl(['scale', `--replicas=${replicas}`, `--namespace=${MERCURY.namespace}`, 'deployment/mercury']);
    scale(maxReplicas);
    waitFor('deployment', MERCURY);
    expect(getAll('pods', `--namespace=${MERCURY.namespace}`)).toHaveLength(maxReplicas);
    scale(minReplicas);
  });

  test('can be drained, and accepts all pods again', () => {
    kubectl(['drain', 'node-1', '--ignore-daemonsets', '--delete-emptydir-data', '--timeout=60s']);
    kubectl(['uncordon', 'node-1']);
    waitFor('deployment', MERCURY);
  });

  test.each([
    ['backup', 'etcd-backup'],
    ['audit', 'permission-audit'],
  ])('runs the job of namespace %s', (namespace, name) => {
    runJob(namespace, name);
  });
});

describe('the permission audit', () => {
  const account = 'system:serviceaccount:audit:permission-audit';
  const as = (...args: string[]) => tryKubectl([...args, `--as=${account}`]);

  test('writes each permission as a line of JSON, with the arguments and the permissions of its job', () => {
    const [container] = podOf('audit', 'permission-audit').containers;
    const folder = mkdtempSync(join(tmpdir(), 'audit-'));
    const template = kubectl([
      'get',
      'configmap/permission-audit',
      '--namespace=audit',
      '--output=jsonpath={.data.who-can-do-what\\.tmpl}',
    ]);
    writeFileSync(join(folder, 'who-can-do-what.tmpl'), template);
    const args = (container?.args ?? []).map((arg) =>
      arg.replace('=/etc/audit/', `=${folder}/`).replace(/^--cache-dir=.*/, `--cache-dir=${folder}/cache`),
    );
    expect(container?.command).toEqual(['kubectl']);
    const { status, stdout, stderr } = as(...args);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toContainEqual({
      audit: 'permission',
      who: 'ServiceAccount kubelet-csr-approver/kubelet-csr-approver',
      where: '*',
      may: 'approve',
      group: 'certificates.k8s.io',
      on: 'signers',
      only: 'kubernetes.io/kubelet-serving',
      by: 'ClusterRoleBinding kubelet-csr-approver',
    });
    expect(lines).toContainEqual(expect.objectContaining({ who: 'Group system:masters', may: '*', on: '*' }));
    expect(lines).toContainEqual(
      expect.objectContaining({
        where: 'local-path-storage',
        on: 'pods',
        by: expect.stringMatching(/^RoleBinding /),
      }),
    );
  });

  test.each([
    ['get', 'secrets'],
    ['create', 'clusterrolebindings'],
    ['impersonate', 'serviceaccounts'],
  ])('cannot %s %s', (verb, kind) => {
    expect(as('auth', 'can-i', verb, kind, '--all-namespaces').stdout.trim()).toBe('no');
  });
});

describe('the documented commands', () => {
  test('start a probe that the namespace of mercury admits', () => {
    const [, , command = ''] = documentedBlocks('arcana', 'Verification');
    expect(command).toMatch(/^kubectl run probe .* --rm -i /);
    const admitted = new DocumentedMachine().run(command.replace('--rm -i ', '--dry-run=server '));
    expect(admitted).toBe('pod/probe created (server dry run)\n');
  });

  test('replace all volumes after a restore, although pods use them', () => {
    const replace = documented('arcana', 'Restore to a new machine').slice(-4);
    expect(replace[0]).toMatch(/^kubectl delete statefulsets,pvc /);
    const claims = () =>
      getAll<Claim>('pvc', '--all-namespaces').map(({ metadata }) => [metadata.name, metadata.uid] as const);
    const before = claims();
    expect(before.length).toBeGreaterThan(3);
    new DocumentedMachine().run(replace.join('\n'));
    for (const namespace of ['monitoring', 'logging'])
      kubectl(['rollout', 'status', 'statefulset', `--namespace=${namespace}`, '--timeout=120s']);
    expect(claims().map(([name]) => name)).toEqual(before.map(([name]) => name));
    expect(claims().filter(([, uid]) => before.some(([, old]) => old === uid))).toEqual([]);
    expect(getAll<Volume>('pv').filter(({ status }) => status.phase === 'Released')).toEqual([]);
  });
});

describe('kubeadm', () => {
  const { KUBEADM } = process.env;

  (KUBEADM ? test : test.skip)('accepts dist/arcana/bootstrap/kubeadm.yaml (needs KUBEADM)', () => {
    const { status, stdout, stderr } = spawnSync(
      KUBEADM ?? '',
      ['config', 'validate', '--config=dist/arcana/bootstrap/kubeadm.yaml'],
      { encoding: 'utf8' },
    );
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: 'ok\n', stderr: '' });
  });
});

describe('a snapshot of etcd', () => {
  const tools = etcdTools();

  (tools ? test : test.skip)(
    'contains every key, and the documented command restores the same keys (needs ETCD, ETCDCTL, ETCDUTL, ETCD_ENDPOINT)',
    async () => {
      if (!tools) return;
      const snapshotter = podOf('backup', 'etcd-backup').initContainers?.[0];
      const machine = new DocumentedMachine();
      const snapshot = machine.path('/restore/snapshot/etcd.db');
      mkdirSync(dirname(snapshot));
      // The arguments of the job, without certificates and with another endpoint, as the etcd of a test cluster needs.
      const args = (snapshotter?.command ?? [])
        .slice(1)
        .filter((arg) => !/^--(cacert|cert|key)=/.test(arg))
        .map((arg) => (arg.startsWith('--endpoints=') ? `--endpoints=${tools.endpoint}` : arg))
        .map((arg) => (arg === '/snapshot/etcd.db' ? snapshot : arg));
      expect(args).toEqual([`--endpoints=${tools.endpoint}`, 'snapshot', 'save', snapshot]);
      execFileSync(tools.etcdctl, args, { stdio: 'pipe' });

      const state = execFileSync(tools.etcdutl, ['snapshot', 'status', snapshot, '--write-out=json'], {
        encoding: 'utf8',
      });
      const { revision } = JSON.parse(state) as { revision: number };
      const before = keysOf(tools, tools.endpoint, revision);
      const [, restore = ''] = documentedBlocks('arcana', 'Restore to a new machine');
      machine.program('etcdutl', `exec '${tools.etcdutl}' "$@"`);
      machine.run(restore);
      const after = await withRestored(tools, machine.path('/var/lib/etcd'), (endpoint) =>
        keysOf(tools, endpoint),
      );
      expect(before.length).toBeGreaterThan(500);
      expect(before.map(({ key }) => key)).toContain('/registry/deployments/mercury/mercury');
      expect(after).toEqual(before);
    },
  );
});
