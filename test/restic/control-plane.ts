import { Machine } from './machine';

/** The files that `etcd-backup` sends. */
export const FILES = {
  '/etc/kubernetes/audit/policy.yaml': 'policy',
  '/etc/kubernetes/encryption/secrets.yaml': 'key',
  '/etc/kubernetes/pki/ca.crt': 'certificate',
  '/snapshot/etcd.db': 'snapshot',
};

/** The machine of Arcana. Its etcdctl does nothing: the cluster test takes a snapshot. */
export function controlPlane(): Machine {
  const machine = new Machine('arcana');
  for (const [path, content] of Object.entries(FILES)) machine.write(path, content);
  machine.write('/usr/local/bin/etcdctl', '');
  machine.program('../local/bin/etcdctl', 'exit 0');
  return machine;
}
