import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '../../../lib/config/problem';
import { readArcana } from '../../../lib/systems/arcana/config';

const SHIPPED = readFileSync('config/arcana.yaml', 'utf8');

/** The problems of the shipped file with a change, each without the name of the file. */
function problems(...changes: readonly [from: string, to: string][]): string[] {
  const text = changes.reduce((before, [from, to]) => {
    if (!before.includes(from)) throw new Error(`config/arcana.yaml has no ${from}`);
    return before.replace(from, to);
  }, SHIPPED);
  const file = join(mkdtempSync(join(tmpdir(), 'config-')), 'arcana.yaml');
  writeFileSync(file, text);
  try {
    readArcana(file);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map((line) => line.replace(`${file}:`, ''));
    throw error;
  }
  return [];
}

/** The position of the value of a key in the shipped file, as problems show it. */
function at(line: string): string {
  const lines = SHIPPED.split('\n');
  const index = lines.findIndex((text) => text.trim().startsWith(line));
  return `${index + 1}:${(lines[index] ?? '').indexOf(': ') + 3}`;
}

test('the shipped configuration has every setting in the list of the document', () => {
  expect(readArcana('config/arcana.yaml')).toMatchObject({
    kubernetesVersion: '1.36.4', // KUBERNETES_VERSION
    node: { address: '95.217.130.127' }, // NODE_IP
    network: { podCidr: '10.244.0.0/16', serviceCidr: '10.96.0.0/12', podMtu: 1450, apiServerPort: 6443 }, // POD_NETWORK_CIDR
    ingress: { className: 'nginx', httpPort: 80, httpsPort: 443 }, // INGRESS_CLASS, INGRESS_CONTROLLER_PORT_*
    certificate: {
      domain: 'mercury.arcana.cfd', // CERT_DOMAIN
      secretName: 'mercury-tls',
      email: 'ops@arcana.cfd', // CERT_EMAIL
      renewBefore: '720h',
    },
  });
});

test('network policies use the addresses of the machine and of the pods’ bridge', () => {
  const { cluster } = readArcana('config/arcana.yaml');
  expect(cluster.network).toEqual({
    policyEngine: 'kube-network-policies',
    podCidr: '10.244.0.0/16',
    serviceCidr: '10.96.0.0/12',
    nodeCidrs: ['95.217.130.127/32'],
    podBridgeCidrs: ['10.244.0.1/32'],
    apiServer: { cidrs: ['95.217.130.127/32'], port: 6443 },
  });
});

describe('fails if', () => {
  test.each<[string, [string, string][], string[]]>([
    [
      'address, memory, port, schedule and bucket are valid in form, but not usable',
      [
        ['address: 95.217.130.127', 'address: 127.0.0.1'],
        ['memory: 28Gi', 'memory: 512m'],
        ['port: 8080', 'port: 80'],
        ['schedule: 15 */6 * * *', 'schedule: 0 0 30 2 *'],
        ['bucket: arcana-backup', 'bucket: s3'],
      ],
      [
        `${at('address')}: node.address: IPv4 address "127.0.0.1" is in 127.0.0.0/8, which no machine can have: write its real address`,
        `${at('memory')}: node.memory: quantity "512m" is less than 100Mi: write at least 100Mi`,
        `${at('port')}: mercury.port: expected a port from 1024 to 65535, found the number 80`,
        `${at('schedule')}: backup.schedule: schedule "0 0 30 2 *" never runs: no month in it has day 30; write another day`,
        `${at('bucket')}: backup.bucket: "s3" is not a valid bucket name: write 3 to 63 lower-case letters, digits, hyphens and single dots, with a letter or digit at both ends`,
      ],
    ],
    [
      'the ranges of pods and Services overlap, even if another value is invalid',
      [
        ['serviceCidr: 10.96.0.0/12', 'serviceCidr: 10.240.0.0/12'],
        ['apiServerPort: 6443', 'apiServerPort: 70000'],
      ],
      [
        `${at('serviceCidr')}: network.serviceCidr: "10.240.0.0/12" overlaps podCidr, "10.244.0.0/16": use separate ranges`,
        `${at('apiServerPort')}: network.apiServerPort: expected a port from 1 to 65535, found the number 70000`,
      ],
    ],
    [
      'the ranges of pods and Services overlap',
      [['serviceCidr: 10.96.0.0/12', 'serviceCidr: 10.240.0.0/12']],
      [
        `${at('serviceCidr')}: network.serviceCidr: "10.240.0.0/12" overlaps podCidr, "10.244.0.0/16": use separate ranges`,
      ],
    ],
    [
      'the address of the machine is in the range of pods',
      [['address: 95.217.130.127', 'address: 10.244.3.4']],
      [
        `${at('address')}: node.address: "10.244.3.4" is in podCidr, "10.244.0.0/16": the address of the machine must be outside of both ranges`,
      ],
    ],
    [
      'the range of pods is too small for a node',
      [['podCidr: 10.244.0.0/16', 'podCidr: 10.244.0.0/25']],
      [
        `${at('podCidr')}: network.podCidr: IPv4 range "10.244.0.0/25" is smaller than the /24 that the node needs: make it larger`,
      ],
    ],
    [
      'the address is invalid',
      [['address: 95.217.130.127', 'address: 95.217.130.327']],
      [
        `${at('address')}: node.address: "95.217.130.327" is not a valid IPv4 address: write four numbers from 0 to 255, without leading zeros, such as 192.0.2.1`,
      ],
    ],
    [
      'the MTU is not a number',
      [['podMtu: 1450', 'podMtu: jumbo']],
      [
        `${at('podMtu')}: network.podMtu: expected a pod MTU (the machine's MTU minus 50) from 526 to 8950, found the string "jumbo"`,
      ],
    ],
    [
      'the MTU is out of range',
      [['podMtu: 1450', 'podMtu: 9000']],
      [
        `${at('podMtu')}: network.podMtu: expected a pod MTU (the machine's MTU minus 50) from 526 to 8950, found the number 9000`,
      ],
    ],
    [
      'the certificate would be renewed continuously',
      [['renewBefore: 720h', 'renewBefore: 2160h']],
      [
        `${at('renewBefore')}: certificate.renewBefore: "2160h" is not less than the lifetime of the certificate, 2160h, so the certificate would be renewed continuously: write less`,
      ],
    ],
    [
      'Kubernetes is of another minor version than everything else',
      [['kubernetesVersion: 1.36.4', 'kubernetesVersion: 1.28.0']],
      [
        `${at('kubernetesVersion')}: kubernetesVersion: Kubernetes version "1.28.0" is not a release of 1.36, for which API versions and images are pinned: change lib/core/versions.ts first`,
      ],
    ],
    [
      'the Kubernetes version is invalid',
      [['kubernetesVersion: 1.36.4', 'kubernetesVersion: v1.36']],
      [
        `${at('kubernetesVersion')}: kubernetesVersion: "v1.36" is not a valid Kubernetes version: write all three numbers, such as 1.36.4`,
      ],
    ],
    [
      "the ingress listens on a port to which Let's Encrypt does not connect",
      [['httpPort: 80', 'httpPort: 8080']],
      [
        `${at('httpPort')}: ingress.httpPort: is 8080, but Let's Encrypt connects to port 80 only (HTTP-01): write 80`,
      ],
    ],
    [
      'the ingress has the same port for HTTP and HTTPS',
      [['httpsPort: 443', 'httpsPort: 80']],
      [`${at('httpsPort')}: ingress.httpsPort: is 80, the same as httpPort: write another port, such as 443`],
    ],
    [
      'no recent backup is kept',
      [['keepLast: 12', 'keepLast: 0']],
      [`${at('keepLast')}: backup.keepLast: expected a whole number of at least 1, found the number 0`],
    ],
    [
      'the image has the tag latest',
      [['mercury:1.0.0', 'mercury:latest']],
      [
        `${at('image')}: mercury.image: image "ghcr.io/arcana-cfd/mercury:latest": the tag "latest" does not say which build runs: write the tag of a build, such as "12345"`,
      ],
    ],
    [
      'the image has no tag',
      [['mercury:1.0.0', 'mercury']],
      [
        `${at('image')}: mercury.image: image "ghcr.io/arcana-cfd/mercury" has no tag, so its version is unknown: add one, such as "ghcr.io/arcana-cfd/mercury:1.4.0"`,
      ],
    ],
    [
      'the maximum of replicas is below the minimum',
      [['minReplicas: 2', 'minReplicas: 5']],
      [
        `${at('maxReplicas')}: mercury.maxReplicas: 4 is less than minReplicas, 5: raise one or lower the other`,
      ],
    ],
    [
      'the minimum of replicas is one',
      [['minReplicas: 2', 'minReplicas: 1']],
      [
        `${at('minReplicas')}: mercury.minReplicas: expected a whole number of at least 2, found the number 1`,
      ],
    ],
  ])('%s', (_case, changes, expected) => {
    expect(problems(...changes)).toEqual(expected);
  });

  test.each([
    [
      'daily',
      'write five fields with one space between them (minute, hour, day of month, month, day of week), such as 0 2 * * *',
    ],
    [
      '@daily',
      'write five fields with one space between them (minute, hour, day of month, month, day of week), such as 0 2 * * *',
    ],
    ['60 * * * *', 'minute "60" must be *, or numbers from 0 to 59'],
    ['0 24 * * *', 'hour "24" must be *, or numbers from 0 to 23'],
    ['0 0 0 * *', 'day of month "0" must be *, or numbers from 1 to 31'],
    ['0 0 * 13 *', 'month "13" must be *, or numbers from 1 to 12'],
    ['0 0 * * 7', 'day of week "7" must be *, or numbers from 0 to 6'],
    ['5-1 * * * *', 'minute "5-1" must be *, or numbers from 0 to 59'],
    ['*/0 * * * *', 'minute "*/0" must be *, or numbers from 0 to 59'],
    ['1,,2 * * * *', 'minute "1,,2" must be *, or numbers from 0 to 59'],
  ])('a schedule is "%s"', (schedule, why) => {
    expect(problems(['schedule: 15 */6 * * *', `schedule: ${JSON.stringify(schedule)}`])).toEqual([
      `${at('schedule')}: backup.schedule: ${JSON.stringify(schedule)} is not a valid schedule: ${why}`,
    ]);
  });
});

test.each(['* * * * *', '*/15 0-6,22 1 jan-mar mon-fri', '0 2 * * SUN', '5,35 */2 * * *', '0-30/10 * * * *'])(
  'the schedule %s is valid',
  (schedule) => {
    expect(problems(['schedule: 15 */6 * * *', `schedule: ${JSON.stringify(schedule)}`])).toEqual([]);
  },
);
