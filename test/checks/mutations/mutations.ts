import { ADMISSION_POLICIES } from './admission-policies';
import type { MutationClass } from './mutation';
import { PERMISSIONS } from './permissions';
import { REFERENCES } from './references';
import { SCHEDULING } from './scheduling';

/** All classes of changes. */
export const MUTATIONS: readonly MutationClass[] = [REFERENCES, PERMISSIONS, ADMISSION_POLICIES, SCHEDULING];
