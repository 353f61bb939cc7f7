import type { Rule } from '../rule';
import { schema } from './schema';

/** Every rule, in the order in which `docs/checks.md` lists them. */
export const RULES: readonly Rule[] = [schema];
