import { readFileSync } from 'node:fs';

interface Package {
  readonly dev?: boolean;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
}

test('npm ci --omit=dev installs few packages', () => {
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, Package> };
  const installed = Object.entries(lock.packages)
    .filter(([path, { dev, os = ['linux'], cpu = ['x64'] }]) => {
      const isForLinux = os.includes('linux') && cpu.includes('x64');
      return path.startsWith('node_modules/') && !dev && isForLinux;
    })
    .map(([path]) => path);
  // A dependency that brings dozens of others is a decision: see imports/README.md.
  expect(installed.length).toBeLessThanOrEqual(25);
});
