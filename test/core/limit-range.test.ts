import { defaultLimits } from '../../lib/core/limit-range';
import { parseCpu, parseQuantity } from '../../lib/kube/quantity';

const quota = { requests: { cpu: '500m', memory: '1Gi' }, limits: { cpu: '1', memory: '2Gi' } };

test('the defaults are the share of one pod in the quota, rounded down', () => {
  expect(defaultLimits('preview', { ...quota, pods: 3 })).toEqual({
    defaultRequest: { cpu: '160m', memory: '336Mi' },
    default: { cpu: '330m', memory: '672Mi' },
  });
});

test.each(Array.from({ length: 16 }, (_, index) => index + 1))(
  '%i pods with the defaults fit the quota',
  (pods) => {
    const { default: limits, defaultRequest: requests } = defaultLimits('n', quota, pods);
    expect(pods * parseCpu(requests.cpu)).toBeLessThanOrEqual(parseCpu(quota.requests.cpu));
    expect(pods * parseQuantity(requests.memory)).toBeLessThanOrEqual(parseQuantity(quota.requests.memory));
    expect(pods * parseCpu(limits.cpu)).toBeLessThanOrEqual(parseCpu(quota.limits.cpu));
    expect(pods * parseQuantity(limits.memory)).toBeLessThanOrEqual(parseQuantity(quota.limits.memory));
  },
);

test('fails if the number of pods is unknown', () => {
  expect(() => defaultLimits('gitea', quota)).toThrow(
    new Error(
      'namespace "gitea" has a quota without a number of pods: state limits, or expectedPods from which the default limits are computed',
    ),
  );
});

test('fails if the quota is too small for its pods', () => {
  expect(() => defaultLimits('n', quota, 100)).toThrow(
    new Error(
      'namespace "n" has a quota of 500m CPU and 1Gi, which is too small for 100 pods: raise the quota, or state limits',
    ),
  );
});
