import type { Rule } from '../engine/rule';

export const imageTag: Rule = {
  id: 'image-tag',
  group: 'security',
  title: 'Every image has a digest or a tag other than `latest`.',
  protects: 'The running version is unknown, two replicas may differ, and no version exists for a rollback.',
  *check(cluster) {
    for (const { object, container, field } of cluster.containers) {
      const { image = '' } = container;
      if (/@sha256:[0-9a-f]{64}$/.test(image)) continue;
      const tag = /^(?:.*\/)?[^/:]+:([^/:]+)$/.exec(image)?.[1];
      if (tag !== undefined && tag !== 'latest') continue;
      const problem = tag ? 'the image of this tag changes: pin a version' : 'tag is missing: pin a version';
      yield { object, field: `${field}.image`, value: image, problem };
    }
  },
};
