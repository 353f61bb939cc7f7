import { reports } from './reports';

reports(
  'schema',
  'a misspelt field',
  ({ container }) => {
    container('Deployment', 'web').imag = 'x';
  },
  [
    'test/all/web.deployment: test/50-all.k8s.yaml: Deployment shop/web: spec.template.spec.containers[0].imag: unknown field, which an API server rejects or drops: did you mean "image"? [schema]',
  ],
);
