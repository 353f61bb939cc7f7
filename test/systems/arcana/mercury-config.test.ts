import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '../../../lib/config/problem';
import { readArcana } from '../../../lib/systems/arcana/config';

const LAST = '  maxReplicas: 4\n';

/** The problems of the shipped file with further keys of `mercury`, each without its position and `mercury`. */
function problems(...keys: readonly string[]): string[] {
  const shipped = readFileSync('config/arcana.yaml', 'utf8');
  const file = join(mkdtempSync(join(tmpdir(), 'config-')), 'arcana.yaml');
  writeFileSync(file, shipped.replace(LAST, LAST + keys.map((key) => `  ${key}\n`).join('')));
  try {
    readArcana(file);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map((problem) => problem.replace(/^.*?:\d+:\d+: mercury\./, ''));
  }
  return [];
}

test('the optional keys have the values of the shipped cluster as defaults', () => {
  expect(readArcana('config/arcana.yaml').mercury).toMatchObject({
    user: 10_001,
    resources: { requests: { cpu: '250m', memory: '256Mi' }, limits: { cpu: '1', memory: '512Mi' } },
    egress: [],
  });
});

describe('fails if', () => {
  test.each<[string, string[], string[]]>([
    [
      'the name of a variable is invalid or reserved',
      ['settings: { log-level: a, KUBERNETES_SERVICE_HOST: a }'],
      [
        'settings.log-level: "log-level" is not a valid environment variable: write it like LOG_LEVEL',
        'settings.KUBERNETES_SERVICE_HOST: KUBERNETES_SERVICE_HOST is reserved, because Kubernetes sets it: use another name',
      ],
    ],
    [
      'a setting is a secret: the message does not contain it',
      ['settings: { SIGNING_KEY: 4f8Kx2mQ9z }'],
      [
        'settings.SIGNING_KEY: the value looks like a secret, by the name of its variable, which everyone with access to the repository could read: use the key secrets',
      ],
    ],
    [
      'a variable is in settings and in secrets',
      ['settings: { A: a }', 'secrets: { A: { secret: db, key: a, description: d } }'],
      ['secrets.A: A is also in settings: remove one of them'],
    ],
    [
      'the key of a Secret is invalid',
      ['secrets: { A: { secret: db, key: a/b, description: d } }'],
      ['secrets.A.key: "a/b" is not a valid key of a Secret: write it like url'],
    ],
    [
      'a description has several lines',
      ['secrets: { A: { secret: db, key: a, description: "one\\ntwo" } }'],
      ['secrets.A.description: "one\\ntwo" is not a valid line of text: write it on one line'],
    ],
    [
      'one key of a Secret has two descriptions',
      [
        'secrets:',
        '  A: { secret: db, key: a, description: one }',
        '  B: { secret: db, key: a, description: two }',
      ],
      [
        'secrets.B.description: differs from that of A, which has the same secret and key: write the same description',
      ],
    ],
    [
      'the Secret of a variable is that of the registry',
      ['imagePullSecret: reg', 'secrets: { A: { secret: reg, key: a, description: d } }'],
      ['secrets.A.secret: "reg" is imagePullSecret: use another Secret'],
    ],
    [
      'the Secret of a variable is that of the certificate',
      ['secrets: { A: { secret: mercury-tls, key: a, description: d } }'],
      [
        'secrets.A.secret: "mercury-tls" is the Secret of the certificate (certificate.secretName): use another name',
      ],
    ],
    [
      'the Secret of the registry is that of the certificate',
      ['imagePullSecret: mercury-tls'],
      [
        'imagePullSecret: "mercury-tls" is the Secret of the certificate (certificate.secretName): use another name',
      ],
    ],
    [
      'a request exceeds its limit',
      ['resources: { requests: { cpu: 2, memory: 1Gi }, limits: { cpu: 1, memory: 512Mi } }'],
      [
        'resources.requests.cpu: 2 is more than the limit, 1: lower it or raise the limit',
        'resources.requests.memory: 1Gi is more than the limit, 512Mi: lower it or raise the limit',
      ],
    ],
    [
      'a connection has no destination, or no port',
      ['egress: [{ ports: [443], because: b }, { internet: true, ports: [], because: b }]'],
      [
        'egress[0]: has no destination: add internet: true, or cidrs',
        'egress[1].ports: is empty: add the TCP ports, such as 443',
      ],
    ],
  ])('%s', (_case, keys, expected) => {
    expect(problems(...keys)).toEqual(expected);
  });

  test.each([
    [
      '10.244.3.0/24',
      'overlaps podCidr, "10.244.0.0/16", but a pod also needs a rule that lets connections in: declare the connection in lib/systems/arcana/cluster.ts',
    ],
    [
      '10.100.0.1/32',
      'overlaps serviceCidr, "10.96.0.0/12", but policies never see the address of a Service: declare the connection in lib/systems/arcana/cluster.ts',
    ],
    [
      '0.0.0.0/0',
      'contains the address of the machine, "95.217.130.127", on which the API server, etcd and the kubelet listen: exclude it, or write internet: true',
    ],
    [
      '169.254.169.254/32',
      'overlaps 169.254.0.0/16, where the cloud serves the metadata of the machine: exclude it',
    ],
    ['127.0.0.0/8', 'overlaps 127.0.0.0/8, the addresses of the pod itself, which need no rule: remove it'],
  ])('a range of a connection is %s', (range, problem) => {
    expect(problems(`egress: [{ cidrs: [10.0.1.5/32, ${range}], ports: [443], because: b }]`)).toEqual([
      `egress[0].cidrs[1]: "${range}" ${problem}`,
    ]);
  });
});
