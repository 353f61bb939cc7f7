import type { Rule } from '../engine/rule';
import { containersOf } from '../facts/workload';

/** Every image is pinned to a version. */
export const imageTag: Rule = {
  id: 'image-tag',
  group: 'security',
  title: 'Every image has a tag or a digest, and none is `latest`.',
  protects:
    'Nobody can tell what runs, two replicas may run different programs, and there is nothing to roll back to.',
  *check(cluster) {
    for (const workload of cluster.workloads) {
      for (const { container, field } of containersOf(workload)) {
        const { image = '' } = container;
        if (/@sha256:[0-9a-f]{64}$/.test(image)) continue;
        const tag = /^(?:.*\/)?[^/:]+:([^/:]+)$/.exec(image)?.[1];
        if (tag !== undefined && tag !== 'latest') continue;
        const problem =
          tag === undefined
            ? 'it has no tag, which means latest: pin a version'
            : 'what it means changes: pin a version';
        yield { object: workload.object, field: `${field}.image`, value: image, problem };
      }
    }
  },
};
