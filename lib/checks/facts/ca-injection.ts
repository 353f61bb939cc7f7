import type { IPolicyRule } from '../../../imports/manifest-types';
import type { ClusterIndex } from '../engine/cluster-index';
import type { KubeObject } from '../engine/kube-object';
import { perCluster } from '../engine/per-cluster';
import { groupOf } from './api-resources';
import { namespacedName } from './flags';
import type { Reference } from './references';

/**
 * The annotations with which another program writes `caBundle`.
 *
 * @see https://cert-manager.io/docs/concepts/ca-injector/
 * @see https://docs.openshift.com/container-platform/latest/security/certificates/service-serving-certificate.html
 */
const FROM_CERTIFICATE = 'cert-manager.io/inject-ca-from';
const FROM_SECRET = 'cert-manager.io/inject-ca-from-secret';
const SWITCHES = ['cert-manager.io/inject-apiserver-ca', 'service.beta.openshift.io/inject-cabundle'];

/** Whether another program writes the `caBundle` of an object, because of the object's annotations. */
export function isInjected({ annotations }: KubeObject): boolean {
  const names = [FROM_CERTIFICATE, FROM_SECRET].some((key) => annotations[key] !== undefined);
  return names || SWITCHES.some((key) => annotations[key] === 'true');
}

/** The objects from which cert-manager takes the certificate authority of an object, by `namespace/name`. */
export function* injectionSources(object: KubeObject): Iterable<Reference> {
  for (const [key, kind] of [
    [FROM_CERTIFICATE, 'Certificate'],
    [FROM_SECRET, 'Secret'],
  ] as const) {
    const value = object.annotations[key];
    if (value === undefined) continue;
    const keys = kind === 'Secret' ? ['ca.crt'] : [];
    yield {
      object,
      field: `metadata.annotations["${key}"]`,
      value,
      kind,
      ...namespacedName(value, ''),
      keys,
    };
  }
}

/** The API groups and plural names of the kinds with a `caBundle`. */
const RESOURCES: Readonly<Record<string, string>> = {
  APIService: 'apiservices',
  CustomResourceDefinition: 'customresourcedefinitions',
  MutatingWebhookConfiguration: 'mutatingwebhookconfigurations',
  ValidatingWebhookConfiguration: 'validatingwebhookconfigurations',
};

/** Whether a program in the cluster has permission to change an object. Many programs write the `caBundle` of their webhooks. */
export function isWritten(cluster: ClusterIndex, { apiVersion, kind, name }: KubeObject): boolean {
  return writers(cluster).some(({ apiGroups = [], resources = [], resourceNames = [] }) => {
    const isResource = contains(apiGroups, groupOf(apiVersion)) && contains(resources, RESOURCES[kind] ?? '');
    return isResource && (resourceNames.length === 0 || resourceNames.includes(name));
  });
}

/** The rules of roles that permit changes. cert-manager's injector writes only objects with its annotations. */
const writers = perCluster((cluster): readonly Partial<IPolicyRule>[] => {
  const roles = cluster.ofKind('ClusterRole').filter(({ name }) => !name.includes('cainjector'));
  const isAdmin = cluster.ofKind('ClusterRoleBinding').some(({ json: { roleRef, subjects = [] } }) => {
    return roleRef?.name === 'cluster-admin' && subjects.some(({ kind }) => kind === 'ServiceAccount');
  });
  const all = isAdmin ? [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }] : [];
  return [...all, ...roles.flatMap(({ json }) => json.rules ?? [])].filter(({ verbs = [] }) =>
    ['update', 'patch', '*'].some((verb) => verbs.includes(verb)),
  );
});

function contains(values: readonly string[], wanted: string): boolean {
  return values.includes('*') || values.includes(wanted);
}
