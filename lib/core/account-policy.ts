import { Construct } from 'constructs';
import { ValidatingAdmissionPolicy, ValidatingAdmissionPolicyBinding } from '../../imports/admission-policy';
import type { INamedRuleWithOperations } from '../../imports/manifest-types';

/** A condition for requests, in CEL. */
export interface RequestRule {
  /** An expression that is true if the request is allowed. */
  readonly holds: string;
  /** An expression for the message with which the request is refused otherwise. */
  readonly otherwise: string;
}

/** The properties of an admission policy for accounts. */
export interface AccountPolicyProps {
  /** The user names of the accounts. */
  readonly accounts: readonly string[];
  /** The requests to which the rules apply. */
  readonly on: INamedRuleWithOperations;
  /** The expressions of the variables that the rules use, by name. @default none */
  readonly variables?: Readonly<Record<string, string>>;
  readonly rules: readonly RequestRule[];
}

/**
 * An admission policy for the requests of some accounts, with the name of its id, and the binding that activates it.
 *
 * A request is refused if the policy cannot be evaluated. Read requests are restricted by RBAC only.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/
 */
export class AccountPolicy extends Construct {
  constructor(scope: Construct, name: string, { accounts, on, variables, rules }: AccountPolicyProps) {
    super(scope, name);
    new ValidatingAdmissionPolicy(this, 'policy', {
      name,
      spec: {
        failurePolicy: 'Fail',
        // The defaults are stated: kubectl replaces the list as a whole, and would report a change at every apply.
        matchConstraints: { resourceRules: [{ operations: ['*'], scope: '*', ...on }] },
        matchConditions: [
          {
            name: 'one-of-these-accounts',
            expression: `request.userInfo.username in ${celList(accounts)}`,
          },
        ],
        ...(variables && {
          variables: Object.entries(variables).map(([name, expression]) => ({ name, expression })),
        }),
        validations: rules.map(({ holds, otherwise }) => ({
          expression: holds,
          messageExpression: otherwise,
          reason: 'Forbidden',
        })),
      },
    });
    new ValidatingAdmissionPolicyBinding(this, 'binding', {
      name,
      spec: { policyName: name, validationActions: ['Deny'] },
    });
  }
}

/** A list of strings, in CEL. */
export function celList(texts: readonly string[]): string {
  return `[${texts.map((text) => `'${text}'`).join(', ')}]`;
}
