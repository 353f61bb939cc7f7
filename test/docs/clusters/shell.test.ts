import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { shellBlocks } from '../../support/documented';

const FOLDER = 'docs/clusters';

const blocks = readdirSync(FOLDER).flatMap((page) =>
  shellBlocks(readFileSync(`${FOLDER}/${page}`, 'utf8')).map((block) => ({ page, block })),
);

test('the pages have shell commands', () => {
  expect(new Set(blocks.map(({ page }) => page)).size).toBe(3);
});

test.each(blocks.map(({ page, block }) => [page, block.split('\n')[0], block]))(
  '%s: the shell accepts the commands from: %s',
  (_page, _first, block) => {
    const { status, stderr } = spawnSync('bash', ['-n'], { input: block, encoding: 'utf8' });
    // A warning, such as that of a here-document without an end, does not change the status.
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  },
);
