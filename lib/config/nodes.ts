import { integer, object, optional, string } from './fields';
import { quantity } from './formats';

/** Nodes of one size, as a configuration file describes them. */
export const nodePool = object({
  name: string(),
  count: integer({ min: 1 }),
  maxCount: optional(integer({ min: 1 })),
  cpu: quantity(),
  memory: quantity(),
  pods: optional(integer({ min: 1 })),
});
