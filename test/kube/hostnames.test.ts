import fc from 'fast-check';
import { covers, hostProblem, intersection } from '../../lib/kube/hostnames';

const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?$/);
/** A DNS name of two or more labels. The last one starts with a letter, so that the name is not an address. */
const name = fc
  .tuple(fc.array(label, { minLength: 1, maxLength: 4 }), fc.stringMatching(/^[a-z][a-z0-9]{0,10}$/))
  .map(([labels, last]) => [...labels, last].join('.'));

/** The rule of the API server for a host: a DNS-1123 subdomain, whose first label may be a wildcard. */
const API_SERVER = /^(\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

describe('a host', () => {
  test('may be any DNS name, and a wildcard for its first label', () => {
    fc.assert(
      fc.property(name, (host) => {
        expect([hostProblem(host), hostProblem(`*.${host}`)]).toEqual([undefined, undefined]);
      }),
    );
  });

  test('is invalid if the API server refuses it, or if it is an address', () => {
    const odd = fc.string({ unit: fc.constantFrom('a', 'B', '0', '-', '.', '*', '_', ' ', '/', ':', 'é') });
    fc.assert(
      fc.property(odd, (host) => {
        const accepted = API_SERVER.test(host) && !/^\d+(\.\d+){3}$/.test(host);
        expect(hostProblem(host) === undefined).toBe(accepted);
      }),
      { numRuns: 2000 },
    );
  });

  test('is invalid if a wildcard is not the whole first label', () => {
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

  test('is part of the message about it', () => {
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
  ])('is invalid if it has %s', (_, host) => {
    expect(hostProblem(host)).toContain('; the maximum is ');
  });
});

describe('a certificate', () => {
  test('covers its names, and with a wildcard all names of one label more', () => {
    fc.assert(
      fc.property(label, name, (first, domain) => {
        expect(covers([domain], domain)).toBe(true);
        expect(covers([`*.${domain}`], `${first}.${domain}`)).toBe(true);
        expect(covers([`*.${domain}`], `*.${domain}`)).toBe(true);
      }),
    );
  });

  test('with a wildcard covers neither the domain itself nor names of two labels more', () => {
    fc.assert(
      fc.property(label, label, name, (first, second, domain) => {
        expect(covers([`*.${domain}`], domain)).toBe(false);
        expect(covers([`*.${domain}`], `${first}.${second}.${domain}`)).toBe(false);
      }),
    );
  });

  test('covers no host if it has no name', () => {
    expect(covers([], 'shop.example.com')).toBe(false);
  });
});

/** A host as messages show it: a long one is shortened. */
function shown(host: string): string {
  return host.length > 60 ? `${host.slice(0, 59)}…` : host;
}

describe('two host names', () => {
  test.each([
    ['a.example', 'a.example', 'a.example'],
    ['*', '*.example', '*.example'],
    ['a.b.example', '*.example', 'a.b.example'],
    ['*.b.example', '*.example', '*.b.example'],
    ['*.example', '*', '*.example'],
  ])('%s and %s have %s in common', (one, other, common) => {
    expect([intersection(one, other), intersection(other, one)]).toEqual([common, common]);
  });

  test.each([
    ['example', '*.example'],
    ['a.example', 'b.example'],
    ['a.myexample', '*.example'],
    ['*.a.example', '*.b.example'],
  ])('%s and %s have no host in common', (one, other) => {
    expect([intersection(one, other), intersection(other, one)]).toEqual([undefined, undefined]);
  });
});
