import { parseAllDocuments } from 'yaml';
import { ConfigError } from '../../../lib/config/problem';
import { render } from '../../../lib/synth';
import {
  type EnvironmentRequest,
  environmentManifests,
} from '../../../lib/systems/aiworker/environment-manifests';
import { APP_IMAGE, aiworkerApp, aiworkerConfig } from '../../support/aiworker';
import { jsonOf } from '../../support/manifests';
import type { Manifest } from '../../support/test-cluster';

const PUSHED = 'git.aiworker.dev/my-project/my-project:4711';
const OWNER = 'app.kubernetes.io/managed-by';

/** A project with an application, and one without. */
const PROJECTS = [
  { name: 'My Project', application: { image: APP_IMAGE, port: 8080 } },
  { name: 'empty' },
] as const;
const CONFIG = aiworkerConfig({ projects: PROJECTS });
const REQUEST = {
  config: CONFIG,
  project: 'My Project',
  environment: 'dev',
  image: PUSHED,
} as const satisfies EnvironmentRequest;

const WHOLE = [
  'Namespace',
  'ResourceQuota',
  'LimitRange',
  'NetworkPolicy default-deny',
  'NetworkPolicy',
  'Ingress',
  'RoleBinding aiworker-backend-view',
  'Service',
  'Deployment',
];

/** The kinds of some objects. */
function kindsOf(objects: readonly object[]): string[] {
  return (objects as Manifest[]).map(({ kind, metadata: { name } }) =>
    ['default-deny', 'aiworker-backend-view'].includes(name) ? `${kind} ${name}` : kind,
  );
}

/** An object without the labels of what the program owns. */
function withoutOwner({ metadata, ...rest }: Manifest): object {
  const { [OWNER]: _, 'app.kubernetes.io/part-of': __, ...labels } = metadata.labels ?? {};
  const kept = Object.keys(labels).length > 0 ? labels : undefined;
  return JSON.parse(JSON.stringify({ ...rest, metadata: { ...metadata, labels: kept } }));
}

const isIn =
  (namespace: string) =>
  ({ kind, metadata }: Manifest) =>
    (kind === 'Namespace' ? metadata.name : metadata.namespace) === namespace;

/** The objects that the constructs make for a namespace. */
function constructed(namespace: string, projects: typeof CONFIG.projects): object[] {
  return jsonOf<Manifest>(aiworkerApp({ projects }))
    .flatMap(({ json }) => json)
    .filter(isIn(namespace))
    .map(withoutOwner);
}

function problemsOf(request: object): readonly string[] {
  try {
    environmentManifests(request as EnvironmentRequest);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

describe('the manifests of an environment', () => {
  test.each(['dev', 'staging'] as const)(
    'are the Deployment if dist/ contains the rest: %s',
    (environment) => {
      const { objects, yaml, namespace } = environmentManifests({ ...REQUEST, environment });
      expect(namespace).toBe(`my-project-${environment}`);
      expect(kindsOf(objects)).toEqual(['Deployment']);
      expect(objects).toEqual(parseAllDocuments(yaml).map((document) => document.toJS()));
      expect(yaml).toContain(`image: ${PUSHED}`);
      expect(yaml).toContain('containerPort: 8080');
      const application = { image: PUSHED, port: 8080 };
      expect(constructed(namespace, [{ name: 'My Project', application }])).toContainEqual(objects[0]);
    },
  );

  test('and dist/ have no object in common, and together all objects of the constructs', () => {
    const { objects, namespace } = environmentManifests({ ...REQUEST, image: APP_IMAGE });
    const written = render(aiworkerApp({ projects: PROJECTS }))
      .flatMap(({ content }) => parseAllDocuments(content).map((document) => document.toJS() as Manifest))
      .filter(isIn(namespace))
      .map(withoutOwner);
    const all = constructed(namespace, PROJECTS);
    expect([...written, ...objects]).toHaveLength(all.length);
    expect([...written, ...objects]).toEqual(expect.arrayContaining(all));
  });

  test('have the Service and the Ingress if the project has no application in the configuration', () => {
    const empty = { ...REQUEST, project: 'empty', environment: 'staging' } as const;
    expect(kindsOf(environmentManifests(empty).objects)).toEqual(['Ingress', 'Service', 'Deployment']);
    expect(kindsOf(environmentManifests({ ...empty, environment: 'dev' }).objects)).toEqual([
      'Service',
      'Deployment',
    ]);
  });

  test('are the whole environment if the project is not in the configuration', () => {
    const project = { ...REQUEST, project: 'New Shop', port: 4000 };
    const dev = environmentManifests(project);
    expect(kindsOf(dev.objects)).toEqual(WHOLE.filter((kind) => kind !== 'Ingress'));
    const staging = environmentManifests({ ...project, environment: 'staging' });
    expect(kindsOf(staging.objects)).toEqual(WHOLE);
    expect(staging.yaml).toContain('host: staging-new-shop.aiworker.dev');
    const application = { image: PUSHED, port: 4000 };
    expect(staging.objects).toEqual(constructed('new-shop-staging', [{ name: 'New Shop', application }]));
  });

  test('have the port 3000 as the default', () => {
    expect(environmentManifests({ ...REQUEST, project: 'new' }).yaml).toContain('containerPort: 3000');
  });

  test('do not have the labels by which npm run prune finds objects', () => {
    expect(environmentManifests({ ...REQUEST, project: 'new' }).yaml).not.toContain(OWNER);
    expect(JSON.stringify(jsonOf(aiworkerApp({ projects: PROJECTS })))).toContain(OWNER);
  });

  test('are never in the protected namespace of production', () => {
    expect(problemsOf({ ...REQUEST, environment: 'production' })).toEqual([
      'environment: expected one of "dev", "staging", found the string "production"',
    ]);
  });
});

describe('a request for an environment', () => {
  test('fails if values are invalid or missing, with all problems at once', () => {
    expect(
      problemsOf({ config: CONFIG, project: '***', environment: 'test', image: 'app:latest', port: 80 }),
    ).toEqual([
      'project: "***" cannot be turned into a namespace name: "" is not a valid DNS label: use lower-case letters, digits and hyphens, with a letter or digit at both ends',
      'environment: expected one of "dev", "staging", found the string "test"',
      'image: image "app:latest": the tag "latest" does not say which build runs: write the tag of a build, such as "12345"',
      'port: expected a port from 1024 to 65535, found the number 80',
    ]);
    expect(problemsOf({ config: CONFIG })).toEqual([
      'project: missing, expected a string',
      'environment: missing, expected one of "dev", "staging"',
      'image: missing, expected an image such as registry.example.org/team/app:1.4.0',
    ]);
  });

  test('fails if a host of the project belongs to the platform or to another project', () => {
    expect(problemsOf({ ...REQUEST, project: 'app' })).toEqual([
      'project: production of project "app" and the frontend (aiworker-frontend in control-plane) have the same host, app.aiworker.dev: rename the project',
    ]);
    expect(problemsOf({ ...REQUEST, project: 'staging-my-project' })).toEqual([
      'project: production of project "staging-my-project" and staging of project "My Project" have the same host, staging-my-project.aiworker.dev: rename the project',
    ]);
  });

  test('fails if the port differs from that of the Service in dist/', () => {
    expect(problemsOf({ ...REQUEST, port: 8080 })).toEqual([]);
    expect(problemsOf({ ...REQUEST, port: 3000 })).toEqual([
      'port: the port of the project is 8080 in the configuration: leave it out',
    ]);
  });
});
