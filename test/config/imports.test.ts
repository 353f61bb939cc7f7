import { readdirSync, readFileSync } from 'node:fs';

test('the configuration reader imports only its own files, lib/kube and packages without constructs', () => {
  const imports = readdirSync('lib/config').flatMap((file) => {
    const text = readFileSync(`lib/config/${file}`, 'utf8');
    return [...text.matchAll(/from '([^']+)'/g)].map(([, from]) => `${file}: ${from}`);
  });
  expect(imports).not.toEqual([]);
  expect(imports.filter((line) => !/: (\.\/[\w-]+|\.\.\/kube\/[\w-]+|yaml|node:fs)$/.test(line))).toEqual([]);
});
