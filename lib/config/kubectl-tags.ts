import type { ScalarTag, Tags } from 'yaml';

const TAG = 'tag:yaml.org,2002:';

/** The types of YAML 1.1 that kubectl's parser does not have: it reads these values as strings. */
const UNKNOWN = ['binary', 'omap', 'pairs', 'set', 'timestamp'].map((name) => TAG + name);

/** `0o14`, which only YAML 1.2 defines, and which kubectl's parser reads in addition to `014`. */
const OCTAL: ScalarTag = {
  tag: `${TAG}int`,
  identify: () => false,
  default: true,
  test: /^[-+]?0o[0-7_]+$/,
  resolve: (text) => {
    const [, sign = '', digits = ''] = /^([-+]?)0o(.*)$/.exec(text.replaceAll('_', '')) ?? [];
    return Number.parseInt(sign + digits, 8);
  },
};

/**
 * The types of plain values as kubectl reads them: those of YAML 1.1, without dates and without numbers of base 60 (`1:30`).
 *
 * @see https://github.com/kubernetes-sigs/yaml
 * @see https://github.com/yaml/go-yaml/blob/v2/resolve.go
 */
export function kubectlTags(tags: Tags): Tags {
  const known = tags.filter(
    (tag) =>
      typeof tag === 'string' || !(UNKNOWN.includes(tag.tag) || ('format' in tag && tag.format === 'TIME')),
  );
  return [OCTAL, ...known];
}
