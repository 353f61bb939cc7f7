import { previousMinorVersion } from '../../lib/kube/minor-version';

test.each([
  ['1.36', '1.35'],
  ['1.10', '1.9'],
])('before %s is %s', (version, previous) => {
  expect(previousMinorVersion(version)).toBe(previous);
});

test.each(['1.36.4', 'v1.36', '2.0', ''])('"%s" is refused', (version) => {
  expect(() => previousMinorVersion(version)).toThrow(
    `"${version}" is not a valid minor version of Kubernetes: write it as 1.36`,
  );
});
