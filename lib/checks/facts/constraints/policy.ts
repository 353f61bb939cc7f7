import { type Constraints, check } from './constraint';
import {
  atLeastOne,
  filled,
  isMissing,
  LABEL,
  needs,
  oneOf,
  PATH_SEGMENT,
  PORT,
  QUALIFIED_NAME,
  range,
  SUBDOMAIN,
  unique,
} from './predicates';

/** The verbs that no rule for URLs needs, and the fields of one for resources. */
const RULE = check<Readonly<Record<string, unknown>>>((rule) => {
  if (isMissing(rule.nonResourceURLs)) return needs('verbs', 'apiGroups', 'resources')(rule);
  const other = ['apiGroups', 'resources', 'resourceNames'].find((field) => !isMissing(rule[field]));
  if (other)
    return {
      at: 'nonResourceURLs',
      value: rule.nonResourceURLs,
      problem: `not allowed with ${other}: write two rules`,
    };
  return needs('verbs')(rule);
});
const NO_URLS = check<Readonly<Record<string, unknown>>>((rule) =>
  isMissing(rule.nonResourceURLs)
    ? undefined
    : {
        at: 'nonResourceURLs',
        value: rule.nonResourceURLs,
        problem: 'a Role applies to a namespace, and URLs have none: use a ClusterRole',
      },
);

const RBAC_GROUP = 'rbac.authorization.k8s.io';
const SUBJECT = check<{ kind: string; name: string; apiGroup?: string }>(({ kind, name, apiGroup = '' }) => {
  if (!['ServiceAccount', 'User', 'Group'].includes(kind))
    return { at: 'kind', value: kind, problem: 'not supported: use one of ServiceAccount, User, Group' };
  if (name === '') return { at: 'name', problem: 'empty: set it' };
  if (kind === 'ServiceAccount') {
    if (apiGroup !== '')
      return { at: 'apiGroup', value: apiGroup, problem: 'a ServiceAccount has no API group: remove it' };
    const fault = SUBDOMAIN(name);
    if (typeof fault === 'string') return { at: 'name', value: name, problem: fault };
    return undefined;
  }
  if (apiGroup !== '' && apiGroup !== RBAC_GROUP)
    return { at: 'apiGroup', value: apiGroup, problem: `not supported: use ${RBAC_GROUP}` };
  return undefined;
});
const SUBJECT_NAMESPACE = check<{ subjects?: readonly { kind: string; namespace?: string }[] }>(
  ({ subjects = [] }) => {
    const index = subjects.findIndex(
      ({ kind, namespace }) => kind === 'ServiceAccount' && isMissing(namespace),
    );
    return index < 0
      ? undefined
      : { at: `subjects[${index}].namespace`, problem: 'required for a ServiceAccount: set it' };
  },
);
const roleRef = (...kinds: readonly string[]) => ({
  'roleRef.apiGroup': check<string>((group) =>
    group === RBAC_GROUP || group === '' ? undefined : `not supported: use ${RBAC_GROUP}`,
  ),
  'roleRef.kind': [filled, oneOf(...kinds)],
  'roleRef.name': [filled, PATH_SEGMENT],
});

/** The quantities that a quota can limit, besides `count/<resource>` and extended resources. */
const QUOTA_KEYS =
  /^((requests|limits)\.(cpu|memory|ephemeral-storage)|cpu|memory|ephemeral-storage|requests\.storage|pods|services(\.(loadbalancers|nodeports))?|secrets|configmaps|replicationcontrollers|resourcequotas|persistentvolumeclaims|(requests\.|hugepages-).+)$/;
const QUOTA_KEY = check<string>(
  (key) =>
    QUALIFIED_NAME(key) ??
    (QUOTA_KEYS.test(key) || key.includes('/')
      ? undefined
      : 'not a resource that a quota can limit: use one such as requests.cpu, pods or count/jobs.batch'),
);

const SCOPES = [
  'BestEffort',
  'NotBestEffort',
  'Terminating',
  'NotTerminating',
  'PriorityClass',
  'CrossNamespacePodAffinity',
  'VolumeAttributesClass',
];
const SCOPES_AGREE = check<readonly string[]>((scopes) => {
  for (const [a, b] of [
    ['BestEffort', 'NotBestEffort'],
    ['Terminating', 'NotTerminating'],
  ] as const)
    if (scopes.includes(a) && scopes.includes(b))
      return `${a} and ${b} exclude each other: remove one of them`;
  return undefined;
});

const SCOPED = check<{
  hard?: object;
  scopes?: readonly string[];
  scopeSelector?: { matchExpressions?: readonly { scopeName: string }[] };
}>(({ hard = {}, scopes = [], scopeSelector }) => {
  const all = [...scopes, ...(scopeSelector?.matchExpressions ?? []).map(({ scopeName }) => scopeName)];
  for (const scope of all) {
    const counts =
      scope === 'VolumeAttributesClass'
        ? /^(persistentvolumeclaims|requests\.storage)$/
        : scope === 'BestEffort'
          ? /^pods$/
          : /^(pods|((requests|limits)\.)?(cpu|memory|ephemeral-storage))$/;
    const key = Object.keys(hard).find((name) => !counts.test(name));
    if (key !== undefined)
      return {
        at: `hard`,
        value: key,
        problem: `scope ${scope} cannot limit it: remove it, or write two quotas`,
      };
  }
  return undefined;
});

const RULES_NAME = 'apiGroups';
const webhookRule = {
  '': needs('operations', RULES_NAME, 'apiVersions', 'resources'),
  'operations[*]': [filled, oneOf('*', 'CREATE', 'UPDATE', 'DELETE', 'CONNECT')],
  'resources[*]': filled,
  'apiVersions[*]': filled,
  resourceNames: unique(),
  'resourceNames[*]': PATH_SEGMENT,
  scope: oneOf('Cluster', 'Namespaced', '*'),
};
const IDENTIFIER = check<string>((name) =>
  /^[A-Za-z_][A-Za-z0-9_]*$/.test(name)
    ? undefined
    : 'not a valid name of a variable: use letters, digits and underscores',
);

interface AdmissionPolicy {
  readonly variables?: readonly { readonly name: string; readonly expression: string }[];
  readonly validations?: readonly { readonly expression: string; readonly messageExpression?: string }[];
}

/** Expressions refer to variables that are declared, variables to those before them. */
const DECLARED = check<AdmissionPolicy>(({ variables = [], validations = [] }) => {
  const known = new Set<string>();
  const unknown = (expression: string) =>
    [...expression.replace(/"[^"]*"|'[^']*'/g, '').matchAll(/(?<![\w.])variables\.(\w+)/g)]
      .map(([, name = '']) => name)
      .find((name) => !known.has(name));
  for (const [index, { name, expression }] of variables.entries()) {
    const missing = unknown(expression);
    if (missing)
      return {
        at: `variables[${index}].expression`,
        value: expression,
        problem: `variable ${missing} is not declared before it: declare it`,
      };
    known.add(name);
  }
  for (const [index, { expression, messageExpression = '' }] of validations.entries()) {
    const missing = unknown(expression) ?? unknown(messageExpression);
    if (missing)
      return {
        at: `validations[${index}].expression`,
        value: expression,
        problem: `variable ${missing} is not declared: declare it in spec.variables`,
      };
  }
  return undefined;
});

/** Permissions, quotas and admission policies. */
export const POLICY: Constraints = {
  PolicyRule: { '': RULE },
  Role: { 'rules[*]': NO_URLS },
  RoleBinding: roleRef('Role', 'ClusterRole'),
  ClusterRoleBinding: { ...roleRef('ClusterRole'), '': SUBJECT_NAMESPACE },
  Subject: { '': SUBJECT },
  ResourceQuotaSpec: {
    '': SCOPED,
    'hard{key}': QUOTA_KEY,
    'scopes[*]': [filled, oneOf(...SCOPES)],
    scopes: [SCOPES_AGREE],
  },
  ScopedResourceSelectorRequirement: {
    scopeName: [filled, oneOf(...SCOPES)],
    operator: [filled, oneOf('In', 'NotIn', 'Exists', 'DoesNotExist')],
    '': check<{ scopeName: string; operator: string; values?: readonly string[] }>(
      ({ scopeName, operator, values = [] }) => {
        if (
          [
            'BestEffort',
            'NotBestEffort',
            'Terminating',
            'NotTerminating',
            'CrossNamespacePodAffinity',
          ].includes(scopeName) &&
          operator !== 'Exists'
        )
          return {
            at: 'operator',
            value: operator,
            problem: `must be Exists for scope ${scopeName}: change it`,
          };
        if (['In', 'NotIn'].includes(operator) && values.length === 0)
          return { at: 'values', problem: `operator ${operator} needs values: add one` };
        if (['Exists', 'DoesNotExist'].includes(operator) && values.length > 0)
          return {
            at: 'values',
            value: values,
            problem: `operator ${operator} takes no values: remove them`,
          };
        return undefined;
      },
    ),
  },
  APIServiceSpec: {
    groupPriorityMinimum: range(1, 20_000),
    versionPriority: range(1, 1000),
    group: [SUBDOMAIN],
    version: [LABEL],
    '': [
      needs('group', 'version'),
      check<{ service?: object; insecureSkipTLSVerify?: boolean }>(({ service, insecureSkipTLSVerify }) =>
        insecureSkipTLSVerify && !service
          ? { at: 'insecureSkipTLSVerify', value: true, problem: 'only allowed with a service: remove it' }
          : undefined,
      ),
      check<{ caBundle?: string; insecureSkipTLSVerify?: boolean }>(({ caBundle, insecureSkipTLSVerify }) =>
        insecureSkipTLSVerify && !isMissing(caBundle)
          ? { at: 'insecureSkipTLSVerify', value: true, problem: 'contradicts caBundle: remove one of them' }
          : undefined,
      ),
    ],
  },
  APIService: {
    '': [
      check<{ metadata?: { name?: string }; spec?: { group?: string; version?: string } }>(
        ({ metadata, spec }) => {
          if (!spec) return { at: 'spec', problem: 'required field is missing: add it' };
          const name = `${spec.version}.${spec.group}`;
          return metadata?.name === name || isMissing(spec.group) || isMissing(spec.version)
            ? undefined
            : {
                at: 'metadata.name',
                value: metadata?.name,
                problem: `must be <version>.<group>: use ${name}, or correct spec.version and spec.group`,
              };
        },
      ),
    ],
  },
  ServiceReference: { '': needs('name', 'namespace'), port: PORT },
  ValidatingAdmissionPolicySpec: {
    '': [needs('matchConstraints'), atLeastOne('validations', 'auditAnnotations'), DECLARED],
    failurePolicy: oneOf('Fail', 'Ignore'),
    matchConditions: unique('name'),
    variables: unique('name'),
    matchConstraints: needs('resourceRules'),
    auditAnnotations: unique('key'),
  },
  ParamKind: { '': needs('apiVersion', 'kind') },
  Validation: {
    '': needs('expression'),
    reason: oneOf('Unauthorized', 'Forbidden', 'Invalid', 'RequestEntityTooLarge'),
  },
  AuditAnnotation: { key: [filled, QUALIFIED_NAME], valueExpression: filled },
  MatchCondition: { name: [filled, QUALIFIED_NAME], expression: filled },
  Variable: { name: IDENTIFIER, expression: filled },
  MatchResources: { matchPolicy: oneOf('Exact', 'Equivalent') },
  NamedRuleWithOperations: webhookRule,
  RuleWithOperations: webhookRule,
  ValidatingAdmissionPolicyBindingSpec: {
    '': needs('policyName', 'validationActions'),
    policyName: SUBDOMAIN,
    validationActions: [
      unique(),
      check<readonly string[]>((actions) =>
        actions.includes('Deny') && actions.includes('Warn')
          ? 'Deny and Warn exclude each other: remove one of them'
          : undefined,
      ),
    ],
    'validationActions[*]': oneOf('Audit', 'Deny', 'Warn'),
  },
  ParamRef: {
    '': [
      needs('parameterNotFoundAction'),
      check<{ name?: string; selector?: object }>(({ name, selector }) =>
        isMissing(name) === (selector === undefined)
          ? { problem: 'must have either name or selector: correct it' }
          : undefined,
      ),
    ],
    parameterNotFoundAction: oneOf('Allow', 'Deny'),
  },
};
