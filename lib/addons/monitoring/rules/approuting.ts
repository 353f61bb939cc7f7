import { APPROUTING_REQUESTS, requestsFail } from './gateway-requests';
import type { RuleGroup } from './rule-group';

/**
 * Alerts about requests through the gateway of AKS's application routing.
 *
 * `TargetMissing` reports a gateway without pods.
 */
export const APPROUTING_RULES: RuleGroup = {
  name: 'approuting',
  rules: [requestsFail(APPROUTING_REQUESTS)],
};
