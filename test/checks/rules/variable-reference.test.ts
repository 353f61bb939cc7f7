import type { Workshop } from '../../support/sound-cluster';
import { reports } from './reports';

const WEB = 'test/all/web.deployment: test/50-all.k8s.yaml: Deployment shop/web: spec.template.spec';

function define(...env: readonly object[]) {
  return ({ container }: Workshop) => container('Deployment', 'web').env.push(...env);
}

reports(
  'variable-reference',
  'a variable that is defined after its use',
  define({ name: 'URL', value: 'http://$(NAME)' }, { name: 'NAME', value: 'db' }),
  [
    `${WEB}.containers[0].env[2].value is "http://$(NAME)": variable NAME is defined after its use: move it to the front, or write $$(NAME) if the program replaces it [variable-reference]`,
  ],
);

reports(
  'variable-reference',
  'a variable of the image, which the kubelet does not know',
  define({ name: 'PATH', value: '$(PATH):/opt/bin' }),
  [
    `${WEB}.containers[0].env[2].value is "$(PATH):/opt/bin": variable PATH is not defined: define it, or write $$(PATH) if the program replaces it [variable-reference]`,
  ],
);

reports(
  'variable-reference',
  'a subPathExpr, for which the kubelet must know the variable',
  ({ container }) => {
    container('Deployment', 'web').volumeMounts[0].subPathExpr = '$(POD_NAME)';
  },
  [
    `${WEB}.containers[0].volumeMounts[0].subPathExpr is "$(POD_NAME)": variable POD_NAME is not defined: define it [variable-reference]`,
  ],
);
