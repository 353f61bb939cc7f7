import { execFileSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HEADER, writeFiles } from '../../lib/output/writer';

let outdir: string;
beforeEach(() => {
  outdir = join(mkdtempSync(join(tmpdir(), 'writer-')), 'dist');
});

const content = (text: string) => `${HEADER}${text}\n`;
const write = (files: Record<string, string>, folders?: readonly string[]) =>
  writeFiles({
    outdir,
    files: new Map(Object.entries(files).map(([path, content]) => [path, { content }])),
    folders,
  });

/** All files below a folder, by path: the tests compare them to detect unwanted changes. */
function tree(folder: string, prefix = ''): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory()
        ? Object.entries(tree(join(folder, entry.name), `${prefix}${entry.name}/`))
        : [[prefix + entry.name, readFileSync(join(folder, entry.name), 'utf8')]],
    ),
  );
}

test('creates folders and files', () => {
  const files = { 'a/00-x.k8s.yaml': content('x'), 'b/boot/y.yaml': content('y') };
  expect(write(files)).toEqual({ added: Object.keys(files), changed: [], removed: [] });
  expect(tree(outdir)).toEqual(files);
});

test('does not touch files with the same content', () => {
  write({ 'a/x.yaml': content('x'), 'a/y.yaml': content('y') });
  const past = new Date('2020-01-01');
  for (const name of ['x', 'y']) utimesSync(join(outdir, `a/${name}.yaml`), past, past);
  expect(write({ 'a/x.yaml': content('x'), 'a/y.yaml': content('new') })).toEqual({
    added: [],
    changed: ['a/y.yaml'],
    removed: [],
  });
  expect(statSync(join(outdir, 'a/x.yaml')).mtime).toEqual(past);
  expect(statSync(join(outdir, 'a/y.yaml')).mtime).not.toEqual(past);
});

test('replaces a changed file by a new one, so that an open file keeps its content', () => {
  write({ 'a/x.yaml': content('old') });
  const before = statSync(join(outdir, 'a/x.yaml')).ino;
  write({ 'a/x.yaml': content('new') });
  expect(statSync(join(outdir, 'a/x.yaml')).ino).not.toBe(before);
});

test('removes its own files that are not requested, and empty folders', () => {
  write({ 'a/x.yaml': content('x'), 'a/y.yaml': content('y'), 'gone/z.yaml': content('z') });
  expect(write({ 'a/x.yaml': content('x') }).removed).toEqual(['a/y.yaml', 'gone/z.yaml']);
  expect(tree(outdir)).toEqual({ 'a/x.yaml': content('x') });
  expect(existsSync(join(outdir, 'gone'))).toBe(false);
});

test('leaves files without the header in dist/', () => {
  write({ 'a/x.yaml': content('x') });
  const others = {
    'a/notes.txt': content('n'),
    'a/mine.k8s.yaml': 'kind: Mine\n',
    'README.md': 'r',
    'other/own.yaml': 'o',
  };
  mkdirSync(join(outdir, 'other'));
  for (const [path, text] of Object.entries(others)) writeFileSync(join(outdir, path), text);
  write({});
  expect(tree(outdir)).toEqual(others);
});

test('leaves files in folders that are not requested', () => {
  write({ 'a/x.yaml': content('x'), 'b/y.yaml': content('y') });
  expect(write({}, ['a']).removed).toEqual(['a/x.yaml']);
  expect(tree(outdir)).toEqual({ 'b/y.yaml': content('y') });
});

test('fails if a folder has the name of a file, and changes nothing', () => {
  write({ 'a/x.yaml': content('x') });
  mkdirSync(join(outdir, 'a/z.yaml'));
  const before = tree(outdir);
  expect(() => write({ 'a/x.yaml': content('changed'), 'a/z.yaml': content('z') })).toThrow(
    `${join(outdir, 'a/z.yaml')} is not a file, but a file must be written there: move it away`,
  );
  expect(tree(outdir)).toEqual(before);
});

test('restores the previous state if a file cannot be written', () => {
  write({ 'a/x.yaml': content('x'), 'a/gone.yaml': content('gone') });
  const before = tree(outdir);
  // This file prevents the creation of the last folder, after the other files are written.
  writeFileSync(join(outdir, 'file'), 'obstacle');
  expect(() =>
    write({ 'a/x.yaml': content('changed'), 'new/y.yaml': content('y'), 'file/z.yaml': content('z') }),
  ).toThrow(/ENOTDIR|EEXIST/);
  expect(tree(outdir)).toEqual({ ...before, file: 'obstacle' });
  expect(existsSync(join(outdir, 'new'))).toBe(false);
});

test('restores renamed files if a later rename fails', () => {
  write({ 'a/x.yaml': content('x'), 'b/y.yaml': content('y') });
  const before = tree(outdir);
  const fs = jest.requireActual<typeof import('node:fs')>('node:fs');
  const original = fs.renameSync;
  const renamed: string[] = [];
  const rename = jest.spyOn(fs, 'renameSync').mockImplementation((from, to) => {
    if (to === join(outdir, 'b/y.yaml')) throw new Error('no space left');
    renamed.push(String(to));
    original(from, to);
  });
  expect(() => write({ 'a/x.yaml': content('1'), 'b/y.yaml': content('2') })).toThrow('no space left');
  rename.mockRestore();
  expect(renamed).toContain(join(outdir, 'a/x.yaml'));
  expect(tree(outdir)).toEqual(before);
});

test.each<[string, (path: string) => void]>([
  ['a file of a person', (path) => writeFileSync(path, 'kind: Mine\n')],
  ['a link', (path) => symlinkSync(join(outdir, 'a/x.yaml'), path)],
  ['a broken link', (path) => symlinkSync('nowhere', path)],
  ['a named pipe', (path) => execFileSync('mkfifo', [path])],
])('fails if %s is in the way, and changes nothing', (_, make) => {
  write({ 'a/x.yaml': content('x') });
  make(join(outdir, 'a/z.yaml'));
  expect(() => write({ 'a/x.yaml': content('changed'), 'a/z.yaml': content('z') })).toThrow(
    /^\S+\/a\/z\.yaml (was not written by cluster-topology, which must write a file there: rename it, or delete it|is not a file, but a file must be written there: move it away)$/,
  );
  expect(readFileSync(join(outdir, 'a/x.yaml'), 'utf8')).toBe(content('x'));
  expect(lstatSync(join(outdir, 'a/z.yaml'))).toBeDefined();
});

test('replaces its own file whose line ends were converted, and an empty file', () => {
  write({ 'a/x.yaml': content('x'), 'a/y.yaml': content('y') });
  writeFileSync(join(outdir, 'a/x.yaml'), content('x').replaceAll('\n', '\r\n'));
  writeFileSync(join(outdir, 'a/y.yaml'), '');
  expect(write({ 'a/x.yaml': content('x'), 'a/y.yaml': content('y') }).changed).toEqual([
    'a/x.yaml',
    'a/y.yaml',
  ]);
});

test('leaves no temporary file', () => {
  write({ 'a/x.yaml': content('x') });
  write({ 'b/y.yaml': content('y') });
  expect(readdirSync(outdir)).toEqual(['b']);
});
