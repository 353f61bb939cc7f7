import { readAiworker } from '../../../lib/systems/aiworker/config';
import { previewManifests } from '../../../lib/systems/aiworker/preview-manifests';
import { getAll, kubectl, tryKubectl } from './kubectl';
import { pod } from './pods';

const BACKEND = 'system:serviceaccount:control-plane:aiworker-backend';
const CLEANUP = 'system:serviceaccount:control-plane:preview-cleanup';
const ENFORCE = 'pod-security.kubernetes.io/enforce';

/** The result of a dry run for an account: `allowed`, or the error of the API server. */
function asks(account: string, args: readonly string[], input?: object): string {
  const { status, stderr } = tryKubectl(
    [`--as=${account}`, ...args, '--dry-run=server'],
    input && JSON.stringify(input),
  );
  return status === 0 ? 'allowed' : stderr.trim();
}

function deletes(account: string, namespace: string): string {
  return asks(account, ['delete', 'namespace', namespace, '--wait=false']);
}

function creates(account: string, object: object): string {
  return asks(account, ['create', '-f', '-'], object);
}

/** A namespace like those of the backend, with changed labels; undefined removes a label. */
function namespace(labels: Record<string, string | undefined> = {}): object {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: 'preview-task-made',
      labels: {
        project: 'my-project',
        environment: 'preview',
        'managed-by': 'aiworker',
        [ENFORCE]: 'restricted',
        ...labels,
      },
    },
  };
}

function configMap(namespace: string): object {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'access-test', namespace } };
}

/** The RoleBinding that lets the backend see pods, with changed fields. */
function viewerBinding(
  target: string,
  changes: { name?: string; role?: string; subject?: { namespace: string; name: string } } = {},
): object {
  const viewer = 'aiworker-backend-view';
  const { name = viewer, role = viewer, subject } = changes;
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name, namespace: target },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
    subjects: [{ kind: 'ServiceAccount', namespace: 'control-plane', name: 'aiworker-backend', ...subject }],
  };
}

/** The arguments of a server-side apply by the backend, as in `docs/previews.md`. */
const SERVER_SIDE = ['--server-side', '--field-manager=aiworker-backend', '-f', '-'];

/** The Secret that the backend writes in a preview, with changed fields. */
function registryCredentials(
  namespace: string,
  changes: { name?: string; type?: string; data?: object } = {},
) {
  const { name = 'registry-credentials', type = 'kubernetes.io/dockerconfigjson', data } = changes;
  const credentials = { '.dockerconfigjson': Buffer.from('{"auths":{}}').toString('base64') };
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace },
    type,
    data: data ?? credentials,
  };
}

function service(spec: object, annotations: Record<string, string> = {}): object {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'access-test', namespace: 'my-project-dev', annotations },
    spec: { ports: [{ port: 80 }], ...spec },
  };
}

const NGINX = 'nginx.ingress.kubernetes.io';
const PASSWORD = {
  [`${NGINX}/auth-type`]: 'basic',
  [`${NGINX}/auth-secret`]: 'ingress-nginx/preview-basic-auth',
};

/** An Ingress with a password, as previews require it. */
function ingress(
  namespace: string,
  host: string | undefined,
  annotations: Record<string, string | undefined> = {},
): object {
  const backend = { service: { name: 'app', port: { number: 80 } } };
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'access-test', namespace, annotations: { ...PASSWORD, ...annotations } },
    spec: { rules: [{ host, http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }] },
  };
}

function deployment(namespace: string, podSpec: object = {}): object {
  const template = pod('template', namespace) as { spec: object };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'access-test', namespace },
    spec: {
      selector: { matchLabels: { app: 'access-test' } },
      template: {
        metadata: { labels: { app: 'access-test' } },
        spec: { ...template.spec, ...podSpec },
      },
    },
  };
}

function agentPod(namespace: string, podSpec: object = {}): object {
  const made = pod('agent-1', namespace) as { spec: object };
  return { ...made, spec: { ...made.spec, priorityClassName: 'agents', ...podSpec } };
}

/** Tests of the permissions of aiworker's accounts, by impersonation. `dist/aiworker` must be applied before. */
export function describeAccess(): void {
  describe('admission policies', () => {
    test('are accepted by the API server without type errors', () => {
      interface Policy {
        readonly metadata: { readonly name: string; readonly generation: number };
        readonly status?: { readonly observedGeneration?: number; readonly typeChecking?: object };
      }
      const policies = getAll<Policy>('validatingadmissionpolicies');
      expect(policies.map(({ metadata }) => metadata.name)).toContain('aiworker-namespaces');
      const faulty = policies.filter(({ status }) => Object.keys(status?.typeChecking ?? {}).length > 0);
      expect(faulty).toEqual([]);
    });
  });

  describe('the backend and namespaces', () => {
    const asked = {
      config: readAiworker('config/aiworker.yaml'),
      project: 'my-project',
      task: 'made-at-runtime',
      createdAt: new Date().toISOString(),
    };
    const [first, second] = ['1.0.0', '1.0.1'].map((tag) =>
      previewManifests({ ...asked, image: `git.aiworker.dev/my-project/my-project:${tag}` }),
    );
    const name = 'preview-task-made-at-runtime';
    const as = `--as=${BACKEND}`;
    const credentials = JSON.stringify(registryCredentials(name));

    test('creates a preview and its credentials, changes nothing in a second apply, and deletes the preview', () => {
      expect(tryKubectl([as, 'apply', '-f', '-'], first?.yaml)).toMatchObject({ status: 0, stderr: '' });
      expect(tryKubectl([as, 'apply', ...SERVER_SIDE], credentials)).toMatchObject({ status: 0, stderr: '' });
      expect(tryKubectl([as, 'apply', ...SERVER_SIDE], credentials)).toMatchObject({ status: 0, stderr: '' });
      const again = kubectl([as, 'apply', '-f', '-'], first?.yaml).trim().split('\n');
      expect(again.filter((line) => !line.endsWith(' unchanged'))).toEqual([]);
      const rollout = ['rollout', 'status', '--timeout=60s', 'deployment', '--namespace', name];
      expect(tryKubectl([as, ...rollout])).toMatchObject({ status: 0 });
      // The quota has room for the new pod in addition to the old one.
      expect(kubectl([as, 'apply', '-f', '-'], second?.yaml)).toContain(
        'deployment.apps/my-project-preview configured',
      );
      expect(tryKubectl([as, ...rollout])).toMatchObject({ status: 0 });
      expect(kubectl([as, 'label', 'namespace', name, 'ttl=336h', '--overwrite'])).toContain('labeled');
      expect(kubectl([as, 'delete', 'namespace', name, '--wait=false'])).toContain('deleted');
    });

    test.each(['my-project-production', 'control-plane', 'agents', 'gitea'])('cannot delete %s', (target) => {
      expect(deletes(BACKEND, target)).toContain(
        `${BACKEND} may not change or delete namespace ${target}: it is labelled protected: "true"`,
      );
    });

    test.each(['monitoring', 'kube-node-lease'])('cannot delete %s', (target) => {
      expect(deletes(BACKEND, target)).toContain(
        `${BACKEND} may not change or delete namespace ${target}: it is not labelled managed-by: aiworker`,
      );
    });

    test.each(['kube-system', 'default', 'kube-public'])(
      'cannot delete %s, and neither can any other account',
      (target) => {
        expect(deletes(BACKEND, target)).toContain('this namespace may not be deleted');
      },
    );

    test.each([
      ['remove the protection of', 'my-project-production', 'protected-', 'is labelled protected'],
      ['protect', 'my-project-dev', 'protected=true', 'these stay as they are'],
      ['adopt', 'kube-system', 'managed-by=aiworker', 'is not labelled managed-by'],
      ['remove the ownership of', 'my-project-dev', 'managed-by-', 'these stay as they are'],
      ['weaken Pod Security in', 'my-project-dev', `${ENFORCE}=privileged`, 'these stay as they are'],
      ['make a preview of', 'my-project-dev', 'environment=preview', 'these stay as they are'],
    ])('cannot %s %s', (_, target, label, reason) => {
      expect(asks(BACKEND, ['label', 'namespace', target, label, '--overwrite'])).toContain(reason);
    });

    test('can change a label on which no rule depends', () => {
      expect(asks(BACKEND, ['label', 'namespace', 'my-project-dev', 'team=a'])).toBe('allowed');
    });

    test.each(['preview', 'dev', 'staging'])('can create a namespace for %s', (environment) => {
      expect(creates(BACKEND, namespace({ environment }))).toBe('allowed');
    });

    test.each<[string, Record<string, string | undefined>, string]>([
      ['without the label managed-by', { 'managed-by': undefined }, 'must be labelled managed-by: aiworker'],
      [
        'with the label protected',
        { protected: 'true' },
        'must be labelled managed-by: aiworker, and not protected',
      ],
      ['for production', { environment: 'production' }, 'must be one of dev, staging, preview'],
      ['without an environment', { environment: undefined }, 'must be one of dev, staging, preview'],
      [
        'with the Pod Security level privileged',
        { [ENFORCE]: 'privileged' },
        `must be labelled ${ENFORCE}: restricted`,
      ],
      ['without a Pod Security level', { [ENFORCE]: undefined }, `must be labelled ${ENFORCE}: restricted`],
      [
        'with an old version of Pod Security',
        { [`${ENFORCE}-version`]: 'v1.0' },
        'in version v1.34, v1.35, v1.36 or latest',
      ],
    ])('cannot create a namespace %s', (_, labels, reason) => {
      expect(creates(BACKEND, namespace(labels))).toContain(reason);
    });
  });

  describe('the backend within namespaces', () => {
    test.each(['my-project-dev', 'my-project-staging', 'preview-task-abc123'])(
      'can create objects in %s',
      (target) => {
        const { status } = tryKubectl(['get', 'namespace', target]);
        expect(status).toBe(0);
        expect(creates(BACKEND, configMap(target))).toBe('allowed');
        expect(creates(BACKEND, deployment(target))).toBe('allowed');
      },
    );

    test.each(['control-plane', 'agents', 'gitea', 'my-project-production'])(
      'cannot create objects in %s, which is protected',
      (target) => {
        const reason = `${BACKEND} may not change what lies in namespace ${target}: it is labelled protected: "true"`;
        expect(creates(BACKEND, configMap(target))).toContain(reason);
        expect(creates(BACKEND, deployment(target))).toContain(reason);
      },
    );

    test.each(['kube-system', 'default', 'monitoring'])(
      'cannot create or delete objects in %s, which it does not own',
      (target) => {
        const reason = `${BACKEND} may not change what lies in namespace ${target}: it is not labelled managed-by: aiworker`;
        expect(creates(BACKEND, configMap(target))).toContain(reason);
        expect(creates(BACKEND, deployment(target))).toContain(reason);
        expect(asks(BACKEND, ['delete', 'configmap', 'kube-root-ca.crt', '--namespace', target])).toContain(
          reason,
        );
      },
    );

    test('cannot change or delete objects of a protected namespace', () => {
      const target = ['networkpolicy', 'default-deny', '--namespace', 'control-plane'];
      const reason = 'may not change what lies in namespace control-plane';
      expect(asks(BACKEND, ['delete', ...target])).toContain(reason);
      expect(asks(BACKEND, ['label', ...target, 'a=b'])).toContain(reason);
    });

    test('can create agent pods only in their namespace and without an account', () => {
      expect(creates(BACKEND, agentPod('agents'))).toBe('allowed');
      expect(creates(BACKEND, agentPod('gitea'))).toContain('cannot create resource "pods"');
      expect(creates(BACKEND, agentPod('agents', { automountServiceAccountToken: true }))).toContain(
        'pods run without an account',
      );
      expect(creates(BACKEND, agentPod('agents', { serviceAccountName: 'other' }))).toMatch(
        /pods run without an account|serviceaccount "other" not found/,
      );
      const hostPath = { volumes: [{ name: 'host', hostPath: { path: '/' } }] };
      expect(creates(BACKEND, agentPod('agents', hostPath))).toContain('violates PodSecurity');
    });

    test('cannot deploy pods with the permissions of another account', () => {
      const target = 'my-project-dev';
      const reason = 'pods run without an account';
      expect(creates(BACKEND, deployment(target, { serviceAccountName: 'other' }))).toContain(reason);
      expect(creates(BACKEND, deployment(target, { serviceAccount: 'other' }))).toContain(reason);
      expect(creates(BACKEND, deployment(target, { automountServiceAccountToken: true }))).toContain(reason);
    });

    test.each(['', 'previews', 'platform', 'node-agents', 'system-node-critical'])(
      'cannot create an agent pod of the priority class "%s", which does not let the platform evict it first',
      (priorityClassName) => {
        expect(creates(BACKEND, agentPod('agents', { priorityClassName }))).toContain(
          'priorityClassName must be agents',
        );
      },
    );

    test.each(['preview-task-abc123', 'my-project-dev'])(
      'can deploy pods in %s only with the priority class of previews, or without one as an old backend does',
      (target) => {
        expect(creates(BACKEND, deployment(target, { priorityClassName: 'previews' }))).toBe('allowed');
        expect(creates(BACKEND, deployment(target))).toBe('allowed');
        for (const priorityClassName of ['platform', 'node-agents', 'system-cluster-critical'])
          expect(creates(BACKEND, deployment(target, { priorityClassName }))).toContain(
            'priorityClassName must be previews or none',
          );
      },
    );

    test('cannot create a Service that is reachable from outside the cluster, or that names another host', () => {
      const reason = 'services are of type ClusterIP and without externalIPs';
      expect(creates(BACKEND, service({}))).toBe('allowed');
      expect(creates(BACKEND, service({ type: 'NodePort' }))).toContain(reason);
      expect(creates(BACKEND, service({ externalIPs: ['192.0.2.1'] }))).toContain(reason);
      const alias = { type: 'ExternalName', externalName: 'mysql.control-plane.svc' };
      expect(creates(BACKEND, service(alias))).toContain(reason);
      const annotations = { 'external-dns.alpha.kubernetes.io/hostname': 'api.aiworker.dev' };
      expect(creates(BACKEND, service({}, annotations))).toContain('services have no annotations');
    });

    test('can create an Ingress only for the hosts of its namespace', () => {
      const [preview, staging] = ['preview-task-abc123', 'my-project-staging'];
      expect(creates(BACKEND, ingress(preview, 'task-abc123.preview.aiworker.dev'))).toBe('allowed');
      expect(creates(BACKEND, ingress(staging, 'staging-my-project.aiworker.dev'))).toBe('allowed');
      const reason = 'hosts are <name>.preview.aiworker.dev in a preview';
      expect(creates(BACKEND, ingress(preview, 'api.aiworker.dev'))).toContain(reason);
      expect(creates(BACKEND, ingress(staging, 'my-project.aiworker.dev'))).toContain(reason);
      expect(creates(BACKEND, ingress(preview, undefined))).toContain(reason);
      const host = 'task-abc123.preview.aiworker.dev';
      for (const annotation of [
        `${NGINX}/server-alias`,
        'external-dns.alpha.kubernetes.io/hostname',
        'cert-manager.io/cluster-issuer',
      ]) {
        expect(creates(BACKEND, ingress(preview, host, { [annotation]: 'api.aiworker.dev' }))).toContain(
          'ingresses have no annotations but these',
        );
      }
    });

    describe('and the dashboard of namespaces', () => {
      const can = (verb: string, resource: string, namespace: string) => {
        const [, name, subresource, group = ''] = /^(\w+)(?:\/(\w+))?(?:\.(.+))?$/.exec(resource) ?? [];
        const spec = {
          user: BACKEND,
          resourceAttributes: { verb, resource: name, subresource, group, namespace },
        };
        const review = { apiVersion: 'authorization.k8s.io/v1', kind: 'SubjectAccessReview', spec };
        const answer = kubectl(['create', '-f', '-', '--output=json'], JSON.stringify(review));
        return (JSON.parse(answer) as { status: { allowed: boolean } }).status.allowed ? 'yes' : 'no';
      };
      const managed = [
        'preview-task-abc123',
        'my-project-dev',
        'my-project-staging',
        'my-project-production',
      ];
      const others = ['control-plane', 'gitea', 'monitoring', 'kube-system'];

      test.each([
        ['list', 'pods'],
        ['list', 'pods.metrics.k8s.io'],
      ])('can %s %s only in the namespaces of projects and previews', (verb, resource) => {
        expect(managed.map((target) => can(verb, resource, target))).toEqual(managed.map(() => 'yes'));
        expect(others.map((target) => can(verb, resource, target))).toEqual(others.map(() => 'no'));
      });

      test.each(['delete pods', 'create pods/exec', 'get pods/log'])('cannot %s', (action) => {
        const [verb = '', resource = ''] = action.split(' ');
        expect(managed.map((target) => can(verb, resource, target))).toEqual(managed.map(() => 'no'));
      });

      test('can see the use of quotas', () => {
        expect(can('get', 'resourcequotas', 'my-project-dev')).toBe('yes');
      });

      test('can bind only this role, and only to itself', () => {
        const target = 'preview-task-abc123';
        const other = { namespace: 'default', name: 'default' };
        expect(creates(BACKEND, viewerBinding('my-project-dev', { name: 'other' }))).toContain(
          'the only role binding is aiworker-backend-view',
        );
        expect(creates(BACKEND, viewerBinding(target, { role: 'cluster-admin' }))).toContain('forbidden');
        expect(creates(BACKEND, viewerBinding('control-plane'))).toContain('it is labelled protected');
        expect(creates(BACKEND, viewerBinding('monitoring'))).toContain('it is not labelled managed-by');
        kubectl(['delete', 'rolebinding', 'aiworker-backend-view', '--namespace', target]);
        expect(creates(BACKEND, viewerBinding(target, { subject: other }))).toContain(
          'the only subject of a role binding is the ServiceAccount control-plane/aiworker-backend',
        );
        kubectl([`--as=${BACKEND}`, 'create', '-f', '-'], JSON.stringify(viewerBinding(target)));
      });
    });

    describe('and Secrets', () => {
      const preview = 'preview-task-abc123';
      const applies = (secret: object) => asks(BACKEND, ['apply', ...SERVER_SIDE], secret);

      test('writes the credentials of the registry in a preview', () => {
        expect(applies(registryCredentials(preview))).toBe('allowed');
      });

      test.each(['my-project-dev', 'my-project-staging'])('cannot write them in %s', (target) => {
        expect(applies(registryCredentials(target))).toContain('secrets are written only in previews');
      });

      test.each(['control-plane', 'agents', 'gitea', 'my-project-production', 'monitoring', 'kube-system'])(
        'cannot write them in %s, which it may not change',
        (target) => {
          expect(applies(registryCredentials(target))).toContain('forbidden');
        },
      );

      test('cannot write a Secret of another type', () => {
        const opaque = registryCredentials(preview, { type: 'Opaque' });
        expect(applies(opaque)).toContain('the only secret of a preview is registry-credentials');
        const token = registryCredentials(preview, { type: 'kubernetes.io/service-account-token', data: {} });
        expect(applies(token)).toMatch(/the only secret of a preview is|is invalid/);
      });

      test('cannot write a Secret of another name', () => {
        const other = registryCredentials(preview, { name: 'other' });
        expect(applies(other)).toContain('cannot patch resource "secrets"');
      });

      test('cannot create a Secret by another request than a server-side apply', () => {
        expect(creates(BACKEND, registryCredentials(preview))).toContain('cannot create resource "secrets"');
      });

      test.each(['get', 'list', 'watch', 'update', 'delete', 'deletecollection'])(
        'cannot %s Secrets',
        (verb) => {
          for (const target of [preview, 'my-project-dev', 'control-plane', 'kube-system']) {
            const can = ['auth', 'can-i', verb, 'secrets/registry-credentials', `--as=${BACKEND}`];
            expect(tryKubectl([...can, '--namespace', target]).stdout.trim()).toBe('no');
          }
        },
      );
    });

    test.each<[string, Record<string, string | undefined>]>([
      ['without a password', { [`${NGINX}/auth-type`]: undefined, [`${NGINX}/auth-secret`]: undefined }],
      ['without a secret', { [`${NGINX}/auth-secret`]: undefined }],
      ['with another type', { [`${NGINX}/auth-type`]: 'digest' }],
      ['with a secret of its own', { [`${NGINX}/auth-secret`]: 'preview-basic-auth' }],
    ])('cannot create an Ingress of a preview %s', (_, annotations) => {
      const made = ingress('preview-task-abc123', 'task-abc123.preview.aiworker.dev', annotations);
      expect(creates(BACKEND, made)).toContain('previews require a password: set the annotations');
      const staging = ingress('my-project-staging', 'staging-my-project.aiworker.dev', annotations);
      expect(creates(BACKEND, staging)).toBe('allowed');
    });
  });

  test.each([
    ['get', 'secrets'],
    ['list', 'secrets'],
    ['create', 'secrets'],
    ['list', 'configmaps'],
    ['create', 'pods'],
    ['create', 'pods/exec'],
    ['create', 'roles.rbac.authorization.k8s.io'],
    ['update', 'rolebindings.rbac.authorization.k8s.io'],
    ['create', 'clusterrolebindings.rbac.authorization.k8s.io'],
    ['create', 'serviceaccounts/token'],
    ['update', 'namespaces/finalize'],
    ['impersonate', 'users'],
    ['patch', 'validatingadmissionpolicies.admissionregistration.k8s.io'],
  ])('the backend cannot %s %s', (verb, resource) => {
    const { stdout } = tryKubectl([
      'auth',
      'can-i',
      verb,
      resource,
      `--as=${BACKEND}`,
      '--namespace=my-project-dev',
    ]);
    expect(stdout.trim()).toBe('no');
  });

  describe('the clean-up', () => {
    test('can delete previews, and no other namespace', () => {
      expect(deletes(CLEANUP, 'preview-task-abc123')).toBe('allowed');
      expect(deletes(CLEANUP, 'my-project-dev')).toContain('it deletes previews and does nothing else');
      expect(deletes(CLEANUP, 'my-project-production')).toContain('it is labelled protected: "true"');
      expect(deletes(CLEANUP, 'monitoring')).toContain('it is not labelled managed-by: aiworker');
    });

    test('has no other permission', () => {
      const allowed = kubectl(['auth', 'can-i', '--list', `--as=${CLEANUP}`, '--no-headers'])
        .split('\n')
        .filter((line) => !/selfsubject|\[\/|\.well-known/.test(line) && line.trim() !== '')
        .map((line) => line.trim().split(/\s{2,}/));
      expect(allowed).toEqual([['namespaces', '[]', '[]', '[list delete]']]);
    });
  });
}
