import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

/**
 * Runs a program as `npm run` does.
 *
 * @param program a file such as `lib/cli/preview.ts`
 * @param cwd the folder in which it runs @default the root of the repository
 */
export function runProgram(program: string, args: readonly string[], cwd?: string) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [resolve('bin/run.js'), program, ...args], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, CDK8S_OUTDIR: undefined },
  });
  return { status, stdout, stderr };
}
