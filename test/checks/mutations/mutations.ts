import { ACCOUNTS } from './accounts';
import { ADMISSION_POLICIES } from './admission-policies';
import { AUTOSCALERS, METRICS } from './autoscalers';
import { AVAILABILITY } from './availability';
import { CERTIFICATES } from './certificates';
import { CLAIMS } from './claims';
import { CONFIG_FILES } from './config-files';
import { CONNECTIONS } from './connections';
import { CONSTRAINTS } from './constraints';
import { EMPTY_LISTS } from './empty-lists';
import { EVERYDAY } from './everyday';
import { GATEWAY_ROUTES } from './gateway-routes';
import { IMMUTABLE_FIELDS } from './immutable-fields';
import { MOUNTED_FILES } from './mounted-files';
import type { MutationClass } from './mutation';
import { OBJECT_REFERENCES } from './object-references';
import { PERMISSIONS } from './permissions';
import { POD_SECURITY } from './pod-security';
import { EXPRESSIONS } from './promql';
import { REFERENCES } from './references';
import { SCHEDULING } from './scheduling';
import { SECRETS } from './secrets';
import { HOSTS_AND_PORTS, SHORT_ADDRESSES } from './service-addresses';
import { VARIABLES } from './variables';
import { VAULT_LISTENERS } from './vault-listeners';
import { WEBHOOKS } from './webhooks';

/** All classes of changes. */
export const MUTATIONS: readonly MutationClass[] = [
  ACCOUNTS,
  ADMISSION_POLICIES,
  AUTOSCALERS,
  AVAILABILITY,
  CERTIFICATES,
  CLAIMS,
  CONNECTIONS,
  CONSTRAINTS,
  EMPTY_LISTS,
  EVERYDAY,
  GATEWAY_ROUTES,
  VAULT_LISTENERS,
  OBJECT_REFERENCES,
  IMMUTABLE_FIELDS,
  PERMISSIONS,
  POD_SECURITY,
  METRICS,
  EXPRESSIONS,
  REFERENCES,
  SCHEDULING,
  SECRETS,
  WEBHOOKS,
  HOSTS_AND_PORTS,
  SHORT_ADDRESSES,
  MOUNTED_FILES,
  VARIABLES,
  CONFIG_FILES,
];
