import type { Finding } from '../engine/finding';
import { objectKey } from '../engine/kube-object';
import type { Rule } from '../engine/rule';
import { servicePortProblem } from '../facts/ports';
import { serviceHosts } from '../facts/service-hosts';

export const serviceHost: Rule = {
  id: 'service-host',
  group: 'references',
  title:
    'Every address of a Service, such as `http://api.shop.svc:3000`, `api.shop:3000` or `api:3000`, in the environment and arguments of a pod or in a ConfigMap belongs to an existing Service with this port. The port may also be a variable beside the host, such as `DB_PORT` beside `DB_HOST`.',
  protects: 'A program cannot connect to a renamed Service, and fails only when it first needs it.',
  *check(cluster): Iterable<Finding> {
    const reported = new Set<string>();
    const isNew = (...parts: string[]) => reported.size < reported.add(parts.join(' ')).size;
    // An address that variables compose has the fault of a variable, which comes first.
    const hosts = [...serviceHosts(cluster)].sort((a, b) => Number(a.isComposed) - Number(b.isComposed));
    for (const { object, field, host, namespace, name, port, portAt, isComposed, workload } of hosts) {
      // Kubernetes creates the Service of the API server.
      if (cluster.isForeign(namespace) || (namespace === 'default' && name === 'kubernetes')) continue;
      const found = servicePortProblem(cluster, namespace, name, port);
      if (found === undefined) continue;
      const { problem } = found;
      const isPort = found.field === 'port' && portAt !== undefined;
      const at = isPort ? { object: portAt.object, field: portAt.field } : { object, field };
      const isKnown = workload !== undefined && !isNew(objectKey(workload.object), problem);
      // Several pods may read one ConfigMap.
      if ((isKnown && isComposed) || !isNew(objectKey(at.object), at.field, problem)) continue;
      yield { ...at, value: isPort ? String(port) : host, problem };
    }
  },
};
