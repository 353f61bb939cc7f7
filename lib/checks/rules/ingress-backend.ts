import { list } from '../engine/finding';
import { specOf } from '../engine/kube-object';
import type { Rule } from '../engine/rule';
import { type IngressSpec, routesOf } from '../facts/routes';
import { serviceProblem } from '../facts/service';

/** Every Ingress sends its requests to a Service that is there, on a port that it has. */
export const ingressBackend: Rule = {
  id: 'ingress-backend',
  group: 'references',
  title: "Every Ingress's backend is a Service of its namespace, on one of its ports.",
  protects: 'The controller answers 503 for the host, or its own 404.',
  *check(cluster) {
    for (const object of cluster.ofKind('Ingress')) {
      const { namespace = 'default' } = object;
      const { defaultBackend } = specOf<IngressSpec>(object);
      const backends = routesOf(object).map(({ backend, field }) => ({ backend, field: `${field}.backend` }));
      if (defaultBackend) backends.push({ backend: defaultBackend, field: 'spec.defaultBackend' });
      for (const { backend, field } of backends) {
        if (backend.service === undefined) continue;
        const { name, port } = backend.service;
        const wanted = port?.number ?? port?.name;
        const problem = serviceProblem(cluster, namespace, name, wanted);
        if (problem?.what === 'name') {
          yield {
            object,
            field: `${field}.service.name`,
            value: name,
            problem: `${namespace} has no such Service: make it, or use one of ${list(problem.known)}`,
          };
        } else if (problem || wanted === undefined) {
          yield {
            object,
            field: `${field}.service.port`,
            value: wanted ?? null,
            problem: `Service ${name} has no such port: use one of ${list(problem?.known ?? [])}`,
          };
        }
      }
    }
  },
};
