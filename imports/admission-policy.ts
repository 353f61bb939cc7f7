import type { GroupVersionKind } from 'cdk8s';
import type { Construct } from 'constructs';
import type { IValidatingAdmissionPolicyBindingSpec } from 'kubernetes-models/admissionregistration.k8s.io/v1/ValidatingAdmissionPolicyBindingSpec';
import type { IValidatingAdmissionPolicySpec } from 'kubernetes-models/admissionregistration.k8s.io/v1/ValidatingAdmissionPolicySpec';
import { type ClusterScopedProps, CustomResource } from './custom-resource';

/**
 * Rules in CEL that the API server asks of requests; in force only through a {@link ValidatingAdmissionPolicyBinding}.
 *
 * Version v1, which cdk8s-plus-27's own objects do not know. Whether the CEL compiles, only an API server can tell.
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

/** Puts a {@link ValidatingAdmissionPolicy} in force, and says what becomes of a request that breaks it. */
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
