import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { withProgress, withProgressAsync } from '../../lib/cli/progress';

/** A terminal, or another stream, with what is written to it, and a clock that a test sets. */
function stage({ isTTY = true, columns = 80 } = {}) {
  const written: string[] = [];
  let time = 5000;
  const stream = { isTTY, columns, write: (text: string) => written.push(text) > 0 };
  const clock = () => time;
  return {
    written,
    stream,
    clock,
    after: (milliseconds: number) => {
      time += milliseconds;
    },
    run: <T>(work: (progress: (text: string) => void) => T) => withProgress(stream as never, work, clock),
  };
}

const ERASE = '\r\u001B[K';

test('the line appears after two seconds, changes every tenth of a second, and is erased at the end', () => {
  const { written, after, run } = stage();
  const result = run((progress) => {
    progress('a');
    after(1999);
    progress('b');
    after(1);
    progress('c');
    after(99);
    progress('d');
    after(1);
    progress('e');
    return 'result';
  });
  expect(result).toBe('result');
  expect(written).toEqual([`${ERASE}c`, `${ERASE}e`, ERASE]);
});

test('nothing is written for a short run', () => {
  const { written, run } = stage();
  run((progress) => progress('a'));
  expect(written).toEqual([]);
});

test('nothing is written to a pipe or a file', () => {
  const { written, after, run } = stage({ isTTY: false });
  run((progress) => {
    after(10_000);
    progress('a');
  });
  expect(written).toEqual([]);
});

test('the line is shorter than the terminal is wide', () => {
  const { written, after, run } = stage({ columns: 10 });
  run((progress) => {
    after(3000);
    progress('writing file 1 of 2');
  });
  expect(written[0]).toBe(`${ERASE}writing f`);
});

test('the line is erased before an error is thrown', () => {
  const { written, after, run } = stage();
  const fail = () =>
    run((progress) => {
      after(3000);
      progress('a');
      throw new Error('failed');
    });
  expect(fail).toThrow('failed');
  expect(written).toEqual([`${ERASE}a`, ERASE]);
});

test('of a function that waits, the line is erased after its end', async () => {
  const { written, after, stream, clock } = stage();
  const wait = async (progress: (text: string) => void) => {
    after(3000);
    progress('a');
    await Promise.resolve();
    written.push('b');
    throw new Error('failed');
  };
  await expect(withProgressAsync(stream as never, wait, clock)).rejects.toThrow('failed');
  expect(written).toEqual([`${ERASE}a`, 'b', ERASE]);
});

const hasScript = spawnSync('script', ['--version']).status === 0;

describe('npm run synth', () => {
  const folder = mkdtempSync(join(tmpdir(), 'progress-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  cpSync('config', join(folder, 'config'), { recursive: true });
  // A clock on which every reading is a second later than the one before.
  const clock = 'data:text/javascript,let t=0;performance.now=()=>(t+=1000)';
  const command = `"${process.execPath}" --import "${clock}" "${resolve('bin/run.js')}" main.ts`;

  test('writes no progress to a pipe', () => {
    const { status, stderr } = spawnSync('sh', ['-c', command], { cwd: folder, encoding: 'utf8' });
    expect(stderr).not.toContain('\r');
    expect(stderr).toContain('warning: ');
    expect(status).toBe(0);
  });

  (hasScript ? test : test.skip)(
    'shows the progress on a terminal, and erases it before the warnings',
    () => {
      rmSync(join(folder, 'dist'), { recursive: true, force: true });
      const args = ['--quiet', '--return', '--command', command, '/dev/null'];
      const { status, stdout } = spawnSync('script', args, { cwd: folder, encoding: 'utf8' });
      expect(stdout).toContain(`${ERASE}checking the clusters`);
      expect(stdout).toMatch(/writing file \d+ of \d+/);
      const last = stdout.slice(stdout.lastIndexOf('writing file'));
      expect(last.replace(/\d+/g, 'N')).toContain(`writing file N of N${ERASE}warning: `);
      expect(status).toBe(0);
    },
  );
});
