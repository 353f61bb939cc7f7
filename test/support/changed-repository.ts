import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** An edit of a file of dist/, which makes the earlier state from the present one. */
type Edit = readonly [file: string, from: RegExp | string, to: string];

/** A policy of the earlier state: the frontend may connect to Redis. */
const DEBUG_POLICY = `---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: debug
  namespace: control-plane
  annotations:
    cluster-topology/reasons: |
      ingress[0]: the frontend was debugged
spec:
  podSelector:
    matchExpressions:
    - {key: app, operator: In, values: [aiworker-frontend, redis]}
  policyTypes: [Ingress, Egress]
  ingress:
  - from:
    - podSelector: {matchLabels: {app: aiworker-frontend}}
    ports:
    - {port: 6379, protocol: TCP}
  egress:
  - to:
    - podSelector: {matchLabels: {app: redis}}
    ports:
    - {port: 6379, protocol: TCP}
`;

/** Edits with a change of every section of a report. */
const EDITS: readonly Edit[] = [
  ['aiworker/10-isolation.k8s.yaml', /$/, DEBUG_POLICY],
  [
    'aiworker/10-isolation.k8s.yaml',
    /( {2}name: app-redis\n.*?app: )aiworker-workers\n/s,
    '$1another-program\n',
  ],
  ['aiworker/50-control-plane.k8s.yaml', 'mysql:8.4.13', 'mysql:8.4.12'],
  ['aiworker/60-ingress.k8s.yaml', /api\.aiworker\.dev/g, 'backend.aiworker.dev'],
  ['aiworker/80-project-my-project.k8s.yaml', 'requests.cpu: "1"', 'requests.cpu: 1500m'],
  ['arcana/75-backup.k8s.yaml', /^.*$/s, ''],
];

/** A git repository in a temporary folder with config/, and with a commit whose dist/ differs from the present one. */
export function changedRepository(): string {
  const folder = mkdtempSync(join(tmpdir(), 'changed-'));
  for (const name of ['config', 'dist']) cpSync(name, join(folder, name), { recursive: true });
  for (const [name, from, to] of EDITS) {
    const file = join(folder, 'dist', name);
    const text = readFileSync(file, 'utf8');
    const edited = text.replace(from, to);
    if (edited === text) throw new Error(`${name} does not contain ${from}`);
    writeFileSync(file, edited);
  }
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@example.com', ...args], {
      cwd: folder,
    });
  git('init', '-q', '-b', 'main');
  git('add', '.');
  git('commit', '-q', '-m', 'before');
  return folder;
}
