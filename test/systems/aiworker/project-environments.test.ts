import { ApiObject, JsonPatch } from 'cdk8s';
import { render } from '../../../lib/synth';
import { ProjectEnvironments } from '../../../lib/systems/aiworker/project-environments';
import { jsonOf } from '../../support/manifests';
import { TestCluster } from '../../support/test-cluster';

function project(name = 'my-project') {
  const cluster = new TestCluster();
  return { cluster, environments: new ProjectEnvironments(cluster, 'project', { name }) };
}

test('a project with only the required properties', () => {
  expect(jsonOf(project().cluster.app)).toMatchSnapshot();
});

test.each([
  [
    'dev',
    { 'requests.cpu': '1', 'requests.memory': '2Gi', 'limits.cpu': '2', 'limits.memory': '4Gi', pods: '5' },
  ],
  [
    'staging',
    { 'requests.cpu': '2', 'requests.memory': '4Gi', 'limits.cpu': '4', 'limits.memory': '8Gi', pods: '10' },
  ],
  [
    'production',
    { 'requests.cpu': '4', 'requests.memory': '8Gi', 'limits.cpu': '8', 'limits.memory': '16Gi', pods: '20' },
  ],
])('%s has the quota of document 001', (environment, hard) => {
  const { cluster } = project();
  expect(
    cluster.find('ResourceQuota', `${environment}-quota`, `my-project-${environment}`).spec.hard,
  ).toEqual(hard);
});

test('only production is protected and keeps one pod while a node is drained', () => {
  const { cluster } = project();
  const protectedOnes = cluster
    .ofKind('Namespace')
    .filter(({ metadata }) => metadata.labels?.protected === 'true');
  expect(protectedOnes.map(({ metadata }) => metadata.name)).toEqual(['my-project-production']);
  expect(cluster.ofKind('PodDisruptionBudget')).toMatchObject([
    {
      metadata: { name: 'app-pdb', namespace: 'my-project-production' },
      spec: { minAvailable: 1, selector: { matchLabels: { app: 'my-project' } } },
    },
  ]);
});

test('converts the name of the project to a DNS label', () => {
  const { cluster, environments } = project('My Project!');
  expect(environments.name).toBe('my-project');
  expect(jsonOf(cluster.app).map(({ path }) => path)).toEqual(['test/80-project-my-project.k8s.yaml']);
});

test('fails if the name cannot be converted to a DNS label', () => {
  expect(() => project('***')).toThrow(
    new Error(
      'project "***": "" is not a valid DNS label: use lower-case letters, digits and hyphens, with a letter or digit at both ends',
    ),
  );
});

test('fails if the name is too long for its longest namespace', () => {
  expect(() => project('a'.repeat(53))).toThrow(
    new Error(`project "${'a'.repeat(53)}": "${'a'.repeat(53)}" has 53 characters; the maximum is 52`),
  );
  expect(project('a'.repeat(52)).environments.namespaces.production.name).toHaveLength(63);
});

describe('a project with an application', () => {
  const image = 'shop:1.0.0';

  function shop(replicas?: number) {
    const cluster = new TestCluster();
    new ProjectEnvironments(cluster, 'shop', { name: 'shop', application: { image, port: 8080, replicas } });
    return cluster;
  }

  test.each([
    ['dev', 1],
    ['staging', 1],
    ['production', 2],
  ])('runs the application in %s', (environment, replicas) => {
    const { spec } = shop().find('Deployment', 'shop', `shop-${environment}`);
    expect(spec.replicas).toBe(replicas);
    expect(spec.template.metadata.labels).toEqual({ app: 'shop' });
    expect(spec.template.spec.containers[0]).toMatchObject({
      image,
      ports: [{ name: 'http', containerPort: 8080 }],
      env: [
        { name: 'PORT', value: '8080' },
        { name: 'HOME', value: '/tmp' },
      ],
    });
    expect(shop().find('Service', 'shop', `shop-${environment}`).spec.ports).toMatchObject([
      { port: 80, targetPort: 8080 },
    ]);
  });

  test('leaves the Deployments of dev and staging to the backend', () => {
    const written = render(shop().app).map(({ content }) => content.split('\n---\n'));
    const objects = written
      .flat()
      .map((text) => /kind: (.+)[\s\S]*?namespace: (.+)/.exec(text)?.slice(1).join(' '));
    expect(objects.filter((text) => text?.startsWith('Deployment'))).toEqual(['Deployment shop-production']);
    expect(objects.filter((text) => text?.startsWith('Service'))).toEqual([
      'Service shop-dev',
      'Service shop-staging',
      'Service shop-production',
    ]);
  });

  test.each(['dev', 'staging'])(
    'fails if the pods of %s exceed the quota, although dist/ lacks them',
    (environment) => {
      const cluster = shop();
      const deployment = cluster.node
        .findChild('shop')
        .node.findChild(`application-${environment}`)
        .node.findAll()
        .find((node) => ApiObject.isApiObject(node) && node.kind === 'Deployment') as ApiObject;
      deployment.addJsonPatch(JsonPatch.replace('/spec/replicas', 12));
      expect(() => render(cluster.app)).toThrow(`shop-${environment}/${environment}-quota`);
    },
  );

  test('has one PodDisruptionBudget in production, and runs its pods on different nodes', () => {
    const cluster = shop(3);
    const { spec } = cluster.find('Deployment', 'shop', 'shop-production');
    expect(spec.replicas).toBe(3);
    expect(spec.template.spec.topologySpreadConstraints).toMatchObject([
      { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app: 'shop' } } },
    ]);
    const budgets = cluster.ofKind('PodDisruptionBudget');
    expect(budgets.map(({ metadata, spec }) => [metadata.name, spec.selector.matchLabels])).toEqual([
      ['app-pdb', { app: 'shop' }],
    ]);
  });

  test('declares the Secret with which each environment pulls its image', () => {
    expect(shop().expectedSecrets.map(({ namespace, name }) => `${namespace}/${name}`)).toEqual([
      'shop-dev/registry-credentials',
      'shop-staging/registry-credentials',
      'shop-production/registry-credentials',
    ]);
  });

  test.each([1, 11])('fails if production has %i replicas', (replicas) => {
    expect(() => shop(replicas)).toThrow(
      new Error(
        `project "shop": ${replicas} replicas are invalid: state 2 to 10, so that a node can be drained and the quota is sufficient`,
      ),
    );
  });
});
