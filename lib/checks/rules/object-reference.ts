import type { ClusterIndex } from '../engine/cluster-index';
import { type Finding, list } from '../engine/finding';
import { type KubeObject, specOf } from '../engine/kube-object';
import type { Rule } from '../engine/rule';
import { containersOf, type Workload } from '../facts/workload';

/** An object that another names in a field of its own. */
interface Named {
  readonly field: string;
  readonly kind: string;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
}

interface Spec {
  readonly serviceName?: string;
  readonly service?: { readonly namespace: string; readonly name: string };
  readonly policyName?: string;
}

/** What each kind names, by the kind. */
const NAMED: Readonly<Record<string, (object: KubeObject, spec: Spec) => Named>> = {
  StatefulSet: ({ namespace }, { serviceName: name }) => ({
    field: 'spec.serviceName',
    kind: 'Service',
    namespace,
    name,
  }),
  APIService: (_object, { service }) => ({
    field: 'spec.service.name',
    kind: 'Service',
    namespace: service?.namespace,
    name: service?.name,
  }),
  ValidatingAdmissionPolicyBinding: (_object, { policyName: name }) => ({
    field: 'spec.policyName',
    kind: 'ValidatingAdmissionPolicy',
    namespace: undefined,
    name,
  }),
};

/** Every object that another names in a field for it alone is there. */
export const objectReference: Rule = {
  id: 'object-reference',
  group: 'references',
  title:
    "Every Service that a StatefulSet, an APIService or the controller's flags name is made here, and so is every admission policy that is bound.",
  protects: 'Pods have no names in DNS, an API answers nothing, or a policy that should guard does not.',
  *check(cluster): Iterable<Finding> {
    for (const object of cluster.ofKind(...Object.keys(NAMED))) {
      const named = NAMED[object.kind]?.(object, specOf<Spec>(object));
      if (named) yield* missing(cluster, object, named);
    }
    for (const workload of cluster.workloads)
      for (const named of published(workload)) yield* missing(cluster, workload.object, named);
  },
};

function* missing(cluster: ClusterIndex, object: KubeObject, named: Named): Iterable<Finding> {
  const { field, kind, namespace, name } = named;
  if (name === undefined || (namespace !== undefined && cluster.isForeign(namespace))) return;
  if (cluster.find(kind, namespace, name) !== undefined) return;
  const where = namespace === undefined ? 'the cluster' : namespace;
  const known = list(cluster.names(kind, namespace));
  yield {
    object,
    field,
    value: name,
    problem: `${where} has no such ${kind}: make it, or use one of ${known}`,
  };
}

/** The Service whose address the ingress controller writes into the Ingresses, and DNS follows. */
function* published(workload: Workload): Iterable<Named> {
  for (const { container, field } of containersOf(workload)) {
    for (const [index, argument] of (container.args ?? []).entries()) {
      const full = /^--publish-service=(.+)$/
        .exec(argument)?.[1]
        ?.replace('$(POD_NAMESPACE)', workload.namespace);
      const [namespace, name] = full?.split('/') ?? [];
      if (name !== undefined) yield { field: `${field}.args[${index}]`, kind: 'Service', namespace, name };
    }
  }
}
