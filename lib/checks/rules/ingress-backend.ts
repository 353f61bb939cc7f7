import type { Rule } from '../engine/rule';
import { servicePortProblem } from '../facts/ports';
import { routesOf } from '../facts/routes';

export const ingressBackend: Rule = {
  id: 'ingress-backend',
  group: 'references',
  title: 'Every backend of an Ingress is a Service of its namespace, and the Service has the port.',
  protects: 'The controller responds with 503 or 404 to all requests for the host.',
  *check(cluster) {
    for (const { object, namespace, service } of routesOf(cluster)) {
      if (service === undefined) continue;
      const { name, port, field } = service;
      const found = servicePortProblem(cluster, namespace, name, port);
      const value = found?.field === 'name' ? name : port;
      if (found) yield { object, field: `${field}.${found.field}`, value, problem: found.problem };
      else if (port === undefined)
        yield { object, field: `${field}.port`, problem: 'missing: state a port of the Service' };
    }
  },
};
