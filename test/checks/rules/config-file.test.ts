import type { Workshop } from '../../support/sound-cluster';
import { reports } from './reports';

const SETTINGS = 'test/all/web-settings: test/50-all.k8s.yaml: ConfigMap shop/web-settings';

function withFile(key: string, text: string) {
  return ({ find }: Workshop) => {
    find('ConfigMap', 'web-settings').data[key] = text;
  };
}

reports('config-file', 'a tab in YAML', withFile('web.yaml', 'database:\n\thost: db\n'), [
  `${SETTINGS}: data["web.yaml"]: not valid YAML at line 2, column 1: tab characters must not be used in indentation: correct the YAML [config-file]`,
]);

reports(
  'config-file',
  'a tab in YAML after an expression of a template',
  withFile('web.yaml', 'name: {{ .Name }}\ndatabase:\n\thost: {{ .Host }}\n'),
  [expect.stringContaining('not valid YAML at line 3, column 1')],
);

reports('config-file', 'a trailing comma in JSON', withFile('web.json', '{\n  "theme": "dark",\n}\n'), [
  `${SETTINGS}: data["web.json"]: not valid JSON at line 3, column 1: correct the JSON [config-file]`,
]);
