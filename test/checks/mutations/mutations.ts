import type { MutationClass } from './mutation';
import { REFERENCES } from './references';

/** All classes of changes. */
export const MUTATIONS: readonly MutationClass[] = [REFERENCES];
