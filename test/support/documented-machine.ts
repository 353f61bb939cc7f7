import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A directory in place of a machine, on which documented commands run: `/etc` is `<root>/etc`. */
export class DocumentedMachine {
  readonly root = mkdtempSync(join(tmpdir(), 'machine-'));

  constructor() {
    for (const folder of ['bin', 'etc', 'opt', 'restore', 'var/lib'])
      mkdirSync(this.path(folder), { recursive: true });
  }

  path(path: string): string {
    return join(this.root, path);
  }

  /** Installs a shell script in place of a program. @param script @default does nothing */
  program(name: string, script = ''): void {
    writeFileSync(this.path(`bin/${name}`), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }

  /** Runs a documented block of shell commands, in the folder of the project. @throws Error if it fails */
  run(block: string): string {
    const script = block.replace(/(?<![\w.$}])\/(?=(etc|opt|restore|var)\/|restore\b)/g, `${this.root}/`);
    const { status, stdout, stderr } = spawnSync('bash', ['-e', '-c', script], {
      encoding: 'utf8',
      env: { ...process.env, PATH: `${this.path('bin')}:${process.env.PATH}` },
    });
    if (status !== 0) throw new Error(`a documented command ended with ${status}: ${stderr}\n${block}`);
    return stdout;
  }
}
