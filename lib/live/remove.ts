import type { Progress } from '../output/progress';
import { ApiError, type Client } from './client';
import { pathOf } from './discovery';
import { describeObject, type LiveObject } from './leftovers';

/** The result of a removal. */
export interface Removal {
  readonly removed: readonly LiveObject[];
  /** The objects that the API server does not delete, each with its reason. */
  readonly refused: readonly string[];
}

/**
 * Deletes objects, one after the other in their order, with the objects that they own.
 *
 * An object that was replaced since it was listed is not deleted. One that is gone already counts as removed.
 */
export async function removeObjects(
  client: Client,
  objects: readonly LiveObject[],
  progress: Progress = () => {},
): Promise<Removal> {
  const removed: LiveObject[] = [];
  const refused: string[] = [];
  for (const [index, object] of objects.entries()) {
    progress(`deleting ${index + 1} of ${objects.length} objects`);
    const body = { propagationPolicy: 'Background', preconditions: { uid: object.uid } };
    try {
      await client.request({ method: 'DELETE', path: pathOf(object.resource, object), body });
      removed.push(object);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.status === 404) removed.push(object);
      else refused.push(`${describeObject(object)}: not deleted: ${error.message}`);
    }
  }
  return { removed, refused };
}
