import fc from 'fast-check';
import { covers, hostProblem } from '../../lib/kube/hostnames';

const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?$/);
/** Two labels and more, the last beginning with a letter, so that it is no address. */
const name = fc
  .tuple(fc.array(label, { minLength: 1, maxLength: 4 }), fc.stringMatching(/^[a-z][a-z0-9]{0,10}$/))
  .map(([labels, last]) => [...labels, last].join('.'));

/** The API server's own rule for a host, in one expression: DNS-1123 subdomains, with a wildcard for the first label. */
const API_SERVER = /^(\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

describe('a host', () => {
  test('is any DNS name, and any wildcard for its first label', () => {
    fc.assert(
      fc.property(name, (host) => {
        expect([hostProblem(host), hostProblem(`*.${host}`)]).toEqual([undefined, undefined]);
      }),
    );
  });

  test('is refused where the API server would refuse it', () => {
    const odd = fc.string({ unit: fc.constantFrom('a', 'B', '0', '-', '.', '*', '_', ' ', '/', ':', 'é') });
    fc.assert(
      fc.property(odd, (host) => {
        const accepted = API_SERVER.test(host) && !/^\d+(\.\d+){3}$/.test(host);
        expect(hostProblem(host) === undefined).toBe(accepted);
      }),
      { numRuns: 2000 },
    );
  });

  test('is refused with a wildcard anywhere but in place of the first label', () => {
    fc.assert(
      fc.property(name, fc.nat(), (host, at) => {
        const index = 1 + (at % host.length);
        const starred = `${host.slice(0, index)}*${host.slice(index)}`;
        expect(hostProblem(starred)).toBe(
          `host ${JSON.stringify(shown(starred))} has its wildcard in the wrong place: a wildcard replaces the whole first label, as in "*.example.com"`,
        );
      }),
    );
  });

  test('is shown in what is said of it', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (host) => {
        const problem = hostProblem(host);
        expect(problem === undefined || problem.startsWith(`host ${JSON.stringify(host)} `)).toBe(true);
      }),
    );
  });

  test.each([
    ['a label of 64 characters', `${'a'.repeat(64)}.example.com`],
    ['254 characters', `${'a.'.repeat(126)}aa`],
  ])('is refused with %s', (_, host) => {
    expect(hostProblem(host)).toContain('; the maximum is ');
  });
});

describe('a certificate', () => {
  test('covers the names on it, and by a wildcard each name one label longer', () => {
    fc.assert(
      fc.property(label, name, (first, domain) => {
        expect(covers([domain], domain)).toBe(true);
        expect(covers([`*.${domain}`], `${first}.${domain}`)).toBe(true);
        expect(covers([`*.${domain}`], `*.${domain}`)).toBe(true);
      }),
    );
  });

  test("covers neither the wildcard's own domain nor what lies two labels below", () => {
    fc.assert(
      fc.property(label, label, name, (first, second, domain) => {
        expect(covers([`*.${domain}`], domain)).toBe(false);
        expect(covers([`*.${domain}`], `${first}.${second}.${domain}`)).toBe(false);
      }),
    );
  });

  test('covers nothing without a name', () => {
    expect(covers([], 'shop.example.com')).toBe(false);
  });
});

/** A long host is cut in messages. */
function shown(host: string): string {
  return host.length > 60 ? `${host.slice(0, 59)}…` : host;
}
