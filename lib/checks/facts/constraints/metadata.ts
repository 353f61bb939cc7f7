import { type Constraints, check } from './constraint';
import { CONFIG_KEY, filled, LABEL_VALUE, needs, oneOf, QUALIFIED_NAME, range } from './predicates';

interface Requirement {
  readonly operator: string;
  readonly values?: readonly string[];
}

const LIST = ['In', 'NotIn'];

/** Operators with values, and those without. */
const VALUES_FIT = check<Requirement>(({ operator, values = [] }) => {
  if (LIST.includes(operator) && values.length === 0)
    return { at: 'values', problem: `operator ${operator} needs values: add one` };
  if (['Exists', 'DoesNotExist'].includes(operator) && values.length > 0)
    return { at: 'values', value: values, problem: `operator ${operator} takes no values: remove them` };
  if (['Gt', 'Lt'].includes(operator) && values.length !== 1)
    return { at: 'values', value: values, problem: `operator ${operator} takes one value: correct them` };
  return undefined;
});

/** Selectors, and the data of ConfigMaps and Secrets. */
export const METADATA: Constraints = {
  LabelSelector: { 'matchLabels{key}': QUALIFIED_NAME, 'matchLabels{*}': LABEL_VALUE },
  LabelSelectorRequirement: {
    '': [needs('operator'), VALUES_FIT],
    key: QUALIFIED_NAME,
    operator: oneOf('In', 'NotIn', 'Exists', 'DoesNotExist'),
    'values[*]': LABEL_VALUE,
  },
  NodeSelectorRequirement: {
    '': [needs('operator'), VALUES_FIT],
    key: QUALIFIED_NAME,
    operator: oneOf('In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt'),
    'values[*]': LABEL_VALUE,
  },
  NodeSelector: { nodeSelectorTerms: filled },
  ConfigMap: {
    'data{key}': CONFIG_KEY,
    'binaryData{key}': CONFIG_KEY,
    '': check<{ data?: object; binaryData?: object; metadata?: object }>(
      (map) => sizeProblem(map) ?? keyTwice(map),
    ),
  },
  Secret: {
    'data{key}': CONFIG_KEY,
    'stringData{key}': CONFIG_KEY,
    '': check<SecretJson>((secret) => sizeProblem(secret) ?? missingKey(secret)),
  },
  HTTPHeader: {
    name: [
      check<string>((name) =>
        /^[-A-Za-z0-9]+$/.test(name)
          ? undefined
          : 'not a valid name of an HTTP header: use letters, digits and hyphens',
      ),
    ],
  },
  PriorityClass: {
    value: range(-2_147_483_648, 1_000_000_000),
    'metadata.name': check<string>((name) =>
      name.startsWith('system-')
        ? 'the prefix system- is reserved for Kubernetes: rename the class'
        : undefined,
    ),
    preemptionPolicy: oneOf('PreemptLowerPriority', 'Never'),
  },
};

/** The maximum of the data of a ConfigMap or Secret, and of the annotation in which `kubectl apply` stores an object. */
const MAX_DATA = 1024 * 1024;
const MAX_APPLIED = 256 * 1024;

/** @see https://kubernetes.io/docs/reference/using-api/server-side-apply/#comparison-with-client-side-apply */
function sizeProblem(object: {
  readonly data?: object;
  readonly binaryData?: object;
  readonly metadata?: object;
}) {
  const size = Buffer.byteLength(JSON.stringify([object.data, object.binaryData]));
  const annotations = (object.metadata as { annotations?: object } | undefined)?.annotations;
  const applied =
    Buffer.byteLength(JSON.stringify(object)) + Buffer.byteLength(JSON.stringify(annotations ?? ''));
  if (size > MAX_DATA)
    return { value: undefined, problem: `${size} bytes of data; the maximum is ${MAX_DATA}: split it` };
  if (applied > MAX_APPLIED)
    return {
      value: undefined,
      problem: `${applied} bytes with the annotations; "kubectl apply" can store at most ${MAX_APPLIED}: split it`,
    };
  return undefined;
}

function keyTwice({ data = {}, binaryData = {} }: { readonly data?: object; readonly binaryData?: object }) {
  const key = Object.keys(data).find((key) => Object.hasOwn(binaryData, key));
  return key === undefined
    ? undefined
    : { at: 'binaryData', value: key, problem: 'data has the same key: remove one of them' };
}

interface SecretJson {
  readonly type?: string;
  readonly data?: Readonly<Record<string, string>>;
  readonly stringData?: Readonly<Record<string, string>>;
  readonly metadata?: { readonly annotations?: Readonly<Record<string, string>> };
}

/** The keys that each type of Secret must have. @see https://kubernetes.io/docs/concepts/configuration/secret/#secret-types */
const REQUIRED_KEYS: Readonly<Record<string, readonly string[]>> = {
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/dockercfg': ['.dockercfg'],
  'kubernetes.io/ssh-auth': ['ssh-privatekey'],
};

function missingKey({ type = 'Opaque', data = {}, stringData = {}, metadata }: SecretJson) {
  const all = { ...data, ...stringData };
  const missing = REQUIRED_KEYS[type]?.find((key) => !Object.hasOwn(all, key));
  if (missing !== undefined)
    return { value: undefined, problem: `a Secret of type ${type} has no key ${missing}: add it` };
  if (
    type === 'kubernetes.io/basic-auth' &&
    !Object.hasOwn(all, 'username') &&
    !Object.hasOwn(all, 'password')
  )
    return { value: undefined, problem: `a Secret of type ${type} has no key username or password: add one` };
  if (
    type === 'kubernetes.io/service-account-token' &&
    !metadata?.annotations?.['kubernetes.io/service-account.name']
  )
    return {
      value: undefined,
      problem: `a Secret of type ${type} has no annotation kubernetes.io/service-account.name: add it`,
    };
  if (type === 'kubernetes.io/dockerconfigjson' || type === 'kubernetes.io/dockercfg') {
    const key = REQUIRED_KEYS[type]?.[0] ?? '';
    const content = stringData[key] ?? Buffer.from(data[key] ?? '', 'base64').toString();
    try {
      JSON.parse(content);
    } catch {
      return { value: undefined, problem: `${key} is not JSON: write the configuration of a registry` };
    }
  }
  return undefined;
}
