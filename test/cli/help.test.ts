import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** The commands that operators and backends call. */
const COMMANDS = ['synth', 'preview', 'environment', 'check', 'preflight', 'prune', 'report'];

/** The script of a command in package.json, with an option. */
function help(command: string) {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
  const [node, ...args] = (scripts[command] ?? '').split(' ');
  return spawnSync(node === 'node' ? process.execPath : '', [...args, '--help'], { encoding: 'utf8' });
}

test.each(COMMANDS)('npm run %s -- --help prints the usage with an example', (command) => {
  const { status, stdout, stderr } = help(command);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(new RegExp(`^usage: npm run (--silent )?${command}\\b`));
  expect(stdout).toMatch(/^Examples?:\n\n {2}npm run /m);
});
