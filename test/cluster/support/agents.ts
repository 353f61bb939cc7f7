import { kubectl } from './kubectl';
import { listOf } from './pods';

interface Template {
  readonly template: { readonly metadata: { readonly labels: object }; readonly spec: object };
}

const BACKEND = '--as=system:serviceaccount:control-plane:aiworker-backend';

/** Tests that the backend can start an agent with the pod template and the permissions of dist/. */
export function describeAgents(): void {
  describe('the backend and agents', () => {
    test('a pod that the backend creates from the pod template becomes ready', () => {
      const get = ['get', 'podtemplate', 'agent', '--namespace=agents', '--output=json', BACKEND];
      const { metadata, spec } = (JSON.parse(kubectl(get)) as Template).template;
      const pod = {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'agent-of-a-task', namespace: 'agents', labels: metadata.labels },
        spec,
      };
      kubectl(['create', '-f', '-', BACKEND], listOf([pod]));
      kubectl([
        'wait',
        'pod/agent-of-a-task',
        '--namespace=agents',
        '--for=condition=Ready',
        '--timeout=60s',
      ]);
      kubectl(['delete', 'pod', 'agent-of-a-task', '--namespace=agents', '--now', BACKEND]);
    });
  });
}
