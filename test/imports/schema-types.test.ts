import { readFileSync } from 'node:fs';
import { readSchema } from '../../imports/json-schema';
import { TYPED_KINDS, TYPES_FILE, typesText } from '../../imports/schema-types';

/** The generated interface of a name, without line breaks. */
function interfaceOf(text: string, name: string): string | undefined {
  return new RegExp(`export interface ${name} \\{\\n(.*?)\\n\\}\\n`, 's')
    .exec(text)?.[1]
    ?.replace(/\s+/g, ' ');
}

const DEPLOYMENT = typesText(['apps/v1/Deployment']);

test(`${TYPES_FILE} is up to date: if this fails, run "npm run types"`, () => {
  expect(readFileSync(TYPES_FILE, 'utf8')).toBe(typesText(TYPED_KINDS));
});

test('every kind has its apiVersion and kind, and the fields that its schema requires', () => {
  expect(interfaceOf(DEPLOYMENT, 'IDeployment')?.trim()).toBe(
    'readonly "apiVersion": "apps/v1"; readonly "kind": "Deployment"; readonly "metadata"?: IObjectMeta; readonly "spec"?: IDeploymentSpec;',
  );
  expect(interfaceOf(DEPLOYMENT, 'IDeploymentSpec')).toContain('readonly "selector": ILabelSelector;');
  expect(interfaceOf(DEPLOYMENT, 'IDeploymentSpec')).toContain('readonly "replicas"?: number;');
});

test('values have the types of a manifest: quantities, integers or strings, enums, lists and maps', () => {
  expect(interfaceOf(DEPLOYMENT, 'IResourceRequirements')).toContain(
    'readonly "limits"?: { readonly [key: string]: string | number };',
  );
  expect(interfaceOf(DEPLOYMENT, 'IHTTPGetAction')).toContain('readonly "port": number | string;');
  expect(interfaceOf(DEPLOYMENT, 'IHTTPGetAction')).toContain('readonly "scheme"?: "HTTP" | "HTTPS";');
  expect(interfaceOf(DEPLOYMENT, 'IContainer')).toContain('readonly "args"?: ReadonlyArray<string>;');
});

test('all definitions to which a kind refers are generated, once, and no others', () => {
  const definitions = Object.keys(readSchema('apps/v1/Deployment')?.$defs ?? {}).map((name) => `I${name}`);
  const generated = [...DEPLOYMENT.matchAll(/export interface (\w+)/g)].map(([, name]) => name);
  expect(generated).toEqual([...definitions, 'IDeployment'].sort());
});

test('definitions of the same name have the fields of all kinds', () => {
  const kinds = [
    'apiregistration.k8s.io/v1/APIService',
    'admissionregistration.k8s.io/v1/ValidatingWebhookConfiguration',
  ];
  const text = typesText(kinds);
  expect(interfaceOf(text, 'IServiceReference')?.trim()).toBe(
    'readonly "name"?: string; readonly "namespace"?: string; readonly "port"?: number; readonly "path"?: string;',
  );
});

test('fails if a kind has no schema', () => {
  expect(() => typesText(['batch/v1/Jobs'])).toThrow(
    'batch/v1/Jobs has no schema: run "npm run schemas -- batch/v1/Jobs"',
  );
});
