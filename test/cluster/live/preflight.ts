import { setTimeout as delay } from 'node:timers/promises';
import { KUBERNETES_VERSION } from '../../../lib/core/versions';
import { runProgram } from '../../support/run-program';
import { kubectl, tryKubectl } from '../support/kubectl';
import { apply, tokenOf, withUser } from './changes';

/** The value of every Secret of these tests. */
const VALUE = 'value-of-a-secret';

const outputs: string[] = [];

function preflight(...args: string[]) {
  const result = runProgram('lib/cli/preflight.ts', ['aiworker', ...args]);
  outputs.push(result.stdout, result.stderr);
  const lines = result.stdout.split('\n');
  return { ...result, of: (question: string) => lines.filter((line) => line.endsWith(` [${question}]`)) };
}

function addLabels(kind: string, name: string, namespace: string): void {
  const own = ['app.kubernetes.io/managed-by=cluster-topology', 'app.kubernetes.io/part-of=aiworker'];
  kubectl(['label', kind, name, `--namespace=${namespace}`, ...own]);
}

function createSecret(namespace: string, name: string, ...keys: string[]): void {
  const values = keys.map((key) => `--from-literal=${key}=${VALUE}`);
  kubectl(['create', 'secret', 'generic', name, `--namespace=${namespace}`, ...values]);
}

const CRDS = ['certificates.cert-manager.io', 'clusterissuers.cert-manager.io'];

interface Crd {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly annotations?: object };
  readonly spec: object;
}

/** The result of a function as soon as it is as expected, or after 20 attempts. */
async function until<T>(run: () => T, isExpected: (result: T) => boolean): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    const result = run();
    if (isExpected(result) || attempt === 20) return result;
    await delay(1000);
  }
}

function withoutPlace(line: string): string {
  return line.replace(/^\S+:\d+:\d+: /, '');
}

/** Walks a cluster through its states and asks `npm run preflight` about each. The cluster must be empty. */
export function describePreflight(): void {
  describe('npm run preflight', () => {
    test('the version of the API server is compared with that of dist/', () => {
      const server = JSON.parse(kubectl(['version', '--output=json'])).serverVersion.gitVersion as string;
      const { stdout, of } = preflight();
      expect(stdout).toContain(`Kubernetes ${server}\n`);
      const isOther = !server.startsWith(`v${KUBERNETES_VERSION}.`);
      const found = of('version').filter((line) => line.includes('dist/aiworker is checked for'));
      expect(found).toHaveLength(isOther ? 1 : 0);
    });

    test('an empty cluster: what cannot be checked yet, what is missing, and nothing is changed', () => {
      const before = kubectl(['get', 'namespaces,configmaps,clusterroles', '-A', '--output=name']);
      const { status, stdout, of } = preflight();
      expect(of('cluster')).toEqual([
        'warning: nothing of aiworker is in the cluster: this would be the first apply [cluster]',
      ]);
      expect(of('kinds')).toEqual([]);
      expect(stdout).toContain('unchecked: namespace gitea does not exist yet: ');
      expect(stdout).toContain('unchecked: Secret gitea/gitea, gitea/backup-store cannot exist yet: ');
      expect(stdout).toContain(
        'dist/aiworker/00-namespaces.k8s.yaml: note: 7 objects would be created [objects]',
      );
      expect(of('policy-engine')).toHaveLength(1);
      expect(of('addresses')).toContain(
        'error: network.apiServer.cidrs is 192.0.2.10/32, which is a placeholder: write the real address to config/ [addresses]',
      );
      expect(status).toBe(1);
      expect(kubectl(['get', 'namespaces,configmaps,clusterroles', '-A', '--output=name'])).toBe(before);
    });

    test('CRDs are missing', async () => {
      const crds = JSON.parse(kubectl(['get', 'crd', ...CRDS, '--output=json'])) as { items: Crd[] };
      kubectl(['delete', 'crd', ...CRDS]);
      try {
        const found = await until(
          () => preflight().of('kinds'),
          (lines) => lines.length === 2,
        );
        expect(found).toEqual([
          expect.stringMatching(
            /^dist\/aiworker\/40-certificates\.k8s\.yaml:\d+:\d+: error: ClusterIssuer\/letsencrypt-prod: apiVersion: ClusterIssuer of cert-manager\.io\/v1 is not served, also for 1 more: install cert-manager v/,
          ),
          expect.stringMatching(
            /Certificate of cert-manager\.io\/v1 is not served, also for \d more: install cert-manager v/,
          ),
        ]);
      } finally {
        // Every later test needs them.
        apply(
          ...crds.items.map(({ apiVersion, kind, metadata, spec }) => ({
            apiVersion,
            kind,
            metadata: { name: metadata.name, annotations: metadata.annotations },
            spec,
          })),
        );
        kubectl(['wait', '--for=condition=Established', 'crd', ...CRDS]);
      }
    });

    describe('after an apply', () => {
      beforeAll(async () => {
        apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'cert-manager' } });
        await until(
          () => tryKubectl(['apply', '-f', 'dist/aiworker']),
          ({ status }) => status === 0,
        );
        createSecret('kube-system', 'cloudflare-api-token', 'token');
        createSecret('gitea', 'gitea', 'other');
        // The simulated nodes have no pods of Calico.
        const labels = { app: 'calico-node' };
        const spec = { containers: [{ name: 'calico-node', image: 'docker.io/calico/node:v3.30.0' }] };
        const metadata = { name: 'calico-node', namespace: 'kube-system' };
        const template = { metadata: { labels }, spec };
        apply({
          apiVersion: 'apps/v1',
          kind: 'DaemonSet',
          metadata,
          spec: { selector: { matchLabels: labels }, template },
        });
      });

      test('nothing would change, and the cluster is recognized by its mark', () => {
        const { stdout, of } = preflight();
        expect(of('cluster')).toEqual([
          'note: ConfigMap kube-public/cluster-topology marks the cluster as aiworker [cluster]',
        ]);
        for (const question of [
          'kinds',
          'objects',
          'drift',
          'restarts',
          'leftovers',
          'policy-engine',
          'classes',
          'capacity',
        ])
          expect([question, ...of(question)]).toEqual([question]);
        expect(stdout).toContain(' 0 unchecked answers, ');
      });

      test('Secrets and keys that are missing', () => {
        const { of } = preflight();
        const secrets = of('secrets').join('\n');
        expect(secrets).not.toContain('kube-system/cloudflare-api-token');
        expect(secrets).toContain('error: Secret control-plane/redis not found: create it with password; ');
        expect(secrets).toContain('error: Secret gitea/gitea has no key secret-key, ');
        expect(secrets).toContain('add it; its keys are other [secrets]');
      });

      test('changes by somebody else, and restarts', () => {
        kubectl(['scale', 'deployment/aiworker-backend', '--replicas=5', '--namespace=control-plane']);
        kubectl(['set', 'image', 'deployment/aiworker-frontend', '*=nginx:1', '--namespace=control-plane']);
        const { of } = preflight();
        expect(of('drift').map(withoutPlace)).toEqual([
          'warning: Deployment/control-plane/aiworker-backend: somebody changed spec.replicas: the apply resets it [drift]',
          'warning: Deployment/control-plane/aiworker-frontend: somebody changed spec.template.spec.containers[aiworker-frontend].image: the apply resets it [drift]',
        ]);
        expect(of('restarts').map(withoutPlace)).toEqual([
          'warning: Deployment/control-plane/aiworker-frontend: its pods would restart [restarts]',
        ]);
        expect(of('drift')[0]).toMatch(/^dist\/aiworker\/50-control-plane\.k8s\.yaml:\d+:\d+: /);
        kubectl(['apply', '-f', 'dist/aiworker/50-control-plane.k8s.yaml']);
      });

      test('an object whose immutable field differs is refused, at the line of the field', () => {
        const set = JSON.parse(kubectl(['get', 'statefulset/gitea', '--namespace=gitea', '--output=json']));
        kubectl(['delete', 'statefulset/gitea', '--namespace=gitea']);
        const { name, namespace, labels } = set.metadata;
        apply({
          ...set,
          metadata: { name, namespace, labels },
          spec: { ...set.spec, serviceName: 'other' },
          status: undefined,
        });
        const { status, of } = preflight();
        expect(of('objects')[0]).toMatch(
          /^dist\/aiworker\/50-gitea\.k8s\.yaml:\d+:\d+: error: StatefulSet\/gitea\/gitea: spec: the API server refuses it: .*: delete the object and create it again, or restore the value \[objects\]$/,
        );
        expect(status).toBe(1);
        kubectl(['delete', 'statefulset/gitea', '--namespace=gitea']);
        kubectl(['apply', '-f', 'dist/aiworker/50-gitea.k8s.yaml']);
      });

      test('what npm run prune would delete', () => {
        kubectl(['create', 'configmap', 'gone', '--namespace=gitea']);
        addLabels('configmap', 'gone', 'gitea');
        expect(preflight().of('leftovers')).toEqual([
          'warning: ConfigMap/gitea/gone is not in dist/aiworker: run npm run prune -- aiworker [leftovers]',
        ]);
        kubectl(['delete', 'configmap', 'gone', '--namespace=gitea']);
      });

      test('nodes that pods of others fill', () => {
        const nodes = kubectl(['get', 'nodes', '--output=jsonpath={.items[*].metadata.name}']).split(' ');
        const pods = nodes.map((nodeName) => ({
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: { name: `large-${nodeName}`, namespace: 'kube-system' },
          spec: {
            nodeName,
            containers: [{ name: 'large', image: 'large:1', resources: { requests: { cpu: '7' } } }],
          },
        }));
        apply(...pods);
        expect(preflight().of('capacity')).toEqual([
          expect.stringMatching(/^error: no node has room for \d+ pods? of /),
        ]);
        kubectl([
          'delete',
          'pods',
          '--namespace=kube-system',
          '--force',
          ...pods.map(({ metadata }) => metadata.name),
        ]);
      });

      test('a user who may only read: what is not checked is named', () => {
        withUser('viewer', tokenOf('viewer', 'default', 'view'), (context) => {
          const { of } = preflight('--context', context);
          expect(of('cluster')).toHaveLength(1);
          expect(of('objects').every((line) => line.includes('unchecked: '))).toBe(true);
          expect(of('objects').join('\n')).toContain('cannot be checked: ');
          expect(of('secrets').join('\n')).toContain('unchecked: Secret gitea/gitea cannot be read: ');
          expect(of('leftovers').join('\n')).toContain('unchecked: secrets: ');
        });
      });

      test('the folder of another cluster is refused, and no other question is asked', () => {
        const { status, stdout } = runProgram('lib/cli/preflight.ts', ['arcana']);
        expect(status).toBe(1);
        expect(stdout.split('\n').slice(1)).toEqual([
          'error: the cluster is aiworker, not arcana: name the context of arcana with --context [cluster]',
          '1 error, 0 warnings, 0 unchecked answers, 0 notes',
          '',
        ]);
        kubectl(['delete', 'configmap', 'cluster-topology', '--namespace=kube-public']);
        expect(runProgram('lib/cli/preflight.ts', ['arcana']).stdout).toContain(
          'the cluster is aiworker, not arcana',
        );
        kubectl(['apply', '-f', 'dist/aiworker/00-cluster.k8s.yaml']);
      });

      test('the mark of another cluster is refused by the API server', () => {
        expect(tryKubectl(['apply', '-f', 'dist/arcana/00-cluster.k8s.yaml'])).toMatchObject({ status: 1 });
      });

      test('--format json has every finding with its position', () => {
        const report = JSON.parse(preflight('--format', 'json').stdout);
        expect(report).toMatchObject({ cluster: 'aiworker', server: expect.stringMatching(/^https:/) });
        expect(report.findings[0]).toEqual({
          severity: 'note',
          question: 'cluster',
          message: 'ConfigMap kube-public/cluster-topology marks the cluster as aiworker',
        });
      });
    });

    test('a context whose API server cannot be reached', () => {
      kubectl(['config', 'set-cluster', 'unreachable', '--server=https://127.0.0.1:1']);
      kubectl(['config', 'set-context', 'unreachable', '--cluster=unreachable', '--user=admin']);
      const { status, stderr, stdout } = preflight('--context', 'unreachable');
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      expect(stderr).toMatch(
        /^context "unreachable" \(https:\/\/127\.0\.0\.1:1\): the API server cannot be reached: .*refused/,
      );
      kubectl(['config', 'delete-context', 'unreachable']);
      kubectl(['config', 'delete-cluster', 'unreachable']);
    });

    test('a context without credentials', () => {
      kubectl(['config', 'set-context', 'nobody', '--cluster=none', '--user=none']);
      kubectl(['config', 'set-cluster', 'none', '--server=https://127.0.0.1:1']);
      const { status, stderr } = preflight('--context', 'nobody');
      expect({ status, stderr }).toEqual({
        status: 2,
        stderr: 'kubectl proxy: the context has no user: set one with kubectl config set-context --user\n',
      });
      kubectl(['config', 'delete-context', 'nobody']);
      kubectl(['config', 'delete-cluster', 'none']);
    });

    test('credentials that are not accepted', () => {
      withUser('expired', 'wrong', (context) => {
        const { status, stderr } = preflight('--context', context);
        expect(status).toBe(2);
        expect(stderr).toContain('the API server does not accept the credentials');
      });
    });

    test('no output has the value of a Secret', () => {
      expect(outputs.length).toBeGreaterThan(20);
      expect(outputs.filter((output) => output.includes(VALUE) || output.includes(btoa(VALUE)))).toEqual([]);
    });
  });
}
