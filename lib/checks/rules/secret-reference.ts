import { NGINX_SECRETS } from '../../kube/annotations';
import type { Finding } from '../engine/finding';
import { list } from '../engine/finding';
import { type KubeObject, specOf } from '../engine/kube-object';
import type { Rule } from '../engine/rule';
import type { IngressSpec } from '../facts/routes';
import { SecretIndex } from '../facts/secret-index';
import { containersOf } from '../facts/workload';

/** Every secret that is named outside of a pod's environment and volumes. */
export const secretReference: Rule = {
  id: 'secret-reference',
  group: 'references',
  title:
    "Every secret that an Ingress, the controller's flags or an issuer names will be there: declared as expected, or made from a Certificate.",
  protects: 'The controller serves its self-signed certificate or 503, and the issuer never gets ready.',
  *check(cluster): Iterable<Finding> {
    const secrets = new SecretIndex(cluster);
    const demand = function* (
      object: KubeObject,
      field: string,
      named: string,
      key?: string,
    ): Iterable<Finding> {
      const [first = '', second] = named.split('/');
      const [namespace, name] =
        second === undefined ? [object.namespace ?? 'default', first] : [first, second];
      const known = secrets.keys(namespace, name);
      const at = { object, field, value: named };
      if (known === undefined) {
        const problem = `${namespace} has no such Secret: declare it with cluster.expectSecret(), order a Certificate, or use one of ${list(secrets.names(namespace))}`;
        yield { ...at, problem };
      } else if (key !== undefined && !known.includes(key)) {
        yield {
          ...at,
          value: `${named}, key ${key}`,
          problem: `the Secret has no such key: it has ${list(known)}`,
        };
      }
    };
    for (const object of cluster.ofKind('Ingress')) {
      for (const [index, { secretName }] of (specOf<IngressSpec>(object).tls ?? []).entries())
        if (secretName) yield* demand(object, `spec.tls[${index}].secretName`, secretName);
      for (const annotation of NGINX_SECRETS) {
        const named = object.annotations[annotation];
        if (named) yield* demand(object, `metadata.annotations["${annotation}"]`, named);
      }
    }
    for (const workload of cluster.workloads) {
      for (const { container, field } of containersOf(workload)) {
        for (const [index, argument] of (container.args ?? []).entries()) {
          const named = /^--default-ssl-certificate=(.+)$/.exec(argument)?.[1];
          if (named === undefined) continue;
          const full = named.replace('$(POD_NAMESPACE)', workload.namespace);
          yield* demand(workload.object, `${field}.args[${index}]`, full);
        }
      }
    }
    for (const object of cluster.ofKind('ClusterIssuer', 'Issuer')) {
      // A ClusterIssuer's secrets lie in cert-manager's own namespace.
      const namespace = object.namespace ?? 'cert-manager';
      for (const { field, name, key } of tokensOf(specOf(object), 'spec'))
        yield* demand(object, field, `${namespace}/${name}`, key);
    }
  },
};

interface Token {
  readonly field: string;
  readonly name: string;
  readonly key?: string;
}

/** The secrets that an issuer reads; the one of its own account (`privateKeySecretRef`) it makes itself. */
function tokensOf(value: unknown, field: string): Token[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => {
    const at = `${field}.${key}`;
    if (key.endsWith('SecretRef') && key !== 'privateKeySecretRef') {
      const { name, key: secretKey } = child as { name: string; key?: string };
      return [{ field: at, name, key: secretKey }];
    }
    return tokensOf(child, at);
  });
}
