import { ADMISSION_POLICIES } from './admission-policies';
import { AVAILABILITY } from './availability';
import { CERTIFICATES } from './certificates';
import { CONNECTIONS } from './connections';
import { CONSTRAINTS } from './constraints';
import { EMPTY_LISTS } from './empty-lists';
import { EVERYDAY } from './everyday';
import type { MutationClass } from './mutation';
import { PERMISSIONS } from './permissions';
import { POD_SECURITY } from './pod-security';
import { EXPRESSIONS } from './promql';
import { REFERENCES } from './references';
import { SCHEDULING } from './scheduling';
import { SECRETS } from './secrets';

/** All classes of changes. */
export const MUTATIONS: readonly MutationClass[] = [
  ADMISSION_POLICIES,
  AVAILABILITY,
  CERTIFICATES,
  CONNECTIONS,
  CONSTRAINTS,
  EMPTY_LISTS,
  EVERYDAY,
  PERMISSIONS,
  POD_SECURITY,
  EXPRESSIONS,
  REFERENCES,
  SCHEDULING,
  SECRETS,
];
