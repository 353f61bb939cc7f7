import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { IContainer, IPodSpec } from '../../imports/manifest-types';
import { readManifests } from '../support/manifests';

/** The directories of the pods, each of which is a directory of the machine. */
const DIRECTORIES = [
  '/cache',
  '/etc/',
  '/restore',
  '/script',
  '/snapshot',
  '/tools',
  '/usr/',
  '/var/lib/gitea',
  '/var/log',
];

/** Each password and key of a store. */
const SECRET = 'fixture';

interface Job {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec?: {
    readonly jobTemplate: { readonly spec: { readonly template: { readonly spec: IPodSpec } } };
  };
  readonly data?: Readonly<Record<string, string>>;
}

/** The result of a command. */
export interface Result {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * A directory in place of the file systems of the containers, and of the store.
 *
 * Paths in commands and variables, such as `/var/lib/gitea`, are replaced by paths below the directory. The file system of
 * a container is read-only: a program that needs a temporary directory finds none, unless the container names one.
 */
export class Machine {
  readonly root = mkdtempSync(join(tmpdir(), 'backup-'));
  private readonly manifests: readonly Job[];

  constructor(readonly cluster: string) {
    this.manifests = readManifests(`dist/${cluster}`) as Job[];
    const { RESTIC, SQLITE_NODE } = process.env;
    if (!RESTIC || !SQLITE_NODE) throw new Error('RESTIC or SQLITE_NODE is not set: run test/restic/run');
    this.program('restic', `exec '${RESTIC}' "$@"`);
    this.program('node', `exec '${SQLITE_NODE}' --no-warnings "$@"`);
    this.write('/etc/ssl/certs/ca-certificates.crt', '');
  }

  /** The path on this machine. */
  path(path: string): string {
    return join(this.root, path);
  }

  write(path: string, content: string): void {
    mkdirSync(dirname(this.path(path)), { recursive: true });
    writeFileSync(this.path(path), content);
  }

  /** Installs a shell script as a program. */
  program(name: string, script: string): void {
    this.write(`/usr/bin/${name}`, `#!/bin/sh\n${script}\n`);
    chmodSync(this.path(`/usr/bin/${name}`), 0o755);
  }

  /**
   * Runs the containers of a CronJob, as the kubelet does, until the first failure.
   *
   * @param after called after each successful container, with its name
   */
  run(
    cronJob: string,
    after: (container: string) => void = () => {},
  ): Result & { readonly container: string } {
    const { initContainers = [], containers } = this.pod(cronJob);
    let last: (Result & { readonly container: string }) | undefined;
    for (const container of [...initContainers, ...containers]) {
      for (const { mountPath } of container.volumeMounts ?? [])
        mkdirSync(this.path(mountPath), { recursive: true });
      last = { ...this.execute(container.command ?? [], this.env(container)), container: container.name };
      if (last.status !== 0) return last;
      after(container.name);
    }
    if (last === undefined) throw new Error(`CronJob ${cronJob} has no containers`);
    return last;
  }

  /** Runs a command of the documentation, with the variables of a CronJob's restic. */
  shell(cronJob: string, command: string): Result {
    const container = this.pod(cronJob).containers[0] as IContainer;
    return this.execute(['/bin/sh', '-e', '-c', command], this.env(container));
  }

  /** Starts a program in the background, with the variables of a CronJob's restic. */
  start(cronJob: string, [program = '', ...args]: readonly string[]): ChildProcess {
    const container = this.pod(cronJob).containers[0] as IContainer;
    return spawn(this.path(program), args, { stdio: 'ignore', cwd: this.root, env: this.env(container) });
  }

  /** Deletes the data and the volumes of a run, and not the store. */
  loseEverything(): void {
    for (const directory of ['/cache', '/snapshot', '/tools', '/var'])
      spawnSync('rm', ['-rf', this.path(directory)]);
  }

  /** Copies the files of a ConfigMap to a directory. */
  mountConfig(name: string, directory: string): void {
    const { data = {} } = this.object('ConfigMap', name);
    for (const [file, content] of Object.entries(data)) this.write(join(directory, file), content);
  }

  /** Copies a directory of this machine. */
  copy(from: string, to: string): void {
    cpSync(this.path(from), this.path(to), { recursive: true });
  }

  private execute([command = '', ...args]: readonly string[], env: Record<string, string>): Result {
    const local = [command, ...args].map((text) => this.local(text));
    const [program = '', ...rest] = local;
    return spawnSync(program, rest, { encoding: 'utf8', cwd: this.root, env });
  }

  private env({ env = [] }: IContainer): Record<string, string> {
    const own = env.map(({ name, value = SECRET }) => [name, this.local(value)] as const);
    const path = `${this.path('/usr/bin')}:${process.env.PATH}`;
    return { HOME: this.root, PATH: path, TMPDIR: '/nonexistent', ...Object.fromEntries(own) };
  }

  /** Replaces the paths of pods, and the address of the store. */
  private local(text: string): string {
    const store = text.replace(/^s3:https:\/\/[^/]+/, this.path('/store'));
    const paths = DIRECTORIES.map((directory) => directory.replace(/\/$/, '')).join('|');
    return store.replace(new RegExp(`(?<=^|[\\s=:])(${paths})(?=/|\\s|$)`, 'g'), (path) => this.path(path));
  }

  private pod(cronJob: string): IPodSpec {
    const { spec } = this.object('CronJob', cronJob);
    if (!spec) throw new Error(`CronJob ${cronJob} has no specification`);
    return spec.jobTemplate.spec.template.spec;
  }

  private object(kind: string, name: string): Job {
    const found = this.manifests.find((object) => object.kind === kind && object.metadata.name === name);
    if (!found) throw new Error(`${kind} ${name} not found in dist/${this.cluster}`);
    return found;
  }
}
