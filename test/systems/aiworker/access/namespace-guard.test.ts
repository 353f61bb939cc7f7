import { RUNTIME_ANNOTATIONS } from '../../../../lib/systems/aiworker/access/runtime-annotations';
import { APP_IMAGE, aiworkerApp } from '../../../support/aiworker';
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
const objects = jsonOf(aiworkerApp()).flatMap(({ json }) => json as Manifest[]);
const find = (kind: string, name: string) =>
  objects.find((object) => object.kind === kind && object.metadata.name === name);

describe("the backend's account", () => {
  const everywhere = find('ClusterRole', BACKEND)?.rules ?? [];

  test('manages namespaces and what they are made of, kind by kind', () => {
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
    ]);
  });

  test('starts and stops agents, in their namespace alone', () => {
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

  test.each(['ClusterRoleBinding', 'RoleBinding'])('is what its %s binds', (kind) => {
    expect(find(kind, BACKEND)?.subjects).toEqual([
      { kind: 'ServiceAccount', name: BACKEND, namespace: 'control-plane' },
    ]);
  });
});

describe('every admission policy', () => {
  const policies = objects.filter(({ kind }) => kind === 'ValidatingAdmissionPolicy');

  test('is asked of the two accounts alone, and refuses where it cannot be evaluated', () => {
    expect(policies).toHaveLength(6);
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

  test('is in force', () => {
    for (const { metadata } of policies) {
      expect(find('ValidatingAdmissionPolicyBinding', metadata.name)?.spec).toEqual({
        policyName: metadata.name,
        validationActions: ['Deny'],
      });
    }
  });
});

test('the Ingresses of previews and projects carry what the policies allow them', () => {
  const images = { dev: APP_IMAGE, staging: APP_IMAGE, production: APP_IMAGE };
  const carried = jsonOf(
    aiworkerApp({ projects: [{ name: 'my-project', application: { images, port: 3000 } }] }),
  )
    .filter(({ path }) => /\/(80|90)-/.test(path))
    .flatMap(({ json }) => json as Manifest[])
    .filter(({ kind }) => kind === 'Ingress')
    .flatMap(({ metadata }) => Object.keys(metadata.annotations ?? {}));
  expect(carried).toContain('nginx.ingress.kubernetes.io/auth-secret');
  expect(carried.filter((key) => !RUNTIME_ANNOTATIONS.includes(key))).toEqual([]);
});
