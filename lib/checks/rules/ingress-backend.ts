import type { Rule } from '../engine/rule';
import { servicePortProblem } from '../facts/ports';
import { routesOf } from '../facts/routes';

export const ingressBackend: Rule = {
  id: 'ingress-backend',
  group: 'references',
  title: 'Every backend of an Ingress is a Service of its namespace, and the Service has the port.',
  protects: 'The controller responds with 503 or 404 to all requests for the host.',
  *check(cluster) {
    for (const object of cluster.ofKind('Ingress')) {
      const { namespace = 'default', spec } = object;
      const backends = routesOf(object).map(({ backend, field }) => ({ backend, field: `${field}.backend` }));
      backends.push({ backend: spec.defaultBackend, field: 'spec.defaultBackend' });
      for (const { backend, field } of backends) {
        if (backend?.service === undefined) continue;
        const { name, port } = backend.service;
        const wanted = port?.number ?? port?.name;
        const found = servicePortProblem(cluster, namespace, name, wanted);
        const value = found?.field === 'name' ? name : wanted;
        if (found) yield { object, field: `${field}.service.${found.field}`, value, problem: found.problem };
        else if (wanted === undefined)
          yield { object, field: `${field}.service.port`, problem: 'missing: state a port of the Service' };
      }
    }
  },
};
