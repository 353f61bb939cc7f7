import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A program `kubectl` before all others in PATH, until the end of the test: `config view` prints a kubeconfig, and `proxy`
 * answers every request in one way.
 */
export function fakeKubectl({
  kubeconfig = {},
  answer = {},
  startError = '',
  prompt = '',
}: FakeKubectl): void {
  const folder = mkdtempSync(join(tmpdir(), 'kubectl-'));
  const settings = JSON.stringify({ kubeconfig, answer, startError, prompt });
  const program = `#!${process.execPath}
const { kubeconfig, answer: { status = 200, type = 'application/json', headers = {}, text = '{}' }, startError, prompt } = ${settings};
const { argv } = process;
if (argv[2] === 'config') process.stdout.write(JSON.stringify(kubeconfig));
else if (startError !== '') { process.stdout.write(prompt); process.stderr.write(startError); process.exit(1); }
else require('node:http')
  .createServer((request, response) => { response.writeHead(status, { 'Content-Type': type, ...headers }); response.end(text); })
  .listen(argv[argv.indexOf('--unix-socket') + 1], () => console.log('Starting to serve'));
`;
  writeFileSync(join(folder, 'kubectl'), program);
  chmodSync(join(folder, 'kubectl'), 0o755);
  process.env.PATH = `${folder}:${PATH}`;
  cleanUps.push(() => rmSync(folder, { recursive: true }));
}

interface FakeKubectl {
  readonly kubeconfig?: object;
  readonly answer?: { status?: number; type?: string; headers?: object; text?: string };
  /** What `proxy` writes to stderr before it fails. @default it does not fail */
  readonly startError?: string;
  /** What `proxy` writes to stdout before it fails. @default nothing */
  readonly prompt?: string;
}

const { PATH } = process.env;
const cleanUps: (() => void)[] = [];

afterEach(() => {
  process.env.PATH = PATH;
  for (const cleanUp of cleanUps.splice(0)) cleanUp();
});
