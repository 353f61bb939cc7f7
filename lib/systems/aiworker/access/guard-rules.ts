import { celList, type RequestRule } from '../../../core/account-policy';
import type { SecretReference } from '../../../core/cluster-base';
import type { ClusterNamespace } from '../../../core/cluster-namespace';
import { NGINX_PREFIX } from '../../../kube/annotations';
import type { ServiceAccount } from '../../../workloads/service-account';
import { RUNTIME_ENVIRONMENTS } from '../project-environments';
import { REGISTRY_CREDENTIALS } from '../workloads/registry-credentials';
import { VIEWER } from './backend-account';
import { RUNTIME_ANNOTATIONS } from './runtime-annotations';

const ENFORCE = 'pod-security.kubernetes.io/enforce';
const ENFORCE_VERSION = `${ENFORCE}-version`;

/** The labels of a namespace that must not change: access to it, its Pod Security level and its policies depend on them. */
const FIXED_LABELS = ['managed-by', 'protected', 'environment', 'project', 'task-id', ENFORCE];

/** The environments whose namespaces may be created at runtime. @see docs/decisions/0006-what-the-backend-may-make.md */
const CREATED_ENVIRONMENTS = [...RUNTIME_ENVIRONMENTS, 'preview'];

/** The labels of an object, in CEL; empty if there is no object. */
export function labelsOf(object: string): string {
  return `${object} == null ? {} : ${object}.metadata.?labels.orValue({})`;
}

/** Whether the request comes from an account and concerns a pod (not a subresource) of a namespace, in CEL. */
export function isPodOf(account: ServiceAccount, namespace: ClusterNamespace): string {
  return [
    `request.userInfo.username == '${account.username}'`,
    `request.namespace == '${namespace.name}'`,
    "request.resource.group == '' && request.resource.resource == 'pods'",
    "request.?subResource.orValue('') == ''",
  ].join(' && ');
}

/**
 * The rules for creating, changing and deleting namespaces.
 *
 * They use the variables `name`, the name of the namespace, and `before` and `after`, its labels before and after the
 * request.
 *
 * @param kubernetesVersions the minor versions to which Pod Security may be pinned, such as `1.36`
 */
export function namespaceRules(
  cleanup: ServiceAccount,
  kubernetesVersions: readonly string[],
): RequestRule[] {
  const refuse = (action: string, reason: string) => refusal(action, 'variables.name', reason);
  const created = "request.operation == 'CREATE'";
  const exists = "request.operation != 'CREATE'";
  const versions = kubernetesVersions.map((version) => `v${version}`);
  const pinned = `${value('after', ENFORCE_VERSION)} in ${celList(['', 'latest', ...versions])}`;
  const oneOf = `${versions.join(', ')} or latest`;
  return [
    {
      holds: `${created} || ${is('before', 'managed-by', 'aiworker')}`,
      otherwise: refuse('change or delete', 'it is not labelled managed-by: aiworker'),
    },
    {
      holds: `${value('before', 'protected')} != 'true'`,
      otherwise: refuse('change or delete', 'it is labelled protected: "true"'),
    },
    {
      holds: `request.operation != 'UPDATE' || ${celList(FIXED_LABELS)}.all(key, variables.after[?key] == variables.before[?key])`,
      otherwise: refuse('change the labels of', `these stay as they are: ${FIXED_LABELS.join(', ')}`),
    },
    {
      holds: `request.operation != 'UPDATE' || variables.after[?'${ENFORCE_VERSION}'] == variables.before[?'${ENFORCE_VERSION}'] || ${pinned}`,
      otherwise: refuse('change the labels of', `${ENFORCE_VERSION} must be ${oneOf}`),
    },
    {
      holds: `${exists} || ${is('after', 'managed-by', 'aiworker')} && !('protected' in variables.after)`,
      otherwise: refuse('create', 'it must be labelled managed-by: aiworker, and not protected'),
    },
    {
      holds: `${exists} || ${value('after', 'environment')} in ${celList(CREATED_ENVIRONMENTS)}`,
      otherwise: refuse('create', `its label environment must be one of ${CREATED_ENVIRONMENTS.join(', ')}`),
    },
    {
      holds: `${exists} || ${is('after', ENFORCE, 'restricted')} && ${pinned}`,
      otherwise: refuse('create', `it must be labelled ${ENFORCE}: restricted, in version ${oneOf}`),
    },
    {
      holds: `request.userInfo.username != '${cleanup.username}' || request.operation == 'DELETE' && ${is('before', 'environment', 'preview')}`,
      otherwise: refuse('touch', 'it deletes previews and does nothing else'),
    },
  ];
}

/**
 * The rules for creating, changing and deleting objects in namespaces.
 *
 * They use the variables `labels`, the labels of the namespace, and `agentPod`, whether the object is a pod that the
 * backend starts for an agent.
 */
export function objectRules(cleanup: ServiceAccount): RequestRule[] {
  const inNamespace = (reason: string) => refusal('change what lies in', 'request.namespace', reason);
  return [
    {
      holds: `variables.agentPod || ${is('labels', 'managed-by', 'aiworker')}`,
      otherwise: inNamespace('it is not labelled managed-by: aiworker'),
    },
    {
      holds: `variables.agentPod || ${value('labels', 'protected')} != 'true'`,
      otherwise: inNamespace('it is labelled protected: "true"'),
    },
    {
      holds: `request.userInfo.username != '${cleanup.username}'`,
      otherwise: inNamespace('it deletes whole previews and does nothing else'),
    },
  ];
}

/**
 * The rules for pods: no ServiceAccount, whose permissions they would have, and no priority class by which they would
 * evict the pods of the platform.
 *
 * @param spec the path of the pod's specification
 * @param classes the names of the allowed priority classes; an empty name allows pods without a class
 */
export function podRules(spec: string, classes: readonly string[]): RequestRule[] {
  const named = classes.filter((name) => name !== '').join(', ');
  const absent = classes.includes('') ? ' or none' : '';
  return [
    {
      holds: `${spec}.?serviceAccountName.orValue('') in ['', 'default'] && ${spec}.?automountServiceAccountToken.orValue(true) == false`,
      otherwise:
        "'pods run without an account: leave serviceAccountName out, and set automountServiceAccountToken: false'",
    },
    {
      holds: `${spec}.?priorityClassName.orValue('') in ${celList(classes)}`,
      otherwise: `'pods must not evict others: priorityClassName must be ${named}${absent}'`,
    },
  ];
}

/** The rules for Services: no alias of another Service, no port of nodes, no external address, and no DNS record. */
export function serviceRules(): RequestRule[] {
  return [
    {
      holds:
        "object.spec.?type.orValue('ClusterIP') == 'ClusterIP' && object.spec.?externalIPs.orValue([]).size() == 0",
      otherwise:
        "'services are of type ClusterIP and without externalIPs, so that they stay in their namespace'",
    },
    {
      holds: annotatedOnlyWith(['kubectl.kubernetes.io/last-applied-configuration']),
      otherwise: "'services have no annotations, by which others would give them addresses and names'",
    },
  ];
}

/** The rules for RoleBindings: only the one that lets the backend see the pods of the namespace. */
export function roleBindingRules(backend: ServiceAccount): RequestRule[] {
  const { name, namespace } = backend;
  return [
    {
      holds: `object.metadata.name == '${VIEWER}' && object.roleRef.kind == 'ClusterRole' && object.roleRef.name == '${VIEWER}'`,
      otherwise: `'the only role binding is ${VIEWER}, of the ClusterRole of this name'`,
    },
    {
      holds: `object.?subjects.orValue([]).all(subject, subject.kind == 'ServiceAccount' && subject.name == '${name}' && subject.?namespace.orValue('') == '${namespace.name}')`,
      otherwise: `'the only subject of a role binding is the ServiceAccount ${namespace.name}/${name}'`,
    },
  ];
}

/**
 * The rules for Secrets: only the credentials of the registry, and only in previews. The answer to a `patch` contains the
 * whole Secret, so the account must not write a Secret that a person has made.
 *
 * They use the variable `labels`, the labels of the namespace.
 */
export function secretRules(): RequestRule[] {
  const { name, type } = REGISTRY_CREDENTIALS;
  return [
    {
      holds: is('labels', 'environment', 'preview'),
      otherwise: "'secrets are written only in previews: a person creates those of other namespaces'",
    },
    {
      holds: `object.metadata.name == '${name}' && object.?type.orValue('') == '${type}'`,
      otherwise: `'the only secret of a preview is ${name}, of type ${type}'`,
    },
  ];
}

/**
 * The rules for Ingresses: their hosts, their annotations, and the password of previews.
 *
 * The hosts are a subdomain of `preview.<domain>` in previews, otherwise `<environment>-<project>.<domain>`. An Ingress
 * without a host would receive the requests of all other hosts.
 *
 * They use the variable `labels`, the labels of the namespace.
 *
 * @param passwords the Secret with the users who may see previews
 */
export function ingressRules(domain: string, passwords: SecretReference): RequestRule[] {
  const protection = [
    [`${NGINX_PREFIX}auth-type`, 'basic'],
    [`${NGINX_PREFIX}auth-secret`, `${passwords.namespace}/${passwords.name}`],
  ] as const;
  return [
    {
      holds: `object.spec.?rules.orValue([]).all(rule, ${isOwnHost("rule.?host.orValue('')", domain)})`,
      otherwise: ownHostsOnly(domain),
    },
    {
      holds: '!has(object.spec.defaultBackend)',
      otherwise: "'an ingress with a defaultBackend would take all requests: give its rules hosts'",
    },
    {
      holds: annotatedOnlyWith(RUNTIME_ANNOTATIONS),
      otherwise: `'ingresses have no annotations but these, as others reach further: ${RUNTIME_ANNOTATIONS.join(', ')}'`,
    },
    {
      holds: `!(${is('labels', 'environment', 'preview')}) || ${protection.map(([key, text]) => `${annotation(key)} == '${text}'`).join(' && ')}`,
      otherwise: `'previews require a password: set the annotations ${protection.map((pair) => pair.join(': ')).join(', ')}'`,
    },
  ];
}

/** Whether a host belongs to its namespace: a subdomain of `preview.<domain>`, or the one host of an environment. */
export function isOwnHost(host: string, domain: string): string {
  const inPreview = `${host}.matches('^[a-z0-9-]+[.]preview[.]${domain.replaceAll('.', '[.]')}$')`;
  return `${inPreviewNamespace()} ? ${inPreview} : ${host} == ${hostOfEnvironment(domain)}`;
}

/** The message for other hosts. */
export function ownHostsOnly(domain: string): string {
  return `'hosts are <name>.preview.${domain} in a preview, ' + ${hostOfEnvironment(domain)} + ' otherwise'`;
}

/** Whether the namespace of the object is a preview. */
export function inPreviewNamespace(): string {
  return is('labels', 'environment', 'preview');
}

function hostOfEnvironment(domain: string): string {
  return `${value('labels', 'environment')} + '-' + ${value('labels', 'project')} + '.${domain}'`;
}

function annotation(key: string): string {
  return `object.metadata.?annotations[?'${key}'].orValue('')`;
}

export function annotatedOnlyWith(keys: readonly string[]): string {
  return `object.metadata.?annotations.orValue({}).all(key, key in ${celList(keys)})`;
}

/** A message, in CEL: the account, the refused action, the name of the namespace, and the reason. */
function refusal(action: string, namespace: string, reason: string): string {
  return `request.userInfo.username + ' may not ${action} namespace ' + ${namespace} + ': ${reason}'`;
}

function value(labels: string, key: string): string {
  return `variables.${labels}[?'${key}'].orValue('')`;
}

function is(labels: string, key: string, text: string): string {
  return `${value(labels, key)} == '${text}'`;
}
