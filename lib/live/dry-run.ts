import { ApiError, type Cause, type Client } from './client';
import { type ApiResource, pathOf } from './discovery';
import { differences, type FlatObject, flatten } from './flatten';
import type { WrittenObject } from './leftovers';

/** What an apply of one object would do. */
export interface DryRun {
  readonly result: 'created' | 'changed' | 'unchanged' | 'refused' | 'unchecked';
  /** The paths of fields that differ from dist/ because dist/ has changed since the last apply. */
  readonly changed: readonly string[];
  /** The paths of fields that somebody else has changed since the last apply. */
  readonly drifted: readonly string[];
  /** Why the API server refuses the object, or why it cannot be checked. */
  readonly reason: string | undefined;
  readonly causes: readonly Cause[];
  /** What the API server warns about, such as a deprecated API. */
  readonly warnings: readonly string[];
}

const NOTHING = { changed: [], drifted: [], reason: undefined, causes: [], warnings: [] };
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
const QUERY = 'dryRun=All&force=true&fieldManager=cluster-topology-preflight&fieldValidation=Strict';

interface Live {
  readonly metadata: { readonly annotations?: Readonly<Record<string, string>> };
}

/**
 * Asks the API server what an apply of an object would do: it validates and admits the object, and stores nothing.
 *
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/#dry-run
 * @see docs/decisions/0023-asking-a-cluster.md
 */
export async function dryRun(client: Client, resource: ApiResource, written: WrittenObject): Promise<DryRun> {
  const path = pathOf(resource, written.metadata);
  const live = await find<Live>(client, path);
  try {
    const { body, warnings } = await client.request<Live>({
      method: 'PATCH',
      path: `${path}?${QUERY}`,
      contentType: 'application/apply-patch+yaml',
      body: written,
    });
    if (live === undefined) return { ...NOTHING, result: 'created', warnings };
    const { changed, drifted } = compare(written, live, body);
    const result = changed.length + drifted.length > 0 ? 'changed' : 'unchanged';
    return { ...NOTHING, result, changed, drifted, warnings };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const isUnchecked = isWithoutPermission(error) || /does not support dry.?run/i.test(error.message);
    const result = isUnchecked ? 'unchecked' : 'refused';
    return { ...NOTHING, result, reason: error.message, causes: error.causes };
  }
}

/** Whether the user lacks a permission. An admission policy or a quota refuses with the same status. */
export function isWithoutPermission({ status, message }: ApiError): boolean {
  return status === 403 && /\bUser "[^"]*" cannot [a-z]+ resource\b/.test(message);
}

async function find<T>(client: Client, path: string): Promise<T | undefined> {
  try {
    return (await client.request<T>({ path })).body;
  } catch (error) {
    if (!(error instanceof ApiError) || (error.status !== 404 && error.status !== 403)) throw error;
    return undefined;
  }
}

/**
 * The fields that an apply would change. Those that dist/ and the last apply agree on were changed by somebody else.
 *
 * The dry run keeps fields that the last apply set and dist/ no longer has; kubectl deletes them.
 */
function compare(written: object, live: Live, predicted: object): Pick<DryRun, 'changed' | 'drifted'> {
  const lastApplied = live.metadata.annotations?.[LAST_APPLIED];
  const before: FlatObject = flatten(lastApplied === undefined ? {} : JSON.parse(lastApplied));
  const now = flatten(written);
  const after = flatten(predicted);
  const kept = differences(before, now).filter(
    (path) => !now.has(path) && after.has(path) && !isParent(path, now),
  );
  const differing = differences(flatten(live), after);
  const isDrift = (path: string) => now.has(path) && before.has(path) && now.get(path) === before.get(path);
  return {
    changed: [...new Set([...differing.filter((path) => !isDrift(path)), ...kept])].sort(),
    drifted: differing.filter(isDrift),
  };
}

function isParent(path: string, flat: FlatObject): boolean {
  return [...flat.keys()].some((key) => key.startsWith(`${path}.`) || key.startsWith(`${path}[`));
}
