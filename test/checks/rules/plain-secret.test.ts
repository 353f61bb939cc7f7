import { checkBroken } from '../../support/sound-cluster';
import { reports } from './reports';

reports(
  'plain-secret',
  'a password in the environment',
  ({ container }) => {
    container('Deployment', 'web').env[1] = { name: 'PASSWORD', value: 'made up' };
  },
  [
    'test/all/web.deployment: test/50-all.k8s.yaml: Deployment shop/web: spec.template.spec.containers[0].env[1].value: contains the secret "PASSWORD" in plain text ("m…", 7 characters): declare the secret with cluster.expectSecret() and refer to it [plain-secret]',
  ],
);

reports(
  'plain-secret',
  'a token of a provider, without printing it',
  ({ find }) => {
    find('Deployment', 'web').metadata.annotations = { note: `rotated: ghp_${'a1'.repeat(18)}` };
  },
  [
    'test/all/web.deployment: test/50-all.k8s.yaml: Deployment shop/web: metadata.annotations.note: contains a GitHub token ("ghp_…", 40 characters): declare the secret with cluster.expectSecret() and refer to it [plain-secret]',
  ],
);

test('no message shows the password of a URL', () => {
  const { all } = checkBroken(({ container }) => {
    container('Deployment', 'web').env[0].value = 'postgres://shop:correct-horse@database:5432/orders';
  });
  expect(all).toHaveLength(2);
  expect(all.join()).not.toContain('correct-horse');
});

reports(
  'plain-secret',
  'a password that follows its flag',
  ({ container }) => {
    container('Deployment', 'web').args = ['--password', 'correct-horse'];
  },
  [
    'test/all/web.deployment: test/50-all.k8s.yaml: Deployment shop/web: spec.template.spec.containers[0].args[1]: contains the secret "password" in plain text ("cor…", 13 characters): declare the secret with cluster.expectSecret() and refer to it [plain-secret]',
  ],
);
