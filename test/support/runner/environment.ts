import { ModernFakeTimers } from '@jest/fake-timers';
import { ModuleMocker } from 'jest-mock';

type ProjectConfig = ConstructorParameters<typeof ModernFakeTimers>[0]['config'];

/**
 * The environment of a test file. Its tests use the globals of their process, so that they can share modules. Changes of
 * `process` and new globals end with the file.
 *
 * @see https://jestjs.io/docs/configuration#testenvironment-string
 */
export default class SharedEnvironment {
  readonly global = globalThis;
  readonly moduleMocker = new ModuleMocker(globalThis);
  readonly fakeTimers = null;
  readonly fakeTimersModern: ModernFakeTimers;

  private readonly globals = Object.getOwnPropertyDescriptors(globalThis);
  private readonly process = { exit: process.exit, exitCode: process.exitCode, ...builtins() };
  private readonly env = { ...process.env };
  private readonly folder = process.cwd();

  constructor({ projectConfig }: { readonly projectConfig: ProjectConfig }) {
    this.fakeTimersModern = new ModernFakeTimers({ config: projectConfig, global: globalThis });
  }

  async setup(): Promise<void> {}

  async teardown(): Promise<void> {
    this.fakeTimersModern.dispose();
    for (const key of Reflect.ownKeys(globalThis))
      if (!Object.hasOwn(this.globals, key)) Reflect.deleteProperty(globalThis, key);
    Object.defineProperty(globalThis, 'console', this.globals.console);
    Object.assign(process, this.process);
    for (const name of Object.keys(process.env)) if (!(name in this.env)) delete process.env[name];
    Object.assign(process.env, this.env);
    if (process.cwd() !== this.folder) process.chdir(this.folder);
  }

  exportConditions(): string[] {
    return ['node', 'node-addons'];
  }

  /** The tests have no context of their own. */
  getVmContext(): null {
    return null;
  }
}

/** Jest replaces this function in Node.js 22 and later. */
function builtins(): object {
  const { getBuiltinModule } = process as { getBuiltinModule?: unknown };
  return getBuiltinModule === undefined ? {} : { getBuiltinModule };
}
