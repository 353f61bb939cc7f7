import { ClusterIndex } from '../../checks/engine/cluster-index';
import { objectName } from '../../checks/engine/finding';
import { groupBy } from '../../checks/engine/group-by';
import { immutableFields } from '../../checks/rules/immutable-fields';
import type { Comparison } from './compare';

/** The changes that the API server refuses, by the rule that the synth applies to dist/. */
export const compareImmutable: Comparison = (before, after) => {
  const files = groupBy(before.facts.objects, ({ file }) => file);
  const previous = (file: string) => files.get(file)?.map(({ json }) => json);
  const cluster = new ClusterIndex({ ...after.facts, copies: [], previous });
  return [...immutableFields.check(cluster, {})].map(({ object, field, problem }) => ({
    topic: 'immutable',
    sentence: `${object === undefined ? '' : `${objectName(object)}: `}${field}: ${problem}`,
    isImportant: true,
  }));
};
