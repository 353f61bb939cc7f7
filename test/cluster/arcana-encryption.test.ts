import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { documentedBlocks } from '../support/documented';
import { DocumentedMachine } from '../support/documented-machine';
import { type ApiServer, apiServerTools, withApiServer } from './support/api-server';

const FILE = '/etc/kubernetes/encryption/secrets.yaml';

/** The file that earlier versions of the page wrote. */
const EARLIER = `apiVersion: apiserver.config.k8s.io/v1
kind: EncryptionConfiguration
resources:
  - resources: [secrets]
    providers:
      - aescbc:
          keys:
            - name: 2026-01-19
              secret: ${Buffer.alloc(32, 'fixture').toString('base64')}
      - identity: {}
`;

const tools = apiServerTools();

interface ClusterConfiguration {
  readonly apiServer: { readonly extraArgs: readonly { readonly name: string; readonly value: string }[] };
}

/** A machine with the documented file, and with a kubectl and a crictl of another API server. */
class ControlPlane extends DocumentedMachine {
  constructor() {
    super();
    for (const block of documentedBlocks('arcana', 'Audit policy and encryption key')) this.run(block);
  }

  /** Calls a function while an API server runs that reads the file. */
  serve<T>(use: (server: ApiServer) => T): Promise<T> {
    if (!tools) throw new Error('KUBE_APISERVER is not set');
    const folder = mkdtempSync(join(tmpdir(), 'api-server-'));
    return withApiServer(tools, { folder, flags: this.flags() }, (server) => {
      this.program('crictl', `test "$1" = stop || { echo id; exit; }\n${server.restart}`);
      this.program('kubectl', kubectlProgram(server));
      return use(server);
    });
  }

  /** The flags of `bootstrap/kubeadm.yaml` for encryption and audit logs, with paths of the machine. */
  private flags(): string[] {
    const [, cluster] = [...parseAllDocuments(readFileSync('dist/arcana/bootstrap/kubeadm.yaml', 'utf8'))];
    const { apiServer }: ClusterConfiguration = cluster?.toJS() ?? { apiServer: { extraArgs: [] } };
    return apiServer.extraArgs
      .filter(({ name }) => /^(audit|encryption)-/.test(name))
      .map(({ name, value }) => `--${name}=${value.startsWith('/') ? this.path(value) : value}`);
  }

  /** The providers of the file, in order. */
  providers(): string[] {
    const { resources } = parse(readFileSync(this.path(FILE), 'utf8'));
    return resources[0].providers.flatMap((provider: object) => Object.keys(provider));
  }

  /** The output of the documented command: how often each provider occurs in etcd. */
  stored(): string {
    const [check = ''] = documentedBlocks('arcana', 'Verification').filter((block) =>
      block.includes('k8s:enc'),
    );
    return this.run(check).trim();
  }
}

/** A kubectl that uses the API server, and enters etcd's pod by calling etcdctl without certificates. */
function kubectlProgram({ etcd, kubeconfig }: ApiServer): string {
  return `
if [ "$1" = exec ]; then
  while [ "$1" != etcdctl ]; do shift; done; shift
  for arg; do shift; case $arg in --cacert=* | --cert=* | --key=*) ;; *) set -- "$@" "$arg" ;; esac; done
  exec '${tools?.etcdctl}' --endpoints=${etcd} "$@"
fi
PATH=\${PATH#*:}; exec kubectl --kubeconfig='${kubeconfig}' "$@"`;
}

(tools ? describe : describe.skip)(
  'secrets of docs/clusters/arcana.md (needs ETCD, ETCDCTL, KUBE_APISERVER)',
  () => {
    test('are encrypted with secretbox by the documented file, and do not appear in the audit log', async () => {
      const machine = new ControlPlane();
      expect(statSync(machine.path(FILE)).mode & 0o777).toBe(0o600);
      expect(machine.providers()).toEqual(['secretbox']);
      await machine.serve(() => {
        machine.run('kubectl create secret generic first --from-literal=password=fixture');
        expect(machine.stored()).toBe('1 k8s:enc:secretbox');
      });
      const log = readFileSync(machine.path('/var/log/kubernetes/audit/audit.log'), 'utf8');
      expect(log).toMatch(/"level":"Metadata".*"verb":"create".*"resource":"secrets"/);
      expect(log).not.toContain(Buffer.from('fixture').toString('base64'));
    });

    test('change from aescbc to secretbox with the documented steps', async () => {
      const machine = new ControlPlane();
      writeFileSync(machine.path(FILE), EARLIER, { mode: 0o600 });
      const [add = '', restart = '', rewrite = '', remove = ''] = documentedBlocks(
        'arcana',
        'Encryption of secrets',
      );
      await machine.serve(() => {
        for (const name of ['first', 'second'])
          machine.run(`kubectl create secret generic ${name} --from-literal=password=${name}`);
        expect(machine.stored()).toBe('2 k8s:enc:aescbc');

        machine.run(add);
        expect(machine.providers()).toEqual(['secretbox', 'aescbc', 'identity']);
        machine.run(restart);
        machine.run('kubectl create secret generic third --from-literal=password=third');
        expect(machine.stored().split(/\n */)).toEqual(['2 k8s:enc:aescbc', '1 k8s:enc:secretbox']);
        machine.run(rewrite);
        expect(machine.stored()).toBe('3 k8s:enc:secretbox');

        machine.run(remove);
        expect(machine.providers()).toEqual(['secretbox']);
        machine.run(restart);
        expect(machine.run("kubectl get secret first -o jsonpath='{.data.password}' | base64 -d")).toBe(
          'first',
        );
      });
      expect(statSync(machine.path(FILE)).mode & 0o777).toBe(0o600);
    });
  },
);
