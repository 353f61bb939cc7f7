import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '../../../lib/config/problem';
import { readAiworker } from '../../../lib/systems/aiworker/config';

const HEAD = `domain: aiworker.dev
email: ops@aiworker.dev
nodes: [{ name: general, count: 4, cpu: 7910m, memory: 28Gi }]
network:
  policyEngine: calico
  podCidr: 10.244.0.0/16
  serviceCidr: 10.96.0.0/12
  nodeCidrs: [10.0.0.0/16]
  apiServer: { cidrs: [10.0.0.10/32], port: 6443 }
`;
/** At the end of each file, so that the lines before it keep their numbers. */
const BACKUP =
  'backup: { schedule: 45 */6 * * *, endpoint: "https://store.example", bucket: backups, keepLast: 12, keepDaily: 7, keepWeekly: 4, keepMonthly: 6 }\n';
const PREVIEW = 'project: one, image: "a:1", createdAt: "2026-01-19T12:00:00Z"';

/** A project whose application has the given values. */
function projects({ image = 'one:1', port = '3000', replicas = '2' }): string {
  return `projects:
  - name: one
    application:
      image: ${image}
      port: ${port}
      replicas: ${replicas}
previews: []
`;
}

/** Projects, each with an application. */
function applications(...names: string[]): string {
  const items = names.map((name) => `  - { name: ${name}, application: { image: "a:1", port: 3000 } }\n`);
  return `projects:\n${items.join('')}previews: []\n`;
}

/** The problems of a file, each without the name of the file. */
function problems(text: string): string[] {
  const file = join(mkdtempSync(join(tmpdir(), 'config-')), 'aiworker.yaml');
  writeFileSync(file, text + BACKUP);
  try {
    readAiworker(file);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map((line) => line.replace(`${file}:`, ''));
    throw error;
  }
  return [];
}

test('the shipped configuration is valid', () => {
  const config = readAiworker('config/aiworker.yaml');
  expect(config.domain).toBe('aiworker.dev');
  expect(config.projects.map(({ name }) => name)).toEqual(['my-project']);
  expect(config.previews).toMatchObject([
    { id: 'abc123', project: 'my-project', createdAt: '2026-01-19T12:00:00Z' },
  ]);
});

test('a project without an application may have the name of a host of the platform', () => {
  expect(problems(`${HEAD}projects:\n  - name: api\npreviews: []\n`)).toEqual([]);
});

test('names of built-in properties of JavaScript are ordinary strings', () => {
  const names = ['constructor', '__proto__', 'toString', 'hasOwnProperty'];
  expect(
    problems(`${HEAD}projects:\n${names.map((name) => `  - name: ${name}\n`).join('')}previews: []\n`),
  ).toEqual([]);
});

describe('fails if', () => {
  test.each([
    [
      'two projects have the same namespaces',
      'projects:\n  - name: My Project\n  - name: my-project\npreviews: []\n',
      [
        '12:11: projects[1].name: "my-project" and "My Project" have the same namespaces, "my-project-dev" and others: rename one of them',
      ],
    ],
    [
      "a project's name has no valid character",
      'projects:\n  - name: "***"\npreviews: []\n',
      [
        '11:11: projects[0].name: "***" cannot be turned into a namespace name: "" is not a valid DNS label: use lower-case letters, digits and hyphens, with a letter or digit at both ends',
      ],
    ],
    [
      "a project's name is too long for its longest namespace",
      `projects:\n  - name: ${'a'.repeat(53)}\npreviews: []\n`,
      [
        `11:11: projects[0].name: "${'a'.repeat(53)}" cannot be turned into a namespace name: "${'a'.repeat(53)}" has 53 characters; the maximum is 52`,
      ],
    ],
    [
      'two previews have the same namespace',
      `projects: [{ name: one }]\npreviews:\n  - { id: A-1, ${PREVIEW} }\n  - { id: a_1, ${PREVIEW} }\n`,
      [
        '13:11: previews[1].id: "a_1" and "A-1" have the same namespace, "preview-task-a-1": remove one of them',
      ],
    ],
    [
      'two previews have the same host',
      `projects: [{ name: one }]\npreviews:\n  - { id: 12345678-a, ${PREVIEW} }\n  - { id: 12345678-b, ${PREVIEW} }\n`,
      [
        '13:11: previews[1].id: "12345678-b" and "12345678-a" have the same host, which contains only "12345678" of the id: remove one of them',
      ],
    ],
    [
      "a preview's project does not exist",
      `projects: [{ name: two }]\npreviews:\n  - { id: a, ${PREVIEW} }\n`,
      ['12:23: previews[0].project: project "one" is unknown: use one of two'],
    ],
    [
      "a preview's project is misspelt",
      `projects: [{ name: ones }]\npreviews:\n  - { id: a, ${PREVIEW} }\n`,
      ['12:23: previews[0].project: project "one" is unknown: did you mean "ones"?'],
    ],
    [
      'a date is invalid',
      'projects: [{ name: one }]\npreviews:\n  - { id: a, project: one, image: "a:1", createdAt: "2026-02-30T12:00:00Z" }\n',
      [
        '12:53: previews[0].createdAt: "2026-02-30T12:00:00Z" is not a valid date and time: 2026-02 has the days 01 to 28',
      ],
    ],
    [
      'a time to live is invalid',
      `projects: [{ name: one }]\npreviews:\n  - { id: a, ${PREVIEW}, ttl: 7d }\n`,
      [
        '12:82: previews[0].ttl: "7d" is not a valid duration: write whole hours from 1h to 2562047h, such as 168h',
      ],
    ],
    [
      'a key is misspelt',
      'proejcts: []\npreviews: []\n',
      ['10:1: unknown key "proejcts", did you mean "projects"?'],
    ],
    [
      'a project has an image for each environment, as in earlier versions',
      'projects:\n  - name: one\n    application: { images: { dev: "a:1", production: "a:1" }, port: 3000 }\npreviews: []\n',
      [
        '12:20: projects[0].application: unknown key "images": the backend deploys dev and staging: state the image of production as "image"',
      ],
    ],
    [
      "a project's image has no tag",
      projects({ image: 'git.aiworker.dev/one' }),
      [
        '13:14: projects[0].application.image: image "git.aiworker.dev/one" has no tag, so its version is unknown: add one, such as "git.aiworker.dev/one:1.4.0"',
      ],
    ],
    [
      "a project's image has the tag latest",
      projects({ image: 'one:latest' }),
      [
        '13:14: projects[0].application.image: image "one:latest": the tag "latest" does not say which build runs: write the tag of a build, such as "12345"',
      ],
    ],
    [
      "a project's image is invalid",
      projects({ image: 'https://one:1' }),
      [
        '13:14: projects[0].application.image: "https://one:1" is not a valid image: write it like registry.example.org/team/app:1.4.0',
      ],
    ],
    [
      "a preview's image has no tag",
      'projects: [{ name: one }]\npreviews:\n  - { id: a, project: one, image: a, createdAt: "2026-01-19T12:00:00Z" }\n',
      [
        '12:35: previews[0].image: image "a" has no tag, so its version is unknown: add one, such as "a:1.4.0"',
      ],
    ],
    [
      'an application listens on a port that only root may use',
      projects({ port: '80' }),
      ['14:13: projects[0].application.port: expected a port from 1024 to 65535, found the number 80'],
    ],
    [
      'production has a single pod',
      projects({ replicas: '1' }),
      ['15:17: projects[0].application.replicas: expected a whole number from 2 to 10, found the number 1'],
    ],
  ])('%s', (_case, text, expected) => {
    expect(problems(HEAD + text)).toEqual(expected);
  });

  test.each([
    ['api', 'production', 'api', 'the backend (aiworker-backend in control-plane)'],
    ['App', 'production', 'app', 'the frontend (aiworker-frontend in control-plane)'],
    ['git', 'production', 'git', 'git (gitea in gitea)'],
  ])('the name of a project is %s, a host of the platform', (name, environment, label, owner) => {
    expect(problems(HEAD + applications(name))).toEqual([
      `11:13: projects[0].name: ${environment} of project "${name}" and ${owner} have the same host, ${label}.aiworker.dev: rename the project`,
    ]);
  });

  test('a project and a preview have the same namespace', () => {
    const text = `${applications('preview-task-a').replace('previews: []\n', '')}previews:\n  - { id: a-dev, ${PREVIEW.replace('one', 'preview-task-a')} }\n`;
    expect(problems(HEAD + text)).toEqual([
      '13:11: previews[0].id: "a-dev" and project "preview-task-a" have the same namespace, "preview-task-a-dev": rename one of them',
    ]);
  });

  test('production of one project has the same host as staging of another', () => {
    expect(problems(HEAD + applications('shop', 'staging-shop'))).toEqual([
      '12:13: projects[1].name: production of project "staging-shop" and staging of project "shop" have the same host, staging-shop.aiworker.dev: rename the project',
    ]);
  });

  test('a quantity, an engine, a range and a port are invalid, each with its position', () => {
    const text = `${HEAD}projects: []\npreviews: []\n`
      .replace('28Gi', '28GiB')
      .replace('calico', 'calcio')
      .replace('10.244.0.0/16', '10.244.0.1/16')
      .replace('6443', '70000');
    expect(problems(text)).toEqual([
      '3:56: nodes[0].memory: quantity "28GiB" is invalid: write a number, alone or with m, k, M, G, T, P, E, Ki, Mi, Gi, Ti, Pi or Ei, such as 500m, 1.5 or 4Gi',
      '5:17: network.policyEngine: expected one of "calico", "cilium", found the string "calcio": did you mean "calico"?',
      '6:12: network.podCidr: IPv4 range "10.244.0.1/16" starts inside the range: did you mean "10.244.0.0/16"?',
      '9:45: network.apiServer.port: expected a port from 1 to 65535, found the number 70000',
    ]);
  });

  test('several values are invalid: all are reported at once', () => {
    const text = `projects:\n  - name: one\n  - nmae: two\n  - name: One\npreviews:\n  - { id: a, ${PREVIEW}, ttl: week }\n`;
    expect(problems(HEAD + text)).toEqual([
      '12:5: projects[1]: unknown key "nmae", did you mean "name"?',
      '13:11: projects[2].name: "One" and "one" have the same namespaces, "one-dev" and others: rename one of them',
      '15:82: previews[0].ttl: "week" is not a valid duration: write whole hours from 1h to 2562047h, such as 168h',
    ]);
  });

  test.each([
    [
      'the e-mail address is at a reserved domain',
      ['ops@aiworker.dev', 'ops@mail.example.com'],
      '2:8: email: e-mail address "ops@mail.example.com" has a reserved domain, which Let\'s Encrypt refuses: use a monitored mailbox',
    ],
    [
      'the e-mail address is invalid',
      ['ops@aiworker.dev', 'ops'],
      '2:8: email: "ops" is not a valid e-mail address: write it like ops@arcana.cfd',
    ],
    [
      'there is no e-mail address',
      ['email: ops@aiworker.dev\n', ''],
      '1:1: missing key "email", expected an e-mail address such as ops@arcana.cfd',
    ],
    [
      'the service mesh is unknown',
      ['nodes:', 'serviceMesh: linkerd\nnodes:'],
      '3:14: serviceMesh: expected one of "none", "istio", found the string "linkerd"',
    ],
    [
      'no address of the API server is stated',
      ['[10.0.0.10/32]', '[]'],
      "9:23: network.apiServer.cidrs: is empty: add the API server's address (kubectl get endpointslices -n default -l kubernetes.io/service-name=kubernetes)",
    ],
    [
      'no address of the nodes is stated',
      ['[10.0.0.0/16]', '[]'],
      '8:14: network.nodeCidrs: is empty: add the addresses of the nodes (kubectl get nodes -o wide)',
    ],
    [
      'the addresses of the nodes are left open: the message does not recommend an empty list',
      ['[10.0.0.0/16]', ''],
      '8:14: network.nodeCidrs: expected a list, found nothing: add the addresses of the nodes (kubectl get nodes -o wide)',
    ],
    [
      'the addresses of the nodes are all addresses',
      ['[10.0.0.0/16]', '[0.0.0.0/0]'],
      '8:15: network.nodeCidrs[0]: IPv4 range "0.0.0.0/0" is larger than a network can be: write a prefix of at least /8',
    ],
    [
      'the addresses of nodes and pods overlap',
      ['[10.0.0.0/16]', '[10.244.3.0/24]'],
      '8:15: network.nodeCidrs[0]: "10.244.3.0/24" overlaps podCidr, "10.244.0.0/16": use separate ranges',
    ],
    [
      'the addresses of the API server and of Services overlap',
      ['10.0.0.10/32', '10.96.0.1/32'],
      '9:24: network.apiServer.cidrs[0]: "10.96.0.1/32" overlaps serviceCidr, "10.96.0.0/12": use separate ranges',
    ],
    [
      'a node has no CPU',
      ['7910m', '0'],
      '3:41: nodes[0].cpu: quantity "0" is less than 100m: write at least 100m',
    ],
    [
      'a node has half a byte of memory',
      ['28Gi', '512m'],
      '3:56: nodes[0].memory: quantity "512m" is less than 100Mi: write at least 100Mi',
    ],
    [
      'there are no nodes',
      ['[{ name: general, count: 4, cpu: 7910m, memory: 28Gi }]', '[]'],
      '3:8: nodes: is empty: add the node pools of the cluster',
    ],
  ])('%s', (_title, [from = '', to = ''], expected) => {
    expect(problems(`${HEAD}projects: []\npreviews: []\n`.replace(from, to))).toEqual([expected]);
  });
});

describe('a preview past its ttl', () => {
  /** The warnings about the previews of a file. @param today the current time */
  function warnings(today: string): string[] {
    const file = join(mkdtempSync(join(tmpdir(), 'config-')), 'aiworker.yaml');
    const previews = ['new, ttl: 24h', 'old, ttl: 1h'].map((id) => `  - { id: ${id}, ${PREVIEW} }\n`);
    writeFileSync(file, `${HEAD}projects:\n  - name: one\npreviews:\n${previews.join('')}${BACKUP}`);
    const lines: string[] = [];
    readAiworker(file, { today: new Date(today), warn: (line) => lines.push(line.replace(`${file}:`, '')) });
    return lines;
  }

  test('causes a warning with its position in the file', () => {
    expect(warnings('2026-01-19T13:00:00.001Z')).toEqual([
      '14:5: previews[1]: "old" has been past its ttl of 1h since 2026-01-19T13:00:00.000Z: remove it from the list, otherwise every kubectl apply creates it again',
    ]);
  });

  test('causes no warning before it is past its ttl', () => {
    expect(warnings('2026-01-19T13:00:00Z')).toEqual([]);
  });
});

test('node pools have labels in the notation of kubectl', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'aiworker-')), 'aiworker.yaml');
  const head = HEAD.replace(
    'memory: 28Gi',
    'memory: 28Gi, labels: [disk=ssd, node-role.kubernetes.io/worker=]',
  );
  writeFileSync(file, `${head}projects: []\npreviews: []\n${BACKUP}`);
  expect(readAiworker(file).cluster.nodes[0]?.labels).toEqual({
    disk: 'ssd',
    'node-role.kubernetes.io/worker': '',
  });
});
