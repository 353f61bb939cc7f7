import { runChecks } from '../../../lib/checks/engine/run-checks';
import { RULES } from '../../../lib/checks/rules';
import { TopologyApp } from '../../../lib/core/topology-app';
import { factsOf } from '../../../lib/synth';
import { readConfiguration } from '../../../lib/systems/configuration';
import { topology } from '../../../lib/topology';
import type { Json } from './mutations';

const app = new TopologyApp();
topology(app, readConfiguration('config'));
const [aiworker] = factsOf(app);

/** The errors of the cluster aiworker after a change of its objects. */
function errorsAfter(change: (find: (kind: string, name: string) => Json) => void, apiPort?: number) {
  if (aiworker === undefined) throw new Error('no cluster is configured');
  const objects = aiworker.objects.map((placed) => ({
    ...placed,
    json: structuredClone(placed.json) as Json,
  }));
  change(
    (kind, name) => objects.find(({ json }) => json.kind === kind && json.metadata.name === name)?.json ?? {},
  );
  const { apiServer } = aiworker.network;
  const network = { ...aiworker.network, apiServer: { ...apiServer, port: apiPort ?? apiServer.port } };
  return runChecks({ clusters: [{ ...aiworker, network, objects }], rules: RULES }).errors;
}

const container = (object: Json) => object.spec.template.spec.containers[0];

describe('one cause is one finding', () => {
  test('another port of the API server than that of the policies', () => {
    expect(errorsAfter(() => {}, 443)).toEqual([
      expect.stringMatching(
        /^aiworker: network\.apiServer\.port is 443: .* allow 192\.0\.2\.10\/32 on port 6443: .* \[blocked-connection\]$/,
      ),
    ]);
  });

  test.each<[string, string, (find: (kind: string, name: string) => Json) => void]>([
    [
      'the protocol of a Service that four programs use',
      'service-pods',
      (find) => {
        find('Service', 'mysql').spec.ports[0].protocol = 'UDP';
      },
    ],
    [
      'the protocol of a Service that an Ingress uses',
      'service-pods',
      (find) => {
        find('Service', 'aiworker-backend').spec.ports[0].protocol = 'UDP';
      },
    ],
    [
      'the protocol of a container that four programs use',
      'service-pods',
      (find) => {
        container(find('StatefulSet', 'mysql')).ports[0].protocol = 'UDP';
      },
    ],
    [
      'a port on which nothing listens, of several declared connections',
      'connection-ends',
      (find) => {
        container(find('StatefulSet', 'mysql')).ports[0].protocol = 'UDP';
        find('Service', 'mysql').spec.ports[0].protocol = 'UDP';
        for (const [name, index] of [
          ['aiworker-backend', 2],
          ['aiworker-mcp-server', 2],
          ['aiworker-workers', 1],
        ] as const)
          container(find('Deployment', name)).env[index].value = 'mysql.example.com';
        const { initContainers } = find('CronJob', 'mysql-backup').spec.jobTemplate.spec.template.spec;
        initContainers[2].command[11] = '--host=mysql.example.com';
      },
    ],
    [
      'a binding of a misspelt admission policy',
      'object-reference',
      (find) => {
        find('ValidatingAdmissionPolicyBinding', 'aiworker-pods').spec.policyName = 'aiworker-pod';
      },
    ],
    [
      'a binding of a misspelt role with an accepted risk',
      'role',
      (find) => {
        find('ClusterRoleBinding', 'ingress-nginx').roleRef.name = 'ingress-ngin';
      },
    ],
    [
      'an environment variable with the address of a Service that is missing',
      'service-host',
      (find) => {
        container(find('Deployment', 'aiworker-backend')).env[2].value = 'database.control-plane';
      },
    ],
  ])('%s', (_name, rule, change) => {
    expect(errorsAfter(change)).toEqual([expect.stringContaining(`[${rule}]`)]);
  });
});

test('an accepted risk without a finding is reported if its construct has no error', () => {
  const errors = errorsAfter((find) => {
    find('ClusterRole', 'ingress-nginx').rules = [];
  });
  expect(errors).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/accepted risk of rule "privileged-rbac" matches no finding/),
    ]),
  );
});
