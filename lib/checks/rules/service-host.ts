import type { Rule } from '../engine/rule';
import { servicePortProblem } from '../facts/ports';
import { serviceHosts } from '../facts/service-hosts';

export const serviceHost: Rule = {
  id: 'service-host',
  group: 'references',
  title:
    'Every address of a Service, such as `http://api.shop.svc:3000`, in the environment and arguments of a pod or in a ConfigMap belongs to an existing Service with this port.',
  protects: 'A program cannot connect to a renamed Service, and fails only when it first needs it.',
  *check(cluster) {
    for (const { object, field, host, namespace, name, port } of serviceHosts(cluster)) {
      // Kubernetes creates the Service of the API server.
      if (cluster.isForeign(namespace) || (namespace === 'default' && name === 'kubernetes')) continue;
      const found = servicePortProblem(cluster, namespace, name, port);
      if (found) yield { object, field, value: host, problem: found.problem };
    }
  },
};
