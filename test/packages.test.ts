import { readFileSync } from 'node:fs';

interface Package {
  readonly name?: string;
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly dev?: boolean;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
}

const PACKAGES = Object.entries(
  (JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, Package> }).packages,
);

test('npm ci --omit=dev installs few packages', () => {
  const installed = PACKAGES.filter(([path, { dev, os = ['linux'], cpu = ['x64'] }]) => {
    const isForLinux = os.includes('linux') && cpu.includes('x64');
    return path.startsWith('node_modules/') && !dev && isForLinux;
  }).map(([path]) => path);
  // A dependency that brings dozens of others is a decision: see imports/README.md.
  expect(installed.length).toBeLessThanOrEqual(26);
});

// Without the address, npm reads the list of all versions of the package, which takes more time than to install it. npm replaces
// the public registry by the configured one: https://docs.npmjs.com/cli/configuring-npm/package-lock-json#packages
test('every package in the lock file that has a hash has its address in the public registry', () => {
  const hashed = PACKAGES.filter(([, { integrity }]) => integrity !== undefined);
  expect(hashed.length).toBeGreaterThan(300);
  const others = hashed.filter(
    ([path, { name = path.split('node_modules/').at(-1) ?? '', version, resolved }]) => {
      const file = `${name.split('/').at(-1)}-${version}.tgz`;
      return resolved !== `https://registry.npmjs.org/${name}/-/${file}`;
    },
  );
  expect(others.map(([path]) => path)).toEqual([]);
});
