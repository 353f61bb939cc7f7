import { quote } from '../kube/text';
import { type Field, invalid, string } from './fields';

const TAG = '\\w[\\w.-]{0,127}';
const COMPONENT = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const REGISTRY = '(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\\d{1,5})?/)?';
const NAME = `${REGISTRY}${COMPONENT}(?:/${COMPONENT})*`;
const DIGEST = '(?:@sha256:[0-9a-f]{64})?';

/**
 * The tag of an image, as it is written: `12345`, `v1.4.0`.
 *
 * A whole number needs no quotes. `latest` is refused: it does not identify a build, and a rollback to it is not
 * possible.
 *
 * @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests
 */
export function imageTag(): Field<string> {
  return string({
    noun: 'an image tag',
    example: '"12345"',
    pattern: new RegExp(`^${TAG}$`),
    check: tagProblem,
    numbers: /^\d+$/,
  });
}

/**
 * An image with a tag or a digest, as it is written: `registry.example.org/team/app:1.4.0`, with or without a digest after it; or
 * with a digest in place of the tag.
 *
 * @see https://github.com/distribution/reference
 */
export function image(): Field<string> {
  return string({
    noun: 'an image',
    example: 'registry.example.org/team/app:1.4.0',
    pattern: new RegExp(`^${NAME}(:${TAG}|(?=@))${DIGEST}$`),
    check(value) {
      const [, name, tag] = new RegExp(`^(${NAME})(?::([^:@/]*))?${DIGEST}$`).exec(value) ?? [];
      if (name === undefined) return undefined;
      if (tag === undefined && value.includes('@')) return undefined;
      if (tag === undefined)
        return `image ${quote(value)} has no tag, so its version is unknown: add one, such as "${name}:1.4.0"`;
      const problem = tagProblem(tag);
      return problem && `image ${quote(value)}: ${problem}`;
    },
  });
}

function tagProblem(tag: string): string | undefined {
  if (tag === 'latest')
    return 'the tag "latest" does not say which build runs: write the tag of a build, such as "12345"';
  const remedy = 'write at most 128 letters, digits, ".", "_" and "-", without the name of the image';
  return new RegExp(`^${TAG}$`).test(tag) ? undefined : invalid(tag, 'image tag', remedy);
}
