import { ApiError } from '../client';
import { listObjects } from '../list';
import { resourceOf, type Situation } from '../situation';

/** The objects of a kind, or the reason why they cannot be listed. */
export interface Listing<T> {
  readonly items: readonly T[];
  /** Undefined if all objects are listed. */
  readonly problem: string | undefined;
}

const known = new WeakMap<Situation, Map<string, Promise<Listing<unknown>>>>();

/** All objects of a kind, with their content. Each kind is requested once. */
export function allOf<T>(situation: Situation, group: string, kind: string): Promise<Listing<T>> {
  const lists = known.get(situation) ?? new Map<string, Promise<Listing<unknown>>>();
  known.set(situation, lists);
  const key = `${group}/${kind}`;
  const list = lists.get(key) ?? request<T>(situation, group, kind);
  lists.set(key, list);
  return list as Promise<Listing<T>>;
}

async function request<T>(situation: Situation, group: string, kind: string): Promise<Listing<T>> {
  const resource = resourceOf(situation, group, kind);
  if (resource === undefined) return { items: [], problem: `the API server does not serve ${kind}` };
  try {
    return { items: await listObjects<T>(situation.client, resource), problem: undefined };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { items: [], problem: error.message };
  }
}
