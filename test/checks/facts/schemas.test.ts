import { problemsOf } from '../../../lib/checks/facts/schemas';

type Json = { apiVersion: string; kind: string };

function fields(json: Json): string[] {
  return problemsOf(json).map(({ field }) => field);
}

/** Each problem as `field: problem`, with the value where there is one. */
function problems(json: Json): string[] {
  return problemsOf(json).map(({ field, value, problem }) =>
    value === undefined ? `${field}: ${problem}` : `${field} is ${JSON.stringify(value)}: ${problem}`,
  );
}

function object(apiVersion: string, kind: string, rest: object): Json {
  return { apiVersion, kind, ...{ metadata: { name: 'web' }, ...rest } };
}

function deployment(container: object, spec: object = {}): Json {
  const template = { spec: { containers: [{ name: 'web', ...container }] } };
  return object('apps/v1', 'Deployment', {
    metadata: { name: 'web', labels: { 'any.key/at-all': 'x' } },
    spec: { selector: { matchLabels: { app: 'web' } }, template, ...spec },
  });
}

function quota(cpu: unknown): Json {
  return object('v1', 'ResourceQuota', { spec: { hard: { 'limits.cpu': cpu } } });
}

function virtualService(uri: unknown): Json {
  const http = [{ match: [{ uri }], route: [{ destination: { host: 'web' } }] }];
  return object('networking.istio.io/v1', 'VirtualService', { spec: { hosts: ['example.com'], http } });
}

const CONTAINER = 'spec.template.spec.containers[0]';
const UNKNOWN = 'unknown field, which an API server rejects or drops';

describe('unknown fields', () => {
  test('are not reported for a valid object, whose labels may have any key', () => {
    expect(fields(deployment({ resources: { limits: { cpu: '1', 'example.com/gpu': '1' } } }))).toEqual([]);
  });

  test('a misspelt field is found after valid objects of the kind, and every time', () => {
    const wrong = deployment({ resources: { limit: { cpu: '1' } } });
    const expected = [`${CONTAINER}.resources.limit`];
    expect(fields(deployment({}))).toEqual([]);
    expect([fields(wrong), fields(wrong)]).toEqual([expected, expected]);
  });

  test('an object without properties in its schema may have any field', () => {
    const webhook = { groupName: 'a', solverName: 'b', config: { anything: { goes: 1 } } };
    const solvers = [{ dns01: { webhook } }];
    const acme = { server: 'https://acme.example', privateKeySecretRef: { name: 'key' }, solvers };
    const issuer = { apiVersion: 'cert-manager.io/v1', kind: 'ClusterIssuer', ...{ spec: { acme } } };
    expect(fields(issuer)).toEqual([]);
  });

  test('the message suggests the field with the most similar name, if one is similar', () => {
    expect(problems(deployment({ imag: 'x', entirelyNew: 1 }))).toEqual([
      `${CONTAINER}.imag: ${UNKNOWN}: did you mean "image"?`,
      `${CONTAINER}.entirelyNew: ${UNKNOWN}: correct its name, or remove it`,
    ]);
  });

  test('members of all JavaScript objects are unknown, too', () => {
    expect(fields(deployment({ constructor: 'x' }))).toEqual([`${CONTAINER}.constructor`]);
  });

  test('the status of an object is unknown: an API server ignores it', () => {
    expect(fields({ ...deployment({}), ...{ status: {} } })).toEqual(['status']);
  });
});

describe('known fields', () => {
  test('a missing required field is reported at its path', () => {
    expect(problems(deployment({ name: undefined, ports: [{}] }))).toEqual([
      `${CONTAINER}.name: required field is missing: add it`,
      `${CONTAINER}.ports[0].containerPort: required field is missing: add it`,
    ]);
  });

  test('a field that is null counts as missing', () => {
    expect(problems(deployment({ name: null, image: null, ports: null }))).toEqual([
      `${CONTAINER}.name: required field is missing: add it`,
    ]);
  });

  test.each<[string, Json, string]>([
    [
      'an integer',
      deployment({}, { replicas: '3' }),
      'spec.replicas is "3": must be an integer: remove the quotes',
    ],
    ['a fraction', deployment({}, { replicas: 1.5 }), 'spec.replicas is 1.5: must be an integer: correct it'],
    [
      'a number of more than 32 bits',
      deployment({}, { replicas: 2 ** 31 }),
      'spec.replicas is 2147483648: must be an integer of 32 bits: lower it',
    ],
    [
      'a boolean',
      deployment({ tty: 'yes' }),
      `${CONTAINER}.tty is "yes": must be a boolean: write true or false, without quotes`,
    ],
    [
      'a list',
      deployment({ args: 'a b' }),
      `${CONTAINER}.args is "a b": must be a list: write "- " before each item`,
    ],
    [
      'an item of a list',
      deployment({ args: ['a', null] }),
      `${CONTAINER}.args[1] is null: must be a string: correct it`,
    ],
    [
      'an object',
      deployment({ resources: [] }),
      `${CONTAINER}.resources is []: must be an object: write its fields as "name: value"`,
    ],
    [
      'a value of a map',
      object('v1', 'ConfigMap', { data: { 'web.conf': 1 } }),
      'data["web.conf"] is 1: must be a string: put it in quotes',
    ],
    [
      'a port',
      deployment({ livenessProbe: { httpGet: { port: true } } }),
      `${CONTAINER}.livenessProbe.httpGet.port is true: must be an integer or a string: correct it`,
    ],
    [
      'a port of more than 32 bits',
      deployment({ livenessProbe: { httpGet: { port: 2 ** 31 } } }),
      `${CONTAINER}.livenessProbe.httpGet.port is 2147483648: must be a string, or an integer of 32 bits: correct it`,
    ],
  ])('%s of the wrong type is reported with its value', (_what, json, problem) => {
    expect(problems(json)).toEqual([problem]);
  });

  test('a value outside an enum is reported with the values of the enum', () => {
    expect(problems(deployment({ ports: [{ containerPort: 80, protocol: 'tcp' }] }))).toEqual([
      `${CONTAINER}.ports[0].protocol is "tcp": must be one of "SCTP", "TCP", "UDP": did you mean "TCP"?`,
    ]);
  });

  test('fields that exclude each other are reported at the object that has both', () => {
    expect(problems(virtualService({ exact: '/', prefix: '/' }))).toEqual([
      'spec.http[0].match[0].uri is {"exact":"/","prefix":"/"}: must have at most one of the fields exact, prefix, regex: keep one',
    ]);
    expect([problems(virtualService({ exact: '/' })), problems(virtualService({}))]).toEqual([[], []]);
  });

  test('lengths, sizes, patterns and bounds are checked', () => {
    const gateway = (listener: object, ...more: object[]) =>
      object('gateway.networking.k8s.io/v1', 'Gateway', {
        spec: {
          gatewayClassName: 'web',
          listeners: [{ name: 'http', port: 80, protocol: 'HTTP', ...listener }, ...more],
        },
      });
    const empty = object('gateway.networking.k8s.io/v1', 'Gateway', {
      spec: { gatewayClassName: '', listeners: [] },
    });
    expect(problems(gateway({}))).toEqual([]);
    expect([...problems(gateway({ port: 0 })), ...problems(gateway({ port: 65_536 }))]).toEqual([
      'spec.listeners[0].port is 0: must be at least 1: raise it',
      'spec.listeners[0].port is 65536: must be at most 65535: lower it',
    ]);
    expect(problems(gateway({ name: 'Web' }))[0]).toMatch(
      /^spec\.listeners\[0\]\.name is "Web": must be a DNS name of lower-case letters, digits, hyphens and dots: correct it$/,
    );
    expect(problems(empty)).toEqual([
      'spec.gatewayClassName is "": must have at least 1 character; it has 0: add more',
      'spec.listeners is []: must have at least 1 item; it has 0: add more',
    ]);
  });

  test.each([
    [
      'base64',
      object('v1', 'Secret', { data: { key: 'a b' } }),
      'data.key is "a b": must be encoded in base64: encode it, or move it to a field for plain text',
    ],
    [
      'dates',
      object('v1', 'Secret', { metadata: { creationTimestamp: '2026-13-01T00:00:00Z' } }),
      'metadata.creationTimestamp is "2026-13-01T00:00:00Z": must be a date and time: write it like 2026-01-19T12:00:00Z',
    ],
  ])('the format of %s is checked', (_what, json, problem) => {
    expect(problems(json)).toEqual([problem]);
  });
});

describe('quantities', () => {
  test.each(['500m', '1.5', '4Gi', '.5', '1e3', '1E', '+1', 1, 0.5])('%s is valid', (value) => {
    expect(problems(quota(value))).toEqual([]);
  });

  test.each(['', 'one', '1.5x', '1 Gi', '1gi', '1KI', '-', '1..5', 'Gi', '-1', '9Ei9', '100E'])(
    'fails if a text is invalid, negative or too large: "%s"',
    (value) => {
      expect(problems(quota(value))).toEqual([
        expect.stringMatching(/^spec\.hard\["limits\.cpu"\]: quantity "/),
      ]);
    },
  );

  test.each([true, {}, [], null])('fails if a value has another type: %j', (value) => {
    expect(problems(quota(value))).toEqual([
      `spec.hard["limits.cpu"] is ${JSON.stringify(value)}: must be a string or a number: correct it`,
    ]);
  });

  test('are checked in containers', () => {
    expect(fields(deployment({ resources: { limits: { cpu: '1 core' } } }))).toEqual([
      `${CONTAINER}.resources.limits.cpu`,
    ]);
  });
});

test('fails if the kind has no schema; the message states how to add one', () => {
  expect(problems({ apiVersion: 'example.com/v1', kind: 'Thing' })).toEqual([
    'kind is "Thing": no schema of example.com/v1/Thing in imports/schemas: correct apiVersion and kind, or run "npm run schemas -- example.com/v1/Thing" with an API server that has the kind',
  ]);
});
