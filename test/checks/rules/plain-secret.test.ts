import { reports } from './reports';

reports(
  'plain-secret',
  'a password in the environment',
  ({ container }) => {
    container('Deployment', 'web').env[1] = { name: 'PASSWORD', value: 'made up' };
  },
  [
    'test/all/web.deployment: test/50-all.k8s.yaml: Deployment shop/web: spec.template.spec.containers[0].env[1] is "PASSWORD": its value contains a secret in plain text: declare the secret with cluster.expectSecret() and refer to it [plain-secret]',
  ],
);
