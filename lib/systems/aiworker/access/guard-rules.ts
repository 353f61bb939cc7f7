import type { ClusterNamespace } from '../../../core/cluster-namespace';
import type { ServiceAccount } from '../../../workloads/service-account';
import { RUNTIME_ANNOTATIONS } from './runtime-annotations';

/** Something that must hold of a request, as CEL. */
export interface Rule {
  /** An expression that is true where the request is fine. */
  readonly holds: string;
  /** An expression whose text refuses the request otherwise. */
  readonly otherwise: string;
}

const ENFORCE = 'pod-security.kubernetes.io/enforce';

/** The variable with the namespace's name, which is in the object or, where it is deleted, in the old one. */
const NAME = 'variables.name';

/** Labels of a namespace that decide who may touch it, what runs in it and who reaches it. */
const FIXED_LABELS = [
  'managed-by',
  'protected',
  'environment',
  'project',
  'task-id',
  ENFORCE,
  `${ENFORCE}-version`,
];

/** The environments whose namespaces may be made at runtime. @see docs/decisions/0006-what-the-backend-may-make.md */
const RUNTIME_ENVIRONMENTS = ['dev', 'staging', 'preview'];

/** A list of strings in CEL. */
export function list(texts: readonly string[]): string {
  return `[${texts.map((text) => `'${text}'`).join(', ')}]`;
}

/** The labels of an object in CEL, none where there is no object. */
export function labelsOf(object: string): string {
  return `${object} == null ? {} : ${object}.metadata.?labels.orValue({})`;
}

/** In CEL, whether the request is an account's, and about a pod itself of a namespace. */
export function isPodOf(account: ServiceAccount, namespace: ClusterNamespace): string {
  return [
    `request.userInfo.username == '${account.username}'`,
    `request.namespace == '${namespace.name}'`,
    "request.resource.group == '' && request.resource.resource == 'pods'",
    "request.?subResource.orValue('') == ''",
  ].join(' && ');
}

/**
 * Which namespaces are created, changed and deleted, given the variables `name`, and `before` and `after`: the
 * namespace's labels, none of one that is not there.
 */
export function namespaceRules(cleanup: ServiceAccount, kubernetesVersion: string): Rule[] {
  const created = "request.operation == 'CREATE'";
  const exists = "request.operation != 'CREATE'";
  return [
    {
      holds: `${created} || ${is('before', 'managed-by', 'aiworker')}`,
      otherwise: refusal('change or delete', NAME, 'it is not labelled managed-by: aiworker'),
    },
    {
      holds: `${value('before', 'protected')} != 'true'`,
      otherwise: refusal('change or delete', NAME, 'it is labelled protected: "true"'),
    },
    {
      holds: `request.operation != 'UPDATE' || ${list(FIXED_LABELS)}.all(key, variables.after[?key] == variables.before[?key])`,
      otherwise: refusal('change the labels of', NAME, `these stay as they are: ${FIXED_LABELS.join(', ')}`),
    },
    {
      holds: `${exists} || ${is('after', 'managed-by', 'aiworker')} && !('protected' in variables.after)`,
      otherwise: refusal('create', NAME, 'it must be labelled managed-by: aiworker, and not protected'),
    },
    {
      holds: `${exists} || ${value('after', 'environment')} in ${list(RUNTIME_ENVIRONMENTS)}`,
      otherwise: refusal(
        'create',
        NAME,
        `its label environment must be one of ${RUNTIME_ENVIRONMENTS.join(', ')}`,
      ),
    },
    {
      holds: `${exists} || ${is('after', ENFORCE, 'restricted')} && ${value('after', `${ENFORCE}-version`)} in ${list(['', 'latest', `v${kubernetesVersion}`])}`,
      otherwise: refusal(
        'create',
        NAME,
        `it must be labelled ${ENFORCE}: restricted, in version v${kubernetesVersion} or latest`,
      ),
    },
    {
      holds: `request.userInfo.username != '${cleanup.username}' || request.operation == 'DELETE' && ${is('before', 'environment', 'preview')}`,
      otherwise: refusal('touch', NAME, 'it deletes previews and does nothing else'),
    },
  ];
}

/** In which namespaces things are created, changed and deleted, given `labels`, the namespace's, and `agentPod`. */
export function objectRules(cleanup: ServiceAccount): Rule[] {
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

/** What pods must not ask for, by the path of their spec: another's rights, and to be kept before the platform's own. */
export function podRules(spec: string): Rule[] {
  return [
    {
      holds: `${spec}.?serviceAccountName.orValue('') in ['', 'default'] && ${spec}.?automountServiceAccountToken.orValue(true) == false`,
      otherwise:
        "'pods run without an account: leave serviceAccountName out, and set automountServiceAccountToken: false'",
    },
    {
      holds: `!${spec}.?priorityClassName.orValue('').startsWith('system-')`,
      otherwise: "'pods have no system priority, which would evict others: leave priorityClassName out'",
    },
  ];
}

/** What Services must not be: an alias of another namespace's, a port on nodes, an address or a name that others use. */
export function serviceRules(): Rule[] {
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

/**
 * Which hosts Ingresses may claim, given `labels`, the namespace's: a preview any below `preview.<domain>`, another
 * environment `<environment>-<project>.<domain>`. One without a host would take all others' requests.
 */
export function ingressRules(domain: string): Rule[] {
  const own = `${value('labels', 'environment')} + '-' + ${value('labels', 'project')} + '.${domain}'`;
  return [
    {
      holds: [
        'object.spec.?rules.orValue([]).all(rule, ',
        `${is('labels', 'environment', 'preview')} `,
        `? rule.?host.orValue('').matches('^[a-z0-9-]+[.]preview[.]${domain.replaceAll('.', '[.]')}$') `,
        `: rule.?host.orValue('') == ${own})`,
      ].join(''),
      otherwise: `'hosts are <name>.preview.${domain} in a preview, ' + ${own} + ' otherwise'`,
    },
    {
      holds: '!has(object.spec.defaultBackend)',
      otherwise: "'an ingress with a defaultBackend would take all requests: give its rules hosts'",
    },
    {
      holds: annotatedOnlyWith(RUNTIME_ANNOTATIONS),
      otherwise: `'ingresses have no annotations but these, as others reach further: ${RUNTIME_ANNOTATIONS.join(', ')}'`,
    },
  ];
}

function annotatedOnlyWith(keys: readonly string[]): string {
  return `object.metadata.?annotations.orValue({}).all(key, key in ${list(keys)})`;
}

/** A refusal: who may not do what to the namespace of a name, and why. */
function refusal(deed: string, namespace: string, reason: string): string {
  return `request.userInfo.username + ' may not ${deed} namespace ' + ${namespace} + ': ${reason}'`;
}

function value(labels: string, key: string): string {
  return `variables.${labels}[?'${key}'].orValue('')`;
}

function is(labels: string, key: string, text: string): string {
  return `${value(labels, key)} == '${text}'`;
}
