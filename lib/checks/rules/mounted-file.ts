import { posix } from 'node:path';
import type { ClusterIndex } from '../engine/cluster-index';
import { type Finding, orUse } from '../engine/finding';
import type { KubeObject } from '../engine/kube-object';
import type { Rule } from '../engine/rule';
import { environmentOf, expand, isScript } from '../facts/environment';
import { flagOf } from '../facts/flags';
import { type Mount, mountsOf } from '../facts/mounted-files';
import type { PodContainer } from '../facts/workload';

/** A text in which a container names files. */
interface Text {
  readonly object: KubeObject;
  readonly field: string;
  readonly value: string;
  /** The value, with the values of the variables to which it refers. */
  readonly text: string;
  /** The name of the variable, or of the flag before the value. */
  readonly name: string;
  /** Whether the first word is a program that is started. */
  readonly isProgram: boolean;
}

/** A path in a text; not that of a URL, a pattern or a template. */
const PATH = /(?:^|file:\/\/|[=,:;@'"])(\/(?![/])[^\s,;:'"=|&<>()]+)/g;

const PATTERN = /[*?{}[\]$%^!\\]/;

/** A script: which of its commands run is not known. */
const SCRIPT = /[|&;<>\n`$\\[({#]/;

/** The name of a setting whose value is a file. */
const FILE_SETTING = /(FILE|CERT|KEY|CA|SCRIPT)$/i;

/** A setting for files that need not exist. */
const OPTIONAL = /optional|exclude|ignore|skip/i;

/** The end of a path of a file. `conf.d` is a folder. */
const EXTENSION = /[^./]\.(?!d$)[A-Za-z][A-Za-z0-9]{0,9}$/;

/** The fields of a container with commands. */
const HANDLERS = [
  ['livenessProbe', (container) => container.livenessProbe?.exec],
  ['readinessProbe', (container) => container.readinessProbe?.exec],
  ['startupProbe', (container) => container.startupProbe?.exec],
  ['lifecycle.postStart', (container) => container.lifecycle?.postStart?.exec],
  ['lifecycle.preStop', (container) => container.lifecycle?.preStop?.exec],
] as const satisfies readonly (readonly [
  string,
  (container: PodContainer['container']) => { readonly command?: readonly string[] } | undefined,
])[];

export const mountedFile: Rule = {
  id: 'mounted-file',
  group: 'references',
  title:
    'Every file below the mount path of a ConfigMap or a Secret that a command, an argument or a variable names is a key of it, and so is every `subPath`. A program that a container starts from there is executable.',
  protects:
    'The program does not find its configuration and ends, or reads an empty directory in place of a file.',
  *check(cluster): Iterable<Finding> {
    for (const owner of cluster.containers) {
      if (!owner.container.volumeMounts?.length) continue;
      const mounts = mountsOf(cluster, owner);
      if (mounts.every(({ files }) => files === undefined)) continue;
      for (const mount of mounts) {
        const { field, files, subPath, volume } = mount;
        if (files === undefined || files.length > 0 || subPath === undefined) continue;
        const problem = `volume "${volume}" has no file "${subPath}", and the kubelet mounts an empty directory: ${remedy(mount)}`;
        yield { object: owner.object, field: `${field}.subPath`, value: subPath, problem };
      }
      const reported = new Set<string>();
      for (const text of textsOf(cluster, owner))
        for (const { path, isProgram } of pathsIn(text, owner)) {
          const problem = problemOf(path, isProgram, text, mounts);
          if (problem === undefined || reported.has(path)) continue;
          reported.add(path);
          yield { object: text.object, field: text.field, value: text.value, problem };
        }
    }
  },
};

function problemOf(
  path: string,
  isProgram: boolean,
  { name }: Text,
  mounts: readonly Mount[],
): string | undefined {
  const covering = mounts.filter((mount) => path === mount.path || path.startsWith(`${mount.path}/`));
  const [mount] = covering.sort((a, b) => b.path.length - a.path.length);
  if (mount?.files === undefined) return undefined;
  // A volume is written as a whole: ..data is its current version.
  const file = path.slice(mount.path.length + 1).replace(/^\.\.data(\/|$)/, '');
  const found = mount.files.find((it) => it.path === file);
  const where = `volume "${mount.volume}", mounted at ${mount.path},`;
  if (found)
    return isProgram && (found.mode & 0o111) === 0
      ? `${where} has the file with mode ${found.mode.toString(8).padStart(4, '0')}, so it cannot be executed: set defaultMode to 0555, or start an interpreter`
      : undefined;
  const isFolder = file === '' || mount.files.some((it) => it.path.startsWith(`${file}/`));
  // A mount with a missing subPath is reported itself.
  if (isFolder || mount.files.length === 0) return undefined;
  if (!isProgram && !EXTENSION.test(file) && !FILE_SETTING.test(name)) return undefined;
  return `${where} has no file "${file}": ${remedy(mount)}`;
}

function remedy({ sources, all }: Mount): string {
  return `add it${sources.length > 0 ? ` to ${sources.join(' or ')}` : ''}${orUse(all)}`;
}

/** The texts in which a container names files: its commands, its arguments and its variables. */
function* textsOf(cluster: ClusterIndex, owner: PodContainer): Iterable<Text> {
  const { object, container, field } = owner;
  const { variables } = environmentOf(cluster, owner);
  const command = container.command ?? [];
  const commands: [string, readonly string[], boolean][] = [
    [`${field}.command`, command, true],
    [`${field}.args`, container.args ?? [], false],
    ...HANDLERS.map(([name, handler]): [string, readonly string[], boolean] => [
      `${field}.${name}.exec.command`,
      handler(container)?.command ?? [],
      true,
    ]),
  ];
  for (const [at, words, isCommand] of commands)
    for (const [index, word] of words.entries()) {
      const { text, unknown } = expand(word, variables);
      if (unknown.length > 0 || SCRIPT.test(text)) continue;
      const isProgram = (isCommand && index === 0) || isScript(words, index);
      yield {
        object,
        field: `${at}[${index}]`,
        value: word,
        text,
        name: (flagOf(text) ?? flagOf(words[index - 1]))?.name ?? '',
        isProgram,
      };
    }
  for (const { object, field, name, value } of variables.values())
    if (value !== undefined) yield { object, field, value, text: value, name, isProgram: false };
}

function* pathsIn(
  { text, name, isProgram }: Text,
  { container }: PodContainer,
): Iterable<{ path: string; isProgram: boolean }> {
  if (OPTIONAL.test(name)) return;
  for (const [index, word] of text.split(/\s+/).entries()) {
    if (OPTIONAL.test(word) || PATTERN.test(word)) continue;
    const isFirst = isProgram && index === 0;
    const { workingDir } = container;
    if (isFirst && word.startsWith('./') && workingDir)
      yield { path: posix.resolve(workingDir, word), isProgram: true };
    for (const [, path = ''] of word.matchAll(PATH))
      yield { path: posix.resolve(path), isProgram: isFirst && path === word };
  }
}
