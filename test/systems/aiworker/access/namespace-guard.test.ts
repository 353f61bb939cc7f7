import { RUNTIME_ANNOTATIONS } from '../../../../lib/systems/aiworker/access/runtime-annotations';
import { APP_IMAGE, aiworkerApp, aiworkerConfig } from '../../../support/aiworker';
import { jsonOf } from '../../../support/manifests';

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

interface Manifest {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly annotations?: Record<string, string>;
  };
  readonly rules?: readonly Rule[];
  readonly subjects?: readonly object[];
  // biome-ignore lint/suspicious/noExplicitAny: the specification of any kind
  readonly spec?: any;
}

const BACKEND = 'aiworker-backend';
const VIEWER = 'aiworker-backend-view';
const RBAC = 'rbac.authorization.k8s.io';
const objects = jsonOf(aiworkerApp()).flatMap(({ json }) => json as Manifest[]);
const find = (kind: string, name: string) =>
  objects.find((object) => object.kind === kind && object.metadata.name === name);

describe('the account of the backend', () => {
  const everywhere = find('ClusterRole', BACKEND)?.rules ?? [];

  test('manages namespaces and the kinds of objects in them', () => {
    const manage = ['get', 'list', 'watch', 'create', 'patch', 'delete'];
    const managed = everywhere.filter(({ verbs }) => verbs.join() === manage.join());
    expect(managed.flatMap(({ resources }) => resources).sort()).toEqual([
      'deployments',
      'ingresses',
      'limitranges',
      'namespaces',
      'networkpolicies',
      'poddisruptionbudgets',
      'resourcequotas',
      'services',
    ]);
    const others = everywhere.filter((rule) => !managed.includes(rule));
    expect(others).toEqual([
      { apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'create', 'patch', 'delete'] },
      {
        apiGroups: [''],
        resources: ['secrets'],
        resourceNames: ['registry-credentials'],
        verbs: ['create', 'patch'],
      },
      { apiGroups: [RBAC], resources: ['rolebindings'], verbs: ['create'] },
      { apiGroups: [RBAC], resources: ['rolebindings'], resourceNames: [VIEWER], verbs: ['get', 'patch'] },
      { apiGroups: [RBAC], resources: ['clusterroles'], resourceNames: [VIEWER], verbs: ['bind'] },
    ]);
  });

  test('creates and deletes agent pods only in their namespace', () => {
    const roles = objects.filter(({ kind, metadata }) => kind === 'Role' && metadata.name === BACKEND);
    expect(roles).toMatchObject([
      {
        metadata: { namespace: 'agents' },
        rules: [
          { resources: ['pods'], verbs: ['get', 'list', 'watch', 'create', 'delete'] },
          { resources: ['podtemplates'], verbs: ['get'] },
        ],
      },
    ]);
  });

  test('sees pods and their use of CPU and memory in the namespaces of projects and previews only', () => {
    expect(find('ClusterRole', VIEWER)?.rules).toEqual([
      { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch'] },
      { apiGroups: ['metrics.k8s.io'], resources: ['pods'], verbs: ['get', 'list'] },
    ]);
    const bindings = objects.filter(({ metadata }) => metadata.name === VIEWER && metadata.namespace);
    expect(bindings.map(({ metadata }) => metadata.namespace).sort()).toEqual([
      'my-project-dev',
      'my-project-production',
      'my-project-staging',
      'preview-task-abc123',
    ]);
  });

  test.each(['ClusterRoleBinding', 'RoleBinding'])('is the subject of its %s', (kind) => {
    expect(find(kind, BACKEND)?.subjects).toEqual([
      { kind: 'ServiceAccount', name: BACKEND, namespace: 'control-plane' },
    ]);
  });
});

describe('every admission policy', () => {
  const policies = objects.filter(({ kind }) => kind === 'ValidatingAdmissionPolicy');

  test('applies only to the two accounts, and refuses requests if it cannot be evaluated', () => {
    expect(policies).toHaveLength(8);
    for (const { spec } of policies) {
      expect(spec.failurePolicy).toBe('Fail');
      expect(spec.matchConditions).toEqual([
        {
          name: 'one-of-these-accounts',
          expression:
            "request.userInfo.username in ['system:serviceaccount:control-plane:aiworker-backend', 'system:serviceaccount:control-plane:preview-cleanup']",
        },
      ]);
    }
  });

  test.each([
    ['1.36', "in ['', 'latest', 'v1.34', 'v1.35', 'v1.36']"],
    ['1.38', "in ['', 'latest', 'v1.34', 'v1.37', 'v1.38']"],
  ])('with Kubernetes %s, allows Pod Security of versions %s', (kubernetesVersion, accepted) => {
    const policy = jsonOf(aiworkerApp({ cluster: { ...aiworkerConfig().cluster, kubernetesVersion } }))
      .flatMap(({ json }) => json as Manifest[])
      .find(
        ({ kind, metadata }) =>
          `${kind}/${metadata.name}` === 'ValidatingAdmissionPolicy/aiworker-namespaces',
      );
    const expressions = policy?.spec.validations.map(({ expression }: { expression: string }) => expression);
    const pinned = expressions.filter((text: string) => text.includes(accepted));
    expect(pinned).toEqual([expect.stringContaining("!= 'UPDATE'"), expect.stringContaining("!= 'CREATE'")]);
  });

  test('is bound', () => {
    for (const { metadata } of policies) {
      expect(find('ValidatingAdmissionPolicyBinding', metadata.name)?.spec).toEqual({
        policyName: metadata.name,
        validationActions: ['Deny'],
      });
    }
  });
});

test('the Ingresses of previews and projects have only annotations that the policies allow', () => {
  const annotations = jsonOf(
    aiworkerApp({ projects: [{ name: 'my-project', application: { image: APP_IMAGE, port: 3000 } }] }),
  )
    .filter(({ path }) => /\/(80|90)-/.test(path))
    .flatMap(({ json }) => json as Manifest[])
    .filter(({ kind }) => kind === 'Ingress')
    .flatMap(({ metadata }) => Object.keys(metadata.annotations ?? {}));
  expect(annotations).toContain('nginx.ingress.kubernetes.io/auth-secret');
  expect(annotations.filter((key) => !RUNTIME_ANNOTATIONS.includes(key))).toEqual([]);
});
