import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Field } from '../../lib/config/fields';
import { image, imageTag } from '../../lib/config/images';
import { ConfigError } from '../../lib/config/problem';
import { readConfig } from '../../lib/config/reader';

/** The value of a file that contains only a string, or the message about the string. */
function read(text: string, field: Field<string>): string {
  const file = join(mkdtempSync(join(tmpdir(), 'config-')), 'x.yaml');
  writeFileSync(file, JSON.stringify(text));
  try {
    return readConfig(file, field);
  } catch (error) {
    if (error instanceof ConfigError) return error.message.replace(`${file}:1:1: `, '');
    throw error;
  }
}

const DIGEST = `sha256:${'0'.repeat(64)}`;

test.each([
  'a:1',
  'team/app:v1.4.0',
  'localhost:5000/a_b/c--d:1',
  `ghcr.io/arcana-cfd/mercury:1.0.0@${DIGEST}`,
  `ghcr.io/arcana-cfd/mercury@${DIGEST}`,
])('the image %s is valid', (text) => {
  expect(read(text, image())).toBe(text);
});

test.each([
  ['App:1', '"App:1" is not a valid image: write it like registry.example.org/team/app:1.4.0'],
  ['a//b:1', '"a//b:1" is not a valid image: write it like registry.example.org/team/app:1.4.0'],
  ['a', 'image "a" has no tag, so its version is unknown: add one, such as "a:1.4.0"'],
  ['a@sha256:0', '"a@sha256:0" is not a valid image: write it like registry.example.org/team/app:1.4.0'],
  ['a:latest', 'image "a:latest": the tag "latest" does not say which build runs: write the tag of a build'],
  ['a:-1', 'image "a:-1": "-1" is not a valid image tag: write at most 128 letters, digits'],
])('fails if the image is %s', (text, message) => {
  expect(read(text, image())).toContain(message);
});

test('an image tag is a string of at most 128 characters, without the name of the image', () => {
  const long = 'a'.repeat(128);
  expect(read(long, imageTag())).toBe(long);
  for (const text of [`${long}a`, 'app:1', '.1'])
    expect(read(text, imageTag())).toContain('is not a valid image tag');
});
