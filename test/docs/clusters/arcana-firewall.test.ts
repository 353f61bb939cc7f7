import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { documentedBlocks } from '../../support/documented';
import { DocumentedMachine } from '../../support/documented-machine';

const TABLES = 'add table inet kube-network-policies; add table ip nat';

/** Runs a script in a network namespace of its own, with its own tables. */
const isolated = (script: string) =>
  spawnSync('unshare', ['--net', '--map-root-user', 'sh', '-e', '-c', script], { encoding: 'utf8' });

const available = isolated('nft list ruleset').status === 0;

/** A machine after the documented commands. */
function machine(): DocumentedMachine {
  const made = new DocumentedMachine();
  made.program('systemctl');
  for (const block of documentedBlocks('arcana', 'Firewall')) made.run(block);
  return made;
}

/** The command with which systemd stops the service: a `-` before it ignores its failure. */
function stopCommand(host: DocumentedMachine): string {
  const unit = readFileSync(host.path('/etc/systemd/system/nftables.service.d/own-table.conf'), 'utf8');
  // An empty value deletes the command of the package.
  const [reset, command = '', ...more] = [...unit.matchAll(/^ExecStop=(.*)$/gm)].map(([, value]) => value);
  expect([reset, more]).toEqual(['', []]);
  return command.replace(/^-/, '');
}

(available ? describe : describe.skip)(
  'the firewall of docs/clusters/arcana.md (needs nft and unshare)',
  () => {
    test('keeps the tables of other programs when it starts, reloads and stops', () => {
      const host = machine();
      const load = `nft -f ${host.path('/etc/nftables.conf')}`;
      const script = `nft '${TABLES}'; ${load}; ${load}; nft list tables; ${stopCommand(host)}; nft list tables`;
      const { status, stdout, stderr } = isolated(script);
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      const others = ['table inet kube-network-policies', 'table ip nat'];
      expect(stdout.trim().split('\n').sort()).toEqual([...others, ...others, 'table inet host'].sort());
    });

    test('drops everything that no rule accepts, and accepts SSH, HTTP, HTTPS and the API server', () => {
      const { stdout } = isolated(`nft -f ${machine().path('/etc/nftables.conf')}; nft list table inet host`);
      expect(stdout).toContain('hook input priority filter; policy drop;');
      expect(stdout).toContain('tcp dport { 22, 80, 443, 6443 } accept');
    });
  },
);
