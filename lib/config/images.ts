import { isScalar } from 'yaml';
import { type Field, string } from './fields';
import { quote } from './problem';

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
