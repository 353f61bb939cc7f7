import { contextOf } from '../../lib/live/context';
import { fakeKubectl } from './fake-kubectl';

const KUBECONFIG = {
  'current-context': 'dev',
  contexts: [
    { name: 'production', context: { cluster: 'p' } },
    { name: 'dev', context: { cluster: 'd' } },
    { name: 'broken', context: { cluster: 'none' } },
  ],
  clusters: [
    { name: 'p', cluster: { server: 'https://p:6443' } },
    { name: 'd', cluster: { server: 'https://d:6443' } },
  ],
};

const { KUBECONFIG: before } = process.env;
beforeEach(() => {
  process.env.KUBECONFIG = '/home/me/config';
});
afterAll(() => {
  process.env.KUBECONFIG = before;
});

test('the context is the named one, or the current one', () => {
  fakeKubectl({ kubeconfig: KUBECONFIG });
  expect(contextOf('production')).toEqual({ name: 'production', server: 'https://p:6443' });
  expect(contextOf(undefined)).toEqual({ name: 'dev', server: 'https://d:6443' });
});

test('fails if the context is unknown, with the names of all contexts', () => {
  fakeKubectl({ kubeconfig: KUBECONFIG });
  expect(() => contextOf('productoin')).toThrow(
    '/home/me/config: context "productoin" is unknown: did you mean "production"? use one of broken, dev, production',
  );
});

test('fails if no context is named and none is current', () => {
  fakeKubectl({ kubeconfig: { ...KUBECONFIG, 'current-context': '' } });
  expect(() => contextOf(undefined)).toThrow(
    'no current context is set: add --context with one of broken, dev',
  );
});

test('fails if there is no kubeconfig', () => {
  fakeKubectl({ kubeconfig: { contexts: null } });
  expect(() => contextOf(undefined)).toThrow(
    '/home/me/config: no context found: set KUBECONFIG to the file of a cluster',
  );
});

test('fails if the context has no API server', () => {
  fakeKubectl({ kubeconfig: KUBECONFIG });
  expect(() => contextOf('broken')).toThrow(
    'context "broken" has no API server: set the cluster of the context',
  );
});

test('fails if kubectl is not installed', () => {
  const { PATH } = process.env;
  process.env.PATH = '';
  expect(() => contextOf(undefined)).toThrow('kubectl is not installed: install it');
  process.env.PATH = PATH;
});
