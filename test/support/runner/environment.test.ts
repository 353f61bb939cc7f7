import SharedEnvironment from './environment';

const CHANGED = 'CHANGED_BY_A_TEST';

test('changes of the process and new globals end with the test file', async () => {
  const { cwd, exit, exitCode, env } = process;
  const before = { folder: cwd(), exit, exitCode, path: env.PATH, console };
  const environment = new SharedEnvironment({ projectConfig: {} as never });

  process.env[CHANGED] = 'x';
  delete process.env.PATH;
  process.chdir('/');
  process.exitCode = 3;
  process.exit = () => {
    throw new Error('not replaced');
  };
  Object.assign(globalThis, { [CHANGED]: 1, console: undefined });
  await environment.teardown();

  const { folder, path, ...rest } = before;
  expect({ exit: process.exit, exitCode: process.exitCode, console }).toEqual(rest);
  expect([process.cwd(), process.env.PATH]).toEqual([folder, path]);
  expect(process.env).not.toHaveProperty(CHANGED);
  expect(globalThis).not.toHaveProperty(CHANGED);
});
