import type { Exposure } from '../../lib/ingress/exposure';
import { acceptanceProblem, requireSupport } from '../../lib/ingress/support';

function exposure(options: Exposure['options']) {
  return { name: 'shop', options } as Exposure;
}

test('an option without support is an error with its reason and remedy', () => {
  const limited = exposure({ rateLimit: { requestsPerSecond: 10, connections: 5 } });
  expect(() => requireSupport(limited, 'nginx')).not.toThrow();
  expect(() => requireSupport(limited, 'envoy-gateway')).toThrow(
    new Error(
      'exposure "shop": rateLimit.connections: Envoy Gateway limits only the connections of all clients together: state requestsPerSecond in its place, or accept the difference with a reason in acceptRisk',
    ),
  );
});

test('an option without support can be accepted with a reason', () => {
  const acceptRisk = { 'rateLimit.connections': 'the application limits its connections' };
  const limited = exposure({ rateLimit: { connections: 5 }, acceptRisk });
  expect(() => requireSupport(limited, 'envoy-gateway')).not.toThrow();
});

test.each([
  [{ acceptRisk: { cors: ' ' } }, 'acceptRisk has no reason for cors: state one'],
  [
    { acceptRisk: { cors: 'a reason' } },
    'acceptRisk has a reason for cors, which the exposure does not state: remove it',
  ],
])('%j is refused', (options, problem) => {
  expect(acceptanceProblem(options)).toBe(problem);
});
