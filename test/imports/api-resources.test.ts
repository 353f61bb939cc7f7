import { readApiResources, servedResources } from '../../imports/api-resources';

const VERBS = ['list', 'get'];

/** The documents of an API server with pods, Deployments and a CRD. */
const DOCUMENTS: Readonly<Record<string, object>> = {
  '/apis/apiregistration.k8s.io/v1/apiservices': {
    items: [
      service('onstart', { version: 'v1' }),
      service('onstart', { group: 'apps', version: 'v1' }),
      service('true', { group: 'cert-manager.io', version: 'v1' }),
      { metadata: {}, spec: { group: 'metrics.k8s.io', version: 'v1beta1' } },
    ],
  },
  '/api/v1': {
    resources: [
      { name: 'pods/log', namespaced: true, verbs: ['get'], kind: 'Pod' },
      { name: 'pods', namespaced: true, verbs: VERBS, kind: 'Pod' },
    ],
  },
  '/apis/apps/v1': { resources: [{ name: 'deployments', namespaced: true, verbs: VERBS }] },
  '/apis/apiregistration.k8s.io/v1': {
    resources: [{ name: 'apiservices', namespaced: false, verbs: VERBS }],
  },
};

function service(managed: string, spec: object): object {
  return { metadata: { labels: { 'kube-aggregator.kubernetes.io/automanaged': managed } }, spec };
}

test('resources of the API server are sorted, without those of CRDs and of other API servers', () => {
  const verbs = ['get', 'list'];
  expect(JSON.stringify(servedResources((path) => JSON.stringify(DOCUMENTS[path])))).toEqual(
    JSON.stringify({
      '': { pods: { namespaced: true, verbs }, 'pods/log': { namespaced: true, verbs: ['get'] } },
      'apiregistration.k8s.io': { apiservices: { namespaced: false, verbs } },
      apps: { deployments: { namespaced: true, verbs } },
    }),
  );
});

test('the file has the scope and the verbs of resources and subresources', () => {
  const resources = readApiResources();
  expect(resources['']?.nodes?.namespaced).toBe(false);
  expect(resources['']?.['pods/eviction']).toEqual({ namespaced: true, verbs: ['create'] });
  expect(resources.apps?.deployments?.namespaced).toBe(true);
  expect(resources['cert-manager.io']).toBeUndefined();
});
