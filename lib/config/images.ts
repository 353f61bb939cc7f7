import { isScalar } from 'yaml';
import { quote } from '../kube/text';
import { type Field, string } from './fields';

/**
 * The tag of an image, as it is written: `12345`, `v1.4.0`.
 *
 * A whole number needs no quotes. `latest` is none: nobody could tell what runs, nor go back to it.
 *
 * @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests
 */
export function imageTag(): Field<string> {
  const text = string({ expected: 'an image tag such as "12345"', check: tagProblem });
  return {
    expected: text.expected,
    read(cursor) {
      const { node } = cursor;
      const isBuildNumber =
        isScalar(node) && typeof node.value === 'number' && /^\d+$/.test(node.source ?? '');
      return isBuildNumber ? node.source : text.read(cursor);
    },
  };
}

function tagProblem(tag: string): string | undefined {
  if (tag === 'latest') return 'image tag "latest" moves: name the build that is to run, such as "12345"';
  if (/^\w[\w.-]{0,127}$/.test(tag)) return undefined;
  return `image tag ${quote(tag)} is none: write letters, digits, ".", "_" and "-", up to 128, without the image's name`;
}

/**
 * An image with a pinned tag, as it is written: `registry.example.org/team/app:1.4.0`, with a digest behind it or not.
 *
 * @see https://github.com/distribution/reference
 */
export function image(): Field<string> {
  return string({ expected: 'an image such as registry.example.org/app:1.4.0', check: imageProblem });
}

/** Why a text is no image with a pinned tag, or undefined where it is one. */
export function imageProblem(text: string): string | undefined {
  const component = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
  const registry = '(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\\d{1,5})?/)?';
  const match = new RegExp(
    `^(${registry}${component}(?:/${component})*)(?::([^:@/]*))?(?:@sha256:[0-9a-f]{64})?$`,
  ).exec(text);
  if (!match) return `image ${quote(text)} is none: write it like registry.example.org/team/app:1.4.0`;
  const [, name, tag] = match;
  if (tag === undefined)
    return `image ${quote(text)} has no tag, so that nobody can tell what runs: pin one, such as "${name}:1.4.0"`;
  const problem = tagProblem(tag);
  return problem && `image ${quote(text)}: ${problem}`;
}
