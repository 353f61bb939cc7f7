import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

const FOLDER = 'docs/clusters';
const BLOCKS = readdirSync(FOLDER).flatMap((name) => {
  const page = readFileSync(`${FOLDER}/${name}`, 'utf8');
  return [...page.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block = '']) => ({ name, block }));
});

test('every block of commands is valid for bash', () => {
  expect(BLOCKS.length).toBeGreaterThan(50);
  const faults = BLOCKS.flatMap(({ name, block }) => {
    const { status, stderr } = spawnSync('bash', ['-n'], { input: block, encoding: 'utf8' });
    return status === 0 ? [] : [`${name}: ${stderr}${block}`];
  });
  expect(faults).toEqual([]);
});
