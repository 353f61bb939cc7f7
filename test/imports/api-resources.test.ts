import { readApiResources, servedResources } from '../../imports/api-resources';

const VERBS = ['list', 'get'];

/** The documents of an API server with pods, Deployments and a CRD. */
const DOCUMENTS: Readonly<Record<string, object>> = {
  '/apis/apiregistration.k8s.io/v1/apiservices': {
    items: [
      service('onstart', { version: 'v1' }),
      service('onstart', { group: 'apps', version: 'v1' }),
      service('onstart', { group: 'apps', version: 'v2' }),
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
  '/apis/apps/v1': {
    resources: [{ name: 'deployments', namespaced: true, verbs: VERBS, kind: 'Deployment' }],
  },
  '/apis/apps/v2': {
    resources: [{ name: 'deployments', namespaced: true, verbs: VERBS, kind: 'Deployment' }],
  },
  '/apis/apiregistration.k8s.io/v1': {
    resources: [{ name: 'apiservices', namespaced: false, verbs: VERBS, kind: 'APIService' }],
  },
};

function service(managed: string, spec: object): object {
  return { metadata: { labels: { 'kube-aggregator.kubernetes.io/automanaged': managed } }, spec };
}

test('resources of the API server are sorted, without those of CRDs and of other API servers', () => {
  const verbs = ['get', 'list'];
  const versions = ['v1'];
  expect(JSON.stringify(servedResources((path) => JSON.stringify(DOCUMENTS[path])))).toEqual(
    JSON.stringify({
      '': {
        pods: { kind: 'Pod', namespaced: true, verbs, versions },
        'pods/log': { namespaced: true, verbs: ['get'], versions },
      },
      'apiregistration.k8s.io': { apiservices: { kind: 'APIService', namespaced: false, verbs, versions } },
      apps: { deployments: { kind: 'Deployment', namespaced: true, verbs, versions: ['v1', 'v2'] } },
    }),
  );
});

test('the file has the scope, the verbs and the versions of resources and subresources', () => {
  const resources = readApiResources();
  expect(resources['']?.nodes?.namespaced).toBe(false);
  expect(resources['']?.['pods/eviction']).toEqual({ namespaced: true, verbs: ['create'], versions: ['v1'] });
  expect(resources.apps?.deployments).toMatchObject({ kind: 'Deployment', namespaced: true });
  expect(resources['cert-manager.io']).toBeUndefined();
});
