import { readFileSync } from 'node:fs';
import { files } from '../../examples/constructs';

test('the README contains the example of the constructs', () => {
  const example = readFileSync('examples/constructs.ts', 'utf8');
  expect(readFileSync('README.md', 'utf8')).toContain(`\`\`\`ts\n${example}\`\`\``);
});

test('the example of the constructs renders a whole cluster', () => {
  expect(files.map(({ path }) => path)).toMatchInlineSnapshot(`
[
  "shop/00-namespaces.k8s.yaml",
  "shop/10-isolation.k8s.yaml",
  "shop/30-ingress-nginx.k8s.yaml",
  "shop/40-certificates.k8s.yaml",
  "shop/60-ingress.k8s.yaml",
  "shop/80-project-my-project.k8s.yaml",
  "shop/90-preview-task-abc123.k8s.yaml",
]
`);
});
