import { ClusterIndex } from '../../../lib/checks/engine/cluster-index';
import { acceptRisk } from '../../../lib/core/accept-risk';
import { consequencesOf } from '../../../lib/report/report';
import { soundFacts, type Workshop } from '../../support/sound-cluster';
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
  expect(findings).toEqual([
    expect.stringMatching(/^new accepted risk: Deployment shop\/web: .* \[image-tag\] \(accepted: a test\)$/),
  ]);
});

test('a risk that is accepted, and one that is no longer accepted', () => {
  const index = new ClusterIndex(soundFacts(useLatest));
  const accepted = new ClusterIndex(
    soundFacts((workshop) => {
      acceptRisk(workshop.cluster, { rule: 'image-tag', because: 'a test' });
      useLatest(workshop);
    }),
  );
  const told = (before: ClusterIndex, after: ClusterIndex) =>
    consequencesOf(before, after).map(({ sentence }) => sentence);
  expect(told(index, accepted)).toEqual([
    expect.stringMatching(/^accepted risk \(error before\): Deployment/),
  ]);
  expect(told(accepted, index)).toEqual([
    expect.stringMatching(/^error \(accepted risk before\): Deployment/),
  ]);
});

test('a finding with another number is the same finding', () => {
  const request = (cpu: string) => (workshop: Workshop) => {
    workshop.container('StatefulSet', 'db').resources.requests.cpu = cpu;
    workshop.container('StatefulSet', 'db').resources.limits.cpu = '1';
  };
  const findings = sentences('findings', request('950m'), request('900m'));
  expect(findings).toEqual([
    expect.stringMatching(
      /^changed error: ResourceQuota shop\/shop-quota: spec\.hard: .*requests\.cpu 1150m of 1.* \[quota\]$/,
    ),
  ]);
});

test('a further finding about the same field is new', () => {
  const use =
    (...images: string[]) =>
    ({ find }: Workshop) => {
      const { spec } = find('Deployment', 'web').spec.template;
      spec.initContainers = images.map((image, index) => ({
        ...spec.containers[0],
        name: `init-${index}`,
        image,
      }));
    };
  const findings = sentences('findings', use('a:latest', 'b:latest'), use('a:latest'));
  expect(findings.filter((sentence) => sentence.includes('image-tag'))).toEqual([
    expect.stringMatching(/^new error: .*b:latest/),
  ]);
});

test('a finding whose index moves is the same finding', () => {
  const use =
    (...images: string[]) =>
    ({ find }: Workshop) => {
      const { spec } = find('Deployment', 'web').spec.template;
      spec.initContainers = images.map((image, index) => ({
        ...spec.containers[0],
        name: `i-${index}`,
        image,
      }));
    };
  const findings = sentences('findings', use('a:1', 'b:latest'), use('b:latest', 'a:1'));
  expect(findings.filter((sentence) => sentence.includes('image-tag'))).toEqual([]);
});
