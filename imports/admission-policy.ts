import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { ValidatingAdmissionPolicy as PolicyModel } from 'kubernetes-models/admissionregistration.k8s.io/v1/ValidatingAdmissionPolicy';
import { ValidatingAdmissionPolicyBinding as BindingModel } from 'kubernetes-models/admissionregistration.k8s.io/v1/ValidatingAdmissionPolicyBinding';
import type { IValidatingAdmissionPolicyBindingSpec } from 'kubernetes-models/admissionregistration.k8s.io/v1/ValidatingAdmissionPolicyBindingSpec';
import type { IValidatingAdmissionPolicySpec } from 'kubernetes-models/admissionregistration.k8s.io/v1/ValidatingAdmissionPolicySpec';

/** A policy's name and its rules. */
export interface ValidatingAdmissionPolicyProps {
  readonly name: string;
  readonly spec: IValidatingAdmissionPolicySpec;
}

/**
 * Rules in CEL that the API server asks of requests; in force only through a {@link ValidatingAdmissionPolicyBinding}.
 *
 * Version v1, which cdk8s-plus-27's own objects do not know. Synth fails where the API's schema does not hold; whether
 * the CEL compiles, only an API server can tell.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/
 */
export class ValidatingAdmissionPolicy extends ApiObject {
  constructor(scope: Construct, id: string, { name, spec }: ValidatingAdmissionPolicyProps) {
    super(scope, id, {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicy',
      metadata: { name },
      spec,
    });
    this.node.addValidation({ validate: () => faults(new PolicyModel({ metadata: { name }, spec })) });
  }
}

/** A binding's name, and which policy it puts in force. */
export interface ValidatingAdmissionPolicyBindingProps {
  readonly name: string;
  readonly spec: IValidatingAdmissionPolicyBindingSpec;
}

/** Puts a {@link ValidatingAdmissionPolicy} in force, and says what becomes of a request that breaks it. */
export class ValidatingAdmissionPolicyBinding extends ApiObject {
  constructor(scope: Construct, id: string, { name, spec }: ValidatingAdmissionPolicyBindingProps) {
    super(scope, id, {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata: { name },
      spec,
    });
    this.node.addValidation({ validate: () => faults(new BindingModel({ metadata: { name }, spec })) });
  }
}

function faults(model: { validate(): void }): string[] {
  try {
    model.validate();
    return [];
  } catch (error) {
    return [(error as Error).message];
  }
}
