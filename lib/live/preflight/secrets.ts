import type { ExpectedSecret } from '../../checks/engine/cluster-facts';
import { groupBy } from '../../checks/engine/group-by';
import { ApiError } from '../client';
import type { Metadata } from '../list';
import { inParallel } from '../parallel';
import { createsNamespace, type Situation } from '../situation';
import type { Finding } from './finding';

const QUESTION = 'secrets';
const METADATA = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1';

/**
 * Whether the declared Secrets exist and have their keys.
 *
 * Only metadata is requested. The names of the keys are in `managedFields`, which list who has set which field: no value
 * leaves the API server.
 *
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management
 */
export async function askSecrets(situation: Situation): Promise<Finding[]> {
  const { facts, namespaces } = situation;
  const isEarly = ({ namespace }: ExpectedSecret) =>
    namespaces?.has(namespace) === false && createsNamespace(situation, namespace);
  const early = facts.expectedSecrets.filter(isEarly);
  const found = await inParallel(
    facts.expectedSecrets.filter((secret) => !isEarly(secret)),
    (secret) => answer(situation, secret),
  );
  return [...found.flat(), ...[...groupBy(early, ({ namespace }) => namespace)].map(tooEarly)];
}

function tooEarly([namespace, secrets]: [string, readonly ExpectedSecret[]]): Finding {
  const names = secrets.map(({ name }) => `${namespace}/${name}`).join(', ');
  const message = `Secret ${names} cannot exist yet: namespace ${namespace} does not exist`;
  return { severity: 'unchecked', question: QUESTION, message };
}

async function answer({ client, namespaces }: Situation, secret: ExpectedSecret): Promise<Finding[]> {
  const { namespace, name, keys, purpose } = secret;
  const finding = (severity: Finding['severity'], text: string): Finding[] => [
    { severity, question: QUESTION, message: `Secret ${namespace}/${name} ${text}` },
  ];
  if (namespaces?.has(namespace) === false)
    return finding(
      'error',
      `not found: create it after the installation that creates the namespace ${namespace}; ${purpose}`,
    );
  try {
    const path = `/api/v1/namespaces/${namespace}/secrets/${name}`;
    const { body } = await client.request<{ metadata: Metadata }>({ path, accept: METADATA });
    const present = keysOf(body.metadata);
    if (present === undefined)
      return finding('unchecked', 'has no managedFields, which list its keys: verify the keys');
    const missing = Object.keys(keys).filter((key) => !present.has(key));
    const all = [...present].sort().join(', ') || 'none';
    return missing.length === 0
      ? []
      : finding('error', `has no key ${missing.join(', ')}: add it; its keys are ${all}`);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.status !== 404) return finding('unchecked', `cannot be read: ${error.message}`);
    return finding('error', `not found: create it with ${Object.keys(keys).join(', ')}; ${purpose}`);
  }
}

/** The keys of a Secret; undefined if its metadata does not list them. */
function keysOf({ managedFields }: Metadata): Set<string> | undefined {
  if (managedFields === undefined) return undefined;
  const data = managedFields.map(({ fieldsV1 }) => Object.keys(fieldsV1?.['f:data'] ?? {}));
  return new Set(data.flat().flatMap((field) => (field.startsWith('f:') ? [field.slice(2)] : [])));
}
