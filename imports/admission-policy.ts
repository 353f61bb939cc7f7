import type { GroupVersionKind } from 'cdk8s';
import type { Construct } from 'constructs';
import { type ClusterScopedProps, CustomResource } from './custom-resource';
import type { IValidatingAdmissionPolicyBindingSpec, IValidatingAdmissionPolicySpec } from './manifest-types';

/**
 * Rules in CEL that the API server applies to requests, once a {@link ValidatingAdmissionPolicyBinding} activates them.
 *
 * The version is v1, which cdk8s-plus-27 does not have. Only an API server can compile the CEL.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/
 */
export class ValidatingAdmissionPolicy extends CustomResource<IValidatingAdmissionPolicySpec> {
  static readonly GVK: GroupVersionKind = {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicy',
  };

  constructor(scope: Construct, id: string, props: ClusterScopedProps<IValidatingAdmissionPolicySpec>) {
    super(scope, id, ValidatingAdmissionPolicy.GVK, props);
  }
}

/** Activates a {@link ValidatingAdmissionPolicy}, and defines what happens to a request that violates it. */
export class ValidatingAdmissionPolicyBinding extends CustomResource<IValidatingAdmissionPolicyBindingSpec> {
  static readonly GVK: GroupVersionKind = {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicyBinding',
  };

  constructor(
    scope: Construct,
    id: string,
    props: ClusterScopedProps<IValidatingAdmissionPolicyBindingSpec>,
  ) {
    super(scope, id, ValidatingAdmissionPolicyBinding.GVK, props);
  }
}
