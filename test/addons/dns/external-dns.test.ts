import { ExternalDns } from '../../../lib/addons/dns/external-dns';
import type { PolicyEngine } from '../../../lib/checks/engine/cluster-facts';
import { NGINX_ONLY } from '../../../lib/ingress/setting';
import { aiworkerApp } from '../../support/aiworker';
import { dnsNames } from '../../support/dns-names';
import { jsonOf, readManifests } from '../../support/manifests';
import { PolicyWorld } from '../../support/reachability';
import { TestCluster } from '../../support/test-cluster';

/** Document 000, "Cloudflare DNS Records". */
const DOCUMENT = [
  '*.aiworker.dev',
  '*.preview.aiworker.dev',
  'api.aiworker.dev',
  'app.aiworker.dev',
  'git.aiworker.dev',
];

function cluster(policyEngine: PolicyEngine = 'calico') {
  const made = new TestCluster({ policyEngine }, 'somewhere');
  new ExternalDns(made, 'external-dns', { zone: 'aiworker.dev', sources: NGINX_ONLY });
  return made;
}

const container = (made: TestCluster) =>
  made.find('Deployment', 'external-dns').spec.template.spec.containers[0];

test('makes these objects', () => {
  expect(cluster().objects()).toMatchSnapshot();
});

describe('the DNS names in dist/aiworker', () => {
  test('are the five names of the document', () => {
    expect(dnsNames(readManifests('dist/aiworker'))).toEqual(DOCUMENT);
  });

  test('do not depend on the number of projects and previews', () => {
    const preview = { project: 'two', image: 'x:1', createdAt: '2026-01-19T12:00:00Z', ttl: '168h' };
    const app = aiworkerApp({
      projects: [{ name: 'one' }, { name: 'two' }],
      previews: [
        { ...preview, id: 'first' },
        { ...preview, id: 'second' },
      ],
    });
    expect(dnsNames(jsonOf(app).flatMap(({ json }) => json))).toEqual(DOCUMENT);
  });

  test('are in the configured domain', () => {
    const names = dnsNames(jsonOf(aiworkerApp({ domain: 'example.net' })).flatMap(({ json }) => json));
    expect(names).toEqual(DOCUMENT.map((name) => name.replace('aiworker.dev', 'example.net')));
  });
});

test('has the name, namespace, label and token of the document', () => {
  const { metadata, spec } = cluster().find('Deployment', 'external-dns');
  expect(metadata.namespace).toBe('kube-system');
  expect(spec.replicas).toBe(1);
  expect(spec.selector.matchLabels).toEqual({ app: 'external-dns' });
  expect(spec.template.spec.serviceAccountName).toBe('external-dns');
  expect(spec.template.spec.containers[0].env).toEqual([
    {
      name: 'CF_API_TOKEN',
      valueFrom: { secretKeyRef: { name: 'cloudflare-api-token', key: 'token' } },
    },
  ]);
});

test('changes only records of its zone that its own cluster owns', () => {
  expect(container(cluster()).args).toEqual(
    expect.arrayContaining(['--domain-filter=aiworker.dev', '--registry=txt', '--txt-owner-id=somewhere']),
  );
});

test('states the annotation prefix, because its default changed in v0.22', () => {
  expect(container(cluster()).args).toContain('--annotation-prefix=external-dns.alpha.kubernetes.io/');
});

test('never has two pods at once, because they would revert each other’s records', () => {
  expect(cluster().find('Deployment', 'external-dns').spec.strategy).toEqual({ type: 'Recreate' });
});

test('has permission only to read the objects of its sources', () => {
  const verbs = ['get', 'list', 'watch'];
  const made = cluster();
  // biome-ignore lint/suspicious/noExplicitAny: a ClusterRole has no spec
  const { rules } = made.find('ClusterRole', 'external-dns') as any;
  expect(rules).toEqual([
    { apiGroups: [''], resources: ['services'], verbs },
    { apiGroups: ['networking.k8s.io'], resources: ['ingresses'], verbs },
  ]);
});

test('declares the Secret with its token, separate from cert-manager’s', () => {
  expect(cluster().expectedSecrets).toEqual([
    {
      namespace: 'kube-system',
      name: 'cloudflare-api-token',
      keys: {
        token:
          "an API token of Cloudflare with Zone:Read and DNS:Edit for aiworker.dev only, separate from cert-manager's token",
      },
      purpose: "ExternalDNS updates the zone's records",
    },
  ]);
});

describe('network access', () => {
  const kubeSystem = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-system' } };
  const world = new PolicyWorld([kubeSystem, ...cluster().objects()]);
  const from = { namespace: 'kube-system', labels: { app: 'external-dns' } };
  const dns = { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } };
  const OUTSIDE = '198.51.100.7';

  test.each([
    ["allows Cloudflare's API", OUTSIDE, 443, true],
    ['denies other ports on the internet', OUTSIDE, 80, false],
    ['allows the API server', '10.0.0.10', 6443, true],
    ["allows the cluster's DNS", dns, 53, true],
    ['denies other pods of kube-system', { ...dns, labels: { 'k8s-app': 'metrics-server' } }, 53, false],
  ])('%s', (_title, to, port, expected) => {
    expect(world.allows(from, to, port, 'TCP')).toBe(expected);
  });

  test('denies all incoming connections', () => {
    expect(world.allows(dns, from, 7979, 'TCP')).toBe(false);
    expect(world.allows(OUTSIDE, from, 7979, 'TCP')).toBe(false);
  });

  test('is not restricted for the other pods of kube-system', () => {
    expect(world.allows(dns, OUTSIDE, 80, 'TCP')).toBe(true);
    expect(world.allows(OUTSIDE, dns, 53, 'TCP')).toBe(true);
  });

  test('allows the API server by its identity with Cilium', () => {
    const policy = cluster('cilium').find(
      'CiliumNetworkPolicy',
      'app-external-dns-api-server',
      'kube-system',
    );
    expect(policy.spec).toEqual({
      description: 'ExternalDNS watches Ingresses and Services',
      endpointSelector: { matchLabels: { app: 'external-dns' } },
      egress: [{ toEntities: ['kube-apiserver'] }],
    });
  });
});
