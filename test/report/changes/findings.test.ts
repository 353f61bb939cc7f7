import { acceptRisk } from '../../../lib/core/accept-risk';
import type { Workshop } from '../../support/sound-cluster';
import { sentences } from '../sentences';

const useLatest = ({ container }: Workshop) => {
  container('Deployment', 'web').image = 'registry.example/web:latest';
};

test('a new finding is told with its rule', () => {
  const findings = sentences('findings', useLatest);
  expect(findings).toEqual([expect.stringMatching(/^new error: Deployment shop\/web: .*latest.* \[.+\]$/)]);
});

test('a finding that is resolved', () => {
  const findings = sentences(
    'findings',
    ({ container }) => {
      container('Deployment', 'web').image = 'registry.example/web:1.0';
    },
    useLatest,
  );
  expect(findings).toEqual([expect.stringMatching(/^resolved error: Deployment shop\/web: /)]);
});

test('a finding that is accepted is an accepted risk', () => {
  const findings = sentences('findings', useLatest, ({ cluster }) =>
    acceptRisk(cluster, { rule: 'image-tag', because: 'a test' }),
  );
  expect(findings).toEqual([expect.stringMatching(/^new accepted risk: Deployment shop\/web: /)]);
});
