import type { Rule } from '../engine/rule';
import { admissionPolicy } from './admission-policy';
import { alertReceiver } from './alert-receiver';
import { autoscaler } from './autoscaler';
import { availableBackend } from './available-backend';
import { blockedConnection } from './blocked-connection';
import { caBundle } from './ca-bundle';
import { certificateHost } from './certificate-host';
import { claim } from './claim';
import { classReference } from './class';
import { configFile } from './config-file';
import { configReference } from './config-reference';
import { connectionEnds } from './connection-ends';
import { constraint } from './constraint';
import { defaultDeny } from './default-deny';
import { disruptionBudget } from './disruption-budget';
import { dnsZone } from './dns-zone';
import { duplicateObject } from './duplicate-object';
import { emptyRule } from './empty-rule';
import { endOfSupport } from './end-of-support';
import { enforcedPolicies } from './enforced-policies';
import { hostAccess } from './host-access';
import { imageTag } from './image-tag';
import { immutableFields } from './immutable-fields';
import { issuer } from './issuer';
import { keyVaultListener } from './key-vault-listener';
import { limitRange } from './limit-range';
import { listener } from './listener';
import { memoryUnit } from './memory-unit';
import { metadataAddress } from './metadata-address';
import { metricsApi } from './metrics-api';
import { mountedFile } from './mounted-file';
import { names } from './names';
import { namespace } from './namespace';
import { nodeCapacity } from './node-capacity';
import { nodePoolSupport } from './node-pool-support';
import { nodeSelection } from './node-selection';
import { objectReference } from './object-reference';
import { permission } from './permission';
import { plainSecret } from './plain-secret';
import { podPlacement } from './pod-placement';
import { podReference } from './pod-reference';
import { podSecurity } from './pod-security';
import { policySelector } from './policy-selector';
import { privilegedRbac } from './privileged-rbac';
import { probePort } from './probe-port';
import { promql } from './promql';
import { quota } from './quota';
import { referenceGrant } from './reference-grant';
import { resources } from './resources';
import { role } from './role';
import { rollout } from './rollout';
import { routeBackend } from './route-backend';
import { routeHost } from './route-host';
import { routeParent } from './route-parent';
import { schema } from './schema';
import { secretReference } from './secret-reference';
import { selector } from './selector';
import { serviceHost } from './service-host';
import { servicePods } from './service-pods';
import { solver } from './solver';
import { solverQuota } from './solver-quota';
import { stagingIssuer } from './staging-issuer';
import { unusedAccount } from './unused-account';
import { unusedToken } from './unused-token';
import { variableReference } from './variable-reference';
import { volume } from './volume';
import { wildcardRbac } from './wildcard-rbac';

/** Every rule, in the order in which `docs/checks.md` lists them. */
export const RULES: readonly Rule[] = [
  schema,
  names,
  constraint,
  duplicateObject,
  immutableFields,
  namespace,
  selector,
  volume,
  probePort,
  podReference,
  mountedFile,
  variableReference,
  objectReference,
  caBundle,
  servicePods,
  serviceHost,
  routeBackend,
  routeHost,
  routeParent,
  listener,
  keyVaultListener,
  referenceGrant,
  availableBackend,
  classReference,
  claim,
  issuer,
  solver,
  stagingIssuer,
  certificateHost,
  dnsZone,
  secretReference,
  configReference,
  configFile,
  alertReceiver,
  promql,
  role,
  permission,
  unusedAccount,
  autoscaler,
  metricsApi,
  disruptionBudget,
  memoryUnit,
  limitRange,
  quota,
  rollout,
  solverQuota,
  nodeCapacity,
  nodePoolSupport,
  nodeSelection,
  podPlacement,
  defaultDeny,
  emptyRule,
  enforcedPolicies,
  connectionEnds,
  policySelector,
  blockedConnection,
  metadataAddress,
  podSecurity,
  imageTag,
  hostAccess,
  resources,
  plainSecret,
  wildcardRbac,
  privilegedRbac,
  admissionPolicy,
  unusedToken,
  endOfSupport,
];
