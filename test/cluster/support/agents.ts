import { getAll, kubectl, tryKubectl } from './kubectl';
import { listOf } from './pods';

interface Template {
  readonly template: { readonly metadata: { readonly labels: object }; readonly spec: object };
}

interface Event {
  readonly reason: string;
  readonly involvedObject: { readonly kind: string; readonly namespace: string };
}

interface Scheduled {
  readonly metadata: { readonly name: string; readonly deletionTimestamp?: string };
  readonly spec: { readonly nodeName?: string };
}

const BACKEND = '--as=system:serviceaccount:control-plane:aiworker-backend';
const IN_AGENTS = '--namespace=agents';
const CONTROLLER = 'deployment/ingress-nginx-controller';
const INGRESS = '--namespace=ingress-nginx';

/** The number of agents that the quota of their namespace allows (docs/deviations.md, correction 38). */
const MAX_AGENTS = 40;

/** Creates agents as the backend does: from the pod template, and with the permissions of dist/. */
function start(names: readonly string[]): void {
  const get = ['get', 'podtemplate', 'agent', IN_AGENTS, '--output=json', BACKEND];
  const { metadata, spec } = (JSON.parse(kubectl(get)) as Template).template;
  const pods = names.map((name) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'agents', labels: metadata.labels },
    spec,
  }));
  kubectl(['create', '-f', '-', BACKEND], listOf(pods));
}

/** Tests that the backend can start agents, and that the platform does not depend on their number. */
export function describeAgents(): void {
  describe('the backend and agents', () => {
    test('a pod that the backend creates from the pod template becomes ready', () => {
      start(['agent-of-a-task']);
      kubectl(['wait', 'pod/agent-of-a-task', IN_AGENTS, '--for=condition=Ready', '--timeout=60s']);
      kubectl(['delete', 'pod', 'agent-of-a-task', IN_AGENTS, '--now', BACKEND]);
    });

    test('agents make room for the platform after the loss of a node, and none of them evicts a pod', async () => {
      const names = Array.from({ length: MAX_AGENTS }, (_, index) => `agent-${index}`);
      const agents = () => getAll<Scheduled>('pods', IN_AGENTS);
      const pending = () => agents().filter(({ spec }) => spec.nodeName === undefined).length;
      const evicted = () =>
        getAll<Event>('events', '--all-namespaces')
          .filter(({ reason }) => reason === 'Preempted')
          .map(({ involvedObject }) => involvedObject.namespace);
      start(names);
      const lost = 'node-1';
      kubectl(['cordon', lost]);
      try {
        // Agents take the room that the platform leaves for a moment, and fill the remaining nodes.
        scaleGitea(0);
        kubectl(['delete', 'pods', '--all-namespaces', `--field-selector=spec.nodeName=${lost}`, '--now']);
        const running = new Set(agents().map(({ metadata }) => metadata.name));
        start(names.filter((name) => !running.has(name)));
        await steady(pending);
        expect(pending()).toBeGreaterThan(0);
        scaleGitea(1);
        expect(rollout('gitea', 'statefulset/gitea')).toMatchObject({ status: 0 });
        for (const namespace of ['control-plane', 'monitoring', 'ingress-nginx'])
          for (const workload of controllersIn(namespace))
            expect(rollout(namespace, workload)).toMatchObject({ status: 0 });
        expect(new Set(evicted())).toEqual(new Set(['agents']));
        // A rollout on full nodes keeps the two controllers apart.
        kubectl(['rollout', 'restart', CONTROLLER, INGRESS]);
        expect(rollout('ingress-nginx', CONTROLLER)).toMatchObject({ status: 0 });
        const nodes = getAll<Scheduled>('pods', INGRESS)
          .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
          .map(({ spec }) => spec.nodeName);
        expect(nodes).toHaveLength(2);
        expect(new Set(nodes).size).toBe(2);
      } finally {
        kubectl(['uncordon', lost]);
        kubectl(['delete', 'pods', '--all', IN_AGENTS, '--now']);
      }
    });
  });
}

function scaleGitea(replicas: number): void {
  kubectl(['scale', 'statefulset/gitea', '--namespace=gitea', `--replicas=${replicas}`]);
  if (replicas === 0) kubectl(['wait', 'pod/gitea-0', '--namespace=gitea', '--for=delete', '--timeout=60s']);
}

function controllersIn(namespace: string): string[] {
  const found = kubectl(['get', 'deployments,statefulsets', '--namespace', namespace, '--output=name']);
  return found.trim().split('\n');
}

function rollout(namespace: string, workload: string) {
  return tryKubectl(['rollout', 'status', workload, '--namespace', namespace, '--timeout=60s']);
}

/** Waits until a number is the same for three seconds. */
async function steady(count: () => number): Promise<void> {
  for (let same = 0, last = count(); same < 3; ) {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const now = count();
    same = now === last ? same + 1 : 0;
    last = now;
  }
}
