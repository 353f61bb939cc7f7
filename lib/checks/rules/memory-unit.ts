import { formatPath } from '../../config/problem';
import type { Finding } from '../engine/finding';
import type { Rule } from '../engine/rule';
import { memoryOf } from '../facts/pod-size';
import { visitTexts } from '../facts/strings';

/** The fields with a quantity of bytes. */
const BYTES: ReadonlySet<string> = new Set(
  ['memory', 'ephemeral-storage', 'storage'].flatMap((name) => [name, `requests.${name}`, `limits.${name}`]),
);

const MEBIBYTE = 2 ** 20;

export const memoryUnit: Rule = {
  id: 'memory-unit',
  group: 'capacity',
  title:
    'No quantity of memory or storage has a unit below one byte, such as `512m`, unless it is a large number.',
  protects: 'The container is killed as soon as it starts, because `m` is a thousandth of a byte.',
  check(cluster): Finding[] {
    const findings: Finding[] = [];
    const problem = 'm, u and n are parts of a byte: write Mi for mebibytes';
    for (const object of cluster.objects) {
      if (object.kind === 'ConfigMap') continue;
      visitTexts(object.json, (value, name, path) => {
        if (BYTES.has(name) && /\d[mun]$/.test(value) && memoryOf(value) < MEBIBYTE)
          findings.push({ object, field: formatPath(path), value, problem });
      });
    }
    return findings;
  },
};
