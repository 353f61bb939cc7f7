import { orUse } from '../engine/finding';
import type { Rule } from '../engine/rule';
import { claimTemplates } from '../facts/pod-references';

export const volume: Rule = {
  id: 'volume',
  group: 'references',
  title:
    'Every volume mount of a container refers to a volume of its pod, and no two mounts have the same path.',
  protects: 'The API server rejects the pod, although it has accepted the workload.',
  *check(cluster) {
    for (const { object, workload, container, field } of cluster.containers) {
      const volumes = [...(workload.pod.volumes ?? []).map(({ name }) => name), ...claimTemplates(workload)];
      const paths = new Set<string>();
      for (const [index, { name, mountPath }] of (container.volumeMounts ?? []).entries()) {
        const at = `${field}.volumeMounts[${index}]`;
        const missing = `the pod has no volume "${name}": add it${orUse(volumes)}`;
        const duplicate = 'another volume has the same mount path: change one of them';
        if (!volumes.includes(name)) yield { object, field: `${at}.name`, value: name, problem: missing };
        if (paths.has(mountPath))
          yield { object, field: `${at}.mountPath`, value: mountPath, problem: duplicate };
        paths.add(mountPath);
      }
    }
  },
};
