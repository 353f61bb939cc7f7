import { YamlDocument } from '../../../lib/config/document';
import { readManifest } from '../../../lib/config/manifest-file';
import { ConfigError } from '../../../lib/config/problem';
import type { Input, MutationClass } from './mutation';

/** A Service, whose values are replaced. */
const SERVICE = `apiVersion: v1
kind: Service
metadata:
  name: web
  labels:
    app: web
spec:
  ports:
    - name: http
      port: 80
    - name: https
      port: 443
`;

/** Reads a text as a file of config/. */
function asConfiguration(text: string): void {
  const { problems } = new YamlDocument(text);
  if (problems.length > 0) throw ConfigError.of('config/test.yaml', problems);
}

/** A text that is read as a file of config/, and as a file of `npm run check`. */
function both(name: string, text: string): Input[] {
  return [configuration(name, text), manifest(name, text)];
}

function configuration(name: string, text: string): Input {
  return { name: `${name} in config/`, read: () => asConfiguration(text) };
}

function manifest(name: string, text: string): Input {
  return { name: `${name} in a manifest`, read: () => readManifest('test.yaml', text) };
}

/** The Service with another text at a place. */
function instead(old: string, text: string): string {
  const changed = SERVICE.replace(old, () => text);
  if (changed === SERVICE) throw new Error(`the Service does not contain ${old}`);
  return changed;
}

const DEEP = 20_000;

/** Each text is ten times the one before. */
const BOMB = Array.from({ length: 12 }, (_, level) => {
  const item = level === 0 ? 'x' : `*a${level - 1}`;
  return `  a${level}: &a${level} [${Array(10).fill(item).join(', ')}]\n`;
}).join('');

/** Mistakes in YAML, for which a message with a place and a remedy is expected, and unusual YAML that is valid. */
export const INPUTS: MutationClass<Input> = {
  name: 'files of config/ and manifests',
  outages: [
    ...both('a tab', instead('  name: web', '\tname: web')),
    ...both('a key that is indented too far', instead('  labels:', '   labels:')),
    ...both('a key that is not indented enough', instead('      port: 80', '     port: 80')),
    ...both('no space after a colon', instead('kind: Service', 'kind:Service')),
    ...both('no space after a dash', instead('    - name: http\n', '    -name: http\n')),
    ...both('an open double quote', instead('name: web', 'name: "web')),
    ...both('an open single quote', instead('name: web', "name: 'web")),
    ...both('a value with @', instead('name: web', 'name: @web')),
    ...both('a value with %', instead('name: web', 'name: %web')),
    ...both('a value with a backtick', instead('name: web', 'name: `web`')),
    ...both('a value with *', instead('name: web', 'name: *')),
    ...both('a duplicate key', instead('kind: Service', 'kind: Service\nkind: Service')),
    ...both('a colon in a value', instead('name: web', 'name: web: one')),
    ...both('an empty list before its items', instead('  ports:', '  ports: []')),
    ...both('a value before the items of a list', instead('  ports:', '  ports: none')),
    ...both('no dash before an item', instead('    - name: http\n', '      name: http\n')),
    ...both('a dash that is not indented enough', instead('    - name: https', '   - name: https')),
    ...both(
      'a merge conflict',
      instead('kind: Service', '<<<<<<< HEAD\nkind: A\n=======\nkind: B\n>>>>>>> main'),
    ),
    ...both('a non-breaking space', instead('  name: web', '\u00a0\u00a0name: web')),
    ...both('typographic quotes around a colon', instead('name: web', 'name: \u201cweb: one\u201d')),
    ...both('an alias without an anchor', instead('name: web', 'name: *name')),
    ...both('an alias in its own value', instead('  labels:', '  labels: &labels\n    own: *labels')),
    ...both('an open bracket', instead('    app: web', '    app: [web')),
    ...both('an open brace', instead('  labels:\n    app: web', '  labels: {app: web')),
    ...both('no comma', instead('  labels:\n    app: web', '  labels: {app: web name: b}')),
    ...both('a key without a colon', instead('kind: Service', 'kind')),
    ...both('an equals sign', instead('kind: Service', 'kind = Service')),
    ...both('a comment without a space', instead('name: web', 'name:#web')),
    ...both('an invalid escape', instead('name: web', 'name: "we\\d"')),
    ...both('text after a quote', instead('name: web', 'name: "web"-1')),
    ...both('text after |', instead('name: web', 'name: |web')),
    ...both('a control character', instead('name: web', 'name: we\u0000b')),
    ...both('many brackets', `a: ${'['.repeat(DEEP)}${']'.repeat(DEEP)}\n`),
    ...both('many open brackets', '['.repeat(DEEP)),
    ...both('many mappings', `${'{a: '.repeat(DEEP)}1${'}'.repeat(DEEP)}\n`),
    ...both('many mappings in JSON', `${'{"a":'.repeat(DEEP)}1${'}'.repeat(DEEP)}`),
    ...both('many dashes', `${'- '.repeat(DEEP)}a\n`),
    ...both(
      'many lines, each indented further',
      Array.from({ length: 2000 }, (_, at) => `${' '.repeat(at)}a:\n`).join(''),
    ),
    configuration('a tag', instead('name: web', 'name: !secret web')),
    configuration('two documents', `${SERVICE}---\n${SERVICE}`),
    configuration('an empty file', '# nothing\n'),
    manifest('aliases that multiply', `${SERVICE}data:\n${BOMB}`),
    manifest('a merge key without a mapping', instead('    app: web', '    <<: web')),
    manifest('a template', instead('name: web', 'name: {{ .Values.name }}')),
  ],
  sound: [
    ...both('Windows line ends', SERVICE.replaceAll('\n', '\r\n')),
    ...both('quotes of both kinds', instead('name: web', `name: "web's" # it's "x`)),
    ...both(
      'a text of several lines',
      `${SERVICE}text: |\n  a: b: c\n  \tx\n  @ % \`\n  {{ x }}\n  <<<<<<<\n`,
    ),
    ...both('anchors and aliases', instead('    app: web', '    app: &name web\n    name: *name')),
    ...both(
      'lists and mappings in one line',
      instead('  labels:\n    app: web', '  labels: {app: web, "a/b": ""}'),
    ),
    ...both('a value with special characters', instead('name: web', 'name: a@b%c`d*e&f!g|h>i=j#k')),
    ...both('a list that is not indented', SERVICE.replace(/^ {4}(- | {2})/gm, '  $1')),
    ...both('JSON', '{"apiVersion": "v1", "kind": "Service",\n\t"metadata": {"name": "web"}}\n'),
    ...both('a comment on each line', SERVICE.replaceAll('\n', ' # "it\'s\n')),
    manifest('two documents', `---\n${SERVICE}---\n# nothing\n---\n${SERVICE}...\n`),
    manifest('a merge key', `base: &base {app: web}\n${instead('    app: web', '    <<: *base')}`),
  ],
};
