import { list } from '../engine/finding';
import type { Rule } from '../engine/rule';
import { claimTemplates } from '../facts/pod-references';
import { containersOf } from '../facts/workload';

/** Every mount is of a volume of its pod. */
export const volume: Rule = {
  id: 'volume',
  group: 'references',
  title: "Every volume that a container mounts is one of its pod's, and no two mounts share a path.",
  protects: 'The API server refuses the pod, after its controller was accepted.',
  *check(cluster) {
    for (const workload of cluster.workloads) {
      const { object, pod } = workload;
      const volumes = new Set([...(pod.volumes ?? []).map(({ name }) => name), ...claimTemplates(workload)]);
      for (const { container, field } of containersOf(workload)) {
        const paths = new Set<string>();
        for (const [index, { name, mountPath }] of (container.volumeMounts ?? []).entries()) {
          const at = `${field}.volumeMounts[${index}]`;
          if (!volumes.has(name))
            yield {
              object,
              field: `${at}.name`,
              value: name,
              problem: `the pod has no such volume: use one of ${list(volumes)}`,
            };
          if (paths.has(mountPath))
            yield {
              object,
              field: `${at}.mountPath`,
              value: mountPath,
              problem: 'another volume is mounted there: move one',
            };
          paths.add(mountPath);
        }
      }
    }
  },
};
