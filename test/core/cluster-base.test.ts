import { App } from 'cdk8s';
import { Construct } from 'constructs';
import { ClusterBase } from '../../lib/core/cluster-base';
import { Stage } from '../../lib/core/placement';
import { TestCluster } from '../support/test-cluster';

const QUOTA = { requests: { cpu: '1', memory: '2Gi' }, limits: { cpu: '2', memory: '4Gi' } };
const LIMITS = {
  max: { cpu: '2', memory: '4Gi' },
  min: { cpu: '100m', memory: '128Mi' },
  default: { cpu: '500m', memory: '512Mi' },
  defaultRequest: { cpu: '250m', memory: '256Mi' },
};

describe('a namespace', () => {
  test('with as little as possible', () => {
    const cluster = new TestCluster();
    cluster.namespace({ name: 'plain', podSecurity: 'baseline' });
    expect(cluster.objects()).toMatchSnapshot();
  });

  test('with everything', () => {
    const cluster = new TestCluster();
    cluster.namespace({
      name: 'full',
      labels: { team: 'backend' },
      annotations: { note: 'n' },
      quota: { ...QUOTA, pods: 5, persistentVolumeClaims: 3 },
      limits: LIMITS,
      expectedPods: 7,
      podSecurity: 'restricted',
      prefix: 'dev',
      policyName: 'a-policy',
      file: cluster.file(Stage.project, 'own'),
    });
    expect(cluster.app.manifests()).toMatchSnapshot();
  });

  test("with a quota has a limit range, sized by the quota's pods", () => {
    const cluster = new TestCluster();
    cluster.namespace({ name: 'n', quota: { ...QUOTA, pods: 5 }, podSecurity: 'restricted' });
    expect(cluster.find('LimitRange', 'n-limits').spec).toEqual({
      limits: [
        {
          type: 'Container',
          defaultRequest: { cpu: '200m', memory: '400Mi' },
          default: { cpu: '400m', memory: '816Mi' },
        },
      ],
    });
  });

  test('without a quota has no limit range unless it is given one', () => {
    const cluster = new TestCluster();
    cluster.namespace({ name: 'none', podSecurity: 'restricted' });
    cluster.namespace({ name: 'some', limits: LIMITS, podSecurity: 'restricted' });
    expect(cluster.ofKind('LimitRange').map(({ metadata }) => metadata.name)).toEqual(['some-limits']);
  });

  test("has Pod Security pinned to the cluster's version", () => {
    const cluster = new TestCluster();
    cluster.namespace({ name: 'n', podSecurity: 'privileged' });
    expect(cluster.find('Namespace', 'n').metadata.labels).toMatchObject({
      'pod-security.kubernetes.io/enforce': 'privileged',
      'pod-security.kubernetes.io/enforce-version': 'v1.34',
    });
  });

  test('fails if the cluster has one of that name', () => {
    const cluster = new TestCluster();
    cluster.namespace({ name: 'twice', podSecurity: 'restricted' });
    expect(() => cluster.namespace({ name: 'twice', podSecurity: 'restricted' })).toThrow(
      new Error('cluster "test" has a namespace "twice" already: give one of them another name'),
    );
  });

  test('fails if its name is no DNS label', () => {
    expect(() => new TestCluster().namespace({ name: 'Pruebas', podSecurity: 'restricted' })).toThrow(
      new Error(
        'namespace of cluster "test": "Pruebas" is no DNS label: lower-case letters, digits and hyphens, the first and the last no hyphen',
      ),
    );
  });
});

describe('a cluster', () => {
  test('labels every object as its own', () => {
    const cluster = new TestCluster();
    cluster.namespace({ name: 'n', quota: { ...QUOTA, pods: 1 }, podSecurity: 'restricted' });
    const labels = cluster.objects().map(({ metadata }) => metadata.labels);
    expect(labels.length).toBeGreaterThan(4);
    for (const own of labels) {
      expect(own).toMatchObject({
        'app.kubernetes.io/managed-by': 'cluster-topology',
        'app.kubernetes.io/part-of': 'test',
      });
    }
  });

  test('gives the same file for the same stage and name', () => {
    const cluster = new TestCluster();
    expect(cluster.file(Stage.platform, 'x')).toBe(cluster.file(Stage.platform, 'x'));
    expect(cluster.file(Stage.platform, 'x').path).toBe('test/30-x.k8s.yaml');
  });

  test('is found from what lies in it', () => {
    const cluster = new TestCluster();
    const namespace = cluster.namespace({ name: 'n', podSecurity: 'restricted' });
    expect(ClusterBase.of(namespace)).toBe(cluster);
  });

  test('fails if it is asked of a construct outside', () => {
    expect(() => ClusterBase.of(new Construct(new App(), 'stray'))).toThrow(
      new Error('stray lies in no cluster: make it beneath a ClusterBase'),
    );
  });

  test('lists the secrets that it expects, in the order of their declaration', () => {
    const cluster = new TestCluster();
    const secret = { namespace: 'n', name: 's', keys: { token: 'an API token' }, purpose: 'to call the API' };
    cluster.expectSecret(secret);
    expect(cluster.expectedSecrets).toEqual([secret]);
    expect(() => cluster.expectSecret(secret)).toThrow(
      new Error('the secret "n/s" is declared twice: declare it once, with all its keys'),
    );
  });
});
