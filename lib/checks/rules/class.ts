import type { Finding } from '../engine/finding';
import type { Rule } from '../engine/rule';
import { hasDefaultClass, severalDefaults } from '../facts/default-classes';
import { unresolved } from '../facts/references';

/** The annotation that names a class in place of the field. */
const LEGACY = 'kubernetes.io/ingress.class';

export const classReference: Rule = {
  id: 'class',
  group: 'references',
  title:
    'Every Ingress names its class unless one is the default, and the classes of Ingresses and Gateways exist. At most one is the default.',
  protects: 'No controller serves the Ingress or the Gateway.',
  *check(cluster): Iterable<Finding> {
    const hasDefault = hasDefaultClass(cluster, 'IngressClass');
    const ingresses = cluster.ofKind('Ingress');
    const field = 'spec.ingressClassName';
    for (const object of ingresses) {
      if (object.spec.ingressClassName === undefined && !hasDefault && !object.annotations[LEGACY])
        yield { object, field, problem: 'missing: name the class' };
    }
    yield* unresolved(
      cluster,
      ingresses.map((object) => ({
        object,
        field,
        kind: 'IngressClass',
        name: object.spec.ingressClassName,
      })),
    );
    yield* severalDefaults(cluster, 'IngressClass');
    yield* unresolved(
      cluster,
      cluster.ofKind('Gateway').map((object) => ({
        object,
        field: 'spec.gatewayClassName',
        kind: 'GatewayClass',
        name: object.spec.gatewayClassName,
      })),
    );
  },
};
