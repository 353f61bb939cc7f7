import { acceptRisk } from '../../../lib/core/accept-risk';
import { type Breakable, checkBroken } from '../../support/sound-cluster';
import { guardAndBinding } from '../mutations/admission-policies';
import { reports } from './reports';

const POLICY = 'test: test/50-all.k8s.yaml: ValidatingAdmissionPolicy guard: ';
const BINDING = 'test: test/50-all.k8s.yaml: ValidatingAdmissionPolicyBinding guard: ';

function reportsPolicy(
  violation: string,
  change: (policy: Breakable, binding: Breakable) => void,
  messages: readonly string[],
): void {
  reports(
    'admission-policy',
    violation,
    ({ add }) => {
      const objects = guardAndBinding();
      objects.forEach(add);
      change(...objects);
    },
    messages.map((message) => `${message} [admission-policy]`),
  );
}

reportsPolicy(
  'a policy that protects nothing',
  (policy, binding) => {
    policy.spec.failurePolicy = 'Ignore';
    policy.spec.matchConditions[0].expression = "'system:serviceaccount:shop:webb'";
    policy.spec.matchConstraints.resourceRules[0].resources = ['deployment'];
    binding.spec.validationActions = ['Audit'];
    binding.spec.matchResources = { namespaceSelector: { matchLabels: { environment: 'production' } } };
  },
  [
    `${POLICY}spec.matchConditions[0].expression is "system:serviceaccount:shop:webb": ServiceAccount shop/webb not found: create it, or use one of web`,
    `${POLICY}spec.failurePolicy is "Ignore": the policy allows requests that it cannot evaluate: set it to Fail, or accept the risk with acceptRisk()`,
    `${POLICY}spec.matchConstraints.resourceRules[0].resources is ["deployment"]: "deployment" not found in API group "apps": write "deployments"`,
    `${BINDING}spec.validationActions is ["Audit"]: no binding of the policy denies requests: add Deny, or accept the risk with acceptRisk()`,
    `${BINDING}spec: no namespace matches the namespaceSelector of the binding and its policy: use labels of one of edge, shop, or accept the risk with acceptRisk()`,
  ],
);

reportsPolicy(
  'a policy without a binding',
  (policy) => {
    policy.metadata.name = 'other';
  },
  [
    'test: test/50-all.k8s.yaml: ValidatingAdmissionPolicy other: no ValidatingAdmissionPolicyBinding names the policy, which has no effect: add one, or accept the risk with acceptRisk()',
  ],
);

reportsPolicy(
  'a warning beside a denial',
  (_, binding) => {
    binding.spec.validationActions = ['Deny', 'Warn'];
  },
  [
    `${BINDING}spec.validationActions is ["Deny","Warn"]: the API server rejects Warn beside Deny: remove Warn`,
  ],
);

test('admission-policy accepts a stated risk', () => {
  const { errors } = checkBroken(({ add, cluster }) => {
    const [policy, binding] = guardAndBinding();
    policy.spec.failurePolicy = 'Ignore';
    add(policy);
    add(binding);
    acceptRisk(cluster, { rule: 'admission-policy', because: 'the policy is being introduced' });
  });
  expect(errors).toEqual([]);
});

reports(
  'admission-policy',
  'a syntax error, a condition that is never true, and a scope that no resource has',
  ({ add }) => {
    const [guard, binding] = guardAndBinding();
    guard.spec.matchConditions[0].expression = 'false';
    guard.spec.matchConstraints.resourceRules[0].scope = 'Cluster';
    guard.spec.validations = [{ expression: "object.metadata.name !== 'db'" }];
    add(guard);
    add(binding);
  },
  [
    'test: test/50-all.k8s.yaml: ValidatingAdmissionPolicy guard: spec.matchConstraints.resourceRules[0].scope is "Cluster": no resource of the rule has this scope: remove it, or accept the risk with acceptRisk() [admission-policy]',
    'test: test/50-all.k8s.yaml: ValidatingAdmissionPolicy guard: spec.validations[0].expression is "object.metadata.name !== \'db\'": "!== \'db\'" is not valid: correct the expression [admission-policy]',
    'test: test/50-all.k8s.yaml: ValidatingAdmissionPolicy guard: spec.matchConditions[0].expression is "false": the policy applies to no request: correct the condition, or accept the risk with acceptRisk() [admission-policy]',
  ],
);

reports(
  'admission-policy',
  'validations that are always true',
  ({ add }) => {
    const [guard, binding] = guardAndBinding();
    guard.spec.validations = [{ expression: 'true' }];
    add(guard);
    add(binding);
  },
  [
    'test: test/50-all.k8s.yaml: ValidatingAdmissionPolicy guard: spec.validations: the policy denies no request: correct the validations, or accept the risk with acceptRisk() [admission-policy]',
  ],
);
