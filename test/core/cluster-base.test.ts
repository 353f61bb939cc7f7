import { App } from 'cdk8s';
import { Construct } from 'constructs';
import { ClusterBase } from '../../lib/core/cluster-base';
import type { ClusterNamespaceProps } from '../../lib/core/cluster-namespace';
import { placeAllIn, Stage } from '../../lib/core/placement';
import { PriorityClass } from '../../lib/core/priority-class';
import { jsonOf } from '../support/manifests';
import { TestCluster } from '../support/test-cluster';

const QUOTA = { requests: { cpu: '1', memory: '2Gi' }, limits: { cpu: '2', memory: '4Gi' } };
const LIMITS = {
  max: { cpu: '2', memory: '4Gi' },
  min: { cpu: '100m', memory: '128Mi' },
  default: { cpu: '500m', memory: '512Mi' },
  defaultRequest: { cpu: '250m', memory: '256Mi' },
};

describe('a namespace', () => {
  test('with only the required properties', () => {
    const cluster = new TestCluster();
    cluster.addNamespace({ name: 'plain', podSecurity: 'baseline' });
    expect(cluster.objects()).toMatchSnapshot();
  });

  test('with all properties', () => {
    const cluster = new TestCluster();
    const own = new Construct(cluster, 'own');
    placeAllIn(own, Stage.project, 'own');
    const all: Required<ClusterNamespaceProps> = {
      name: 'full',
      labels: { team: 'backend' },
      annotations: { note: 'n' },
      quota: { ...QUOTA, pods: 5 },
      quotaExcept: [new PriorityClass(cluster, { name: 'exempt', value: 0, description: 'd' })],
      limits: LIMITS,
      expectedPods: 7,
      priorityClass: new PriorityClass(cluster, { name: 'important', value: 10, description: 'd' }),
      podSecurity: 'restricted',
      prefix: 'dev',
      policyName: 'a-policy',
    };
    cluster.addNamespace(all, own);
    expect(jsonOf(cluster.app)).toMatchSnapshot();
  });

  test('has a limit range that is sized for the number of pods of its quota', () => {
    const cluster = new TestCluster();
    cluster.addNamespace({ name: 'n', quota: { ...QUOTA, pods: 5 }, podSecurity: 'restricted' });
    expect(cluster.find('LimitRange', 'n-limits').spec).toEqual({
      limits: [
        {
          type: 'Container',
          defaultRequest: { cpu: '200m', memory: '400Mi', 'ephemeral-storage': '64Mi' },
          default: { cpu: '400m', memory: '816Mi', 'ephemeral-storage': '2Gi' },
        },
      ],
    });
  });

  test('has no limit range if it has neither a quota nor limits', () => {
    const cluster = new TestCluster();
    cluster.addNamespace({ name: 'none', podSecurity: 'restricted' });
    cluster.addNamespace({ name: 'some', limits: LIMITS, podSecurity: 'restricted' });
    expect(cluster.ofKind('LimitRange').map(({ metadata }) => metadata.name)).toEqual(['some-limits']);
  });

  test('has Pod Security labels that are pinned to the Kubernetes version of the cluster', () => {
    const cluster = new TestCluster();
    cluster.addNamespace({ name: 'n', podSecurity: 'privileged' });
    expect(cluster.find('Namespace', 'n').metadata.labels).toMatchObject({
      'pod-security.kubernetes.io/enforce': 'privileged',
      'pod-security.kubernetes.io/enforce-version': 'v1.36',
    });
  });

  test('fails if the cluster has another namespace of this name', () => {
    const cluster = new TestCluster();
    cluster.addNamespace({ name: 'twice', podSecurity: 'restricted' });
    expect(() => cluster.addNamespace({ name: 'twice', podSecurity: 'restricted' })).toThrow(
      new Error('cluster "test" has two namespaces "twice": give one of them another name'),
    );
  });

  test('fails if its name is not a DNS label', () => {
    expect(() => new TestCluster().addNamespace({ name: 'Pruebas', podSecurity: 'restricted' })).toThrow(
      new Error(
        'namespace of cluster "test": "Pruebas" is not a valid DNS label: use lower-case letters, digits and hyphens, with a letter or digit at both ends',
      ),
    );
  });
});

describe('a cluster', () => {
  test('labels all of its objects', () => {
    const cluster = new TestCluster();
    cluster.addNamespace({ name: 'n', quota: { ...QUOTA, pods: 1 }, podSecurity: 'restricted' });
    const labels = cluster.objects().map(({ metadata }) => metadata.labels);
    expect(labels.length).toBeGreaterThan(4);
    for (const own of labels) {
      expect(own).toMatchObject({
        'app.kubernetes.io/managed-by': 'cluster-topology',
        'app.kubernetes.io/part-of': 'test',
      });
    }
  });

  test('is found from a construct below it', () => {
    const cluster = new TestCluster();
    const namespace = cluster.addNamespace({ name: 'n', podSecurity: 'restricted' });
    expect(ClusterBase.of(namespace)).toBe(cluster);
  });

  test('fails if it is looked up from a construct outside a cluster', () => {
    expect(() => ClusterBase.of(new Construct(new App(), 'stray'))).toThrow(
      new Error('stray is not part of a cluster: create it below a ClusterBase'),
    );
  });

  test('lists its declared Secrets in the order of their declaration, and fails if one is declared twice', () => {
    const cluster = new TestCluster();
    const secret = {
      name: 's',
      keys: { token: 'an API token' },
      purpose: 'the API is called',
      namespace: { name: 'n' },
    };
    expect(cluster.expectSecret(secret)).toEqual({ ...secret, namespace: 'n' });
    expect(cluster.expectedSecrets).toEqual([{ ...secret, namespace: 'n' }]);
    expect(() => cluster.expectSecret(secret)).toThrow(
      new Error('secret "n/s" is declared twice: declare it once, with all of its keys'),
    );
  });
});
