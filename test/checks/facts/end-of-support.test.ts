import { COMPONENTS } from '../../../lib/checks/facts/components';
import { componentNamed, componentOf, cyclesOf, supportOf } from '../../../lib/checks/facts/end-of-support';
import * as versions from '../../../lib/core/versions';

/** The components of the version constants. */
const NAMES: Readonly<Record<string, string>> = {
  KUBERNETES_VERSION: 'Kubernetes',
  PREVIOUS_KUBERNETES_VERSION: 'Kubernetes',
  CERT_MANAGER_VERSION: 'cert-manager',
  ENVOY_GATEWAY_VERSION: 'Envoy Gateway',
  GATEWAY_API_VERSION: 'Gateway API',
  HELM_VERSION: 'Helm',
  ISTIO_VERSION: 'Istio',
};

// aiworker builds and supports the images of its own registry.
const images = Object.values(versions.IMAGES).filter((image) => !image.startsWith('git.aiworker.dev/'));
const constants = Object.entries(versions).filter(([, value]) => typeof value === 'string');

test.each(images)('the support of %s is known', (image) => {
  const found = componentOf(image);
  expect(found && supportOf(found)).toBeDefined();
});

test.each(constants)('the support of %s %s is known', (constant, version) => {
  const component = componentNamed(NAMES[constant] ?? constant);
  expect(component && supportOf({ component, version: String(version).replace('v', '') })).toBeDefined();
});

test.each(COMPONENTS.map((component) => [component.name, component] as const))(
  '%s has either dates or a reason for having none, and a source',
  (_name, component) => {
    const dates = cyclesOf(component).map(({ until }) => until);
    expect(component.undated !== undefined).toBe(dates.includes(undefined));
    for (const date of dates) if (date) expect(new Date(date).toISOString()).toBe(`${date}T00:00:00.000Z`);
    expect(component.source).toMatch(/^https:/);
  },
);

test.each([
  ['mysql:8.4.13', 'MySQL 8.4'],
  ['docker.io/library/mysql:8.4', 'MySQL 8.4'],
  ['docker.gitea.com/gitea:28.1.0-rootless', 'Gitea 28'],
  ['gitea/gitea:1.27.3', 'Gitea 1.27'],
  [`registry.k8s.io/kubectl:v1.36.5@sha256:${'0'.repeat(64)}`, 'Kubernetes 1.36'],
  ['envoyproxy/envoy:distroless-v1.39.6', 'Envoy 1.39'],
  ['mirror.example:5000/ingress-nginx/controller', 'ingress-nginx'],
])('%s is %s', (image, cycle) => {
  const found = componentOf(image);
  expect(found && supportOf(found)?.component).toBe(cycle);
});

test.each(['mysql:8.40.1', 'mysql', 'mysql:latest'])('the release cycle of %s is not known', (image) => {
  const found = componentOf(image);
  expect(found?.component.name).toBe('MySQL');
  expect(found && supportOf(found)).toBeUndefined();
});

test.each(['registry.example/mysql:8.4.13', 'localhost:5000/library/mysql:8.4.13', 'shop/mysql:8.4'])(
  '%s is not a known component',
  (image) => {
    expect(componentOf(image)).toBeUndefined();
  },
);
