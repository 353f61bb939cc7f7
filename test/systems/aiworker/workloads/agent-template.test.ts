import {
  AgentTemplate,
  type AgentTemplateProps,
  type Sandbox,
} from '../../../../lib/systems/aiworker/workloads/agent-template';
import { addedObjects } from '../../../support/added-objects';
import { aiworkerObjects, find, OBJECTS } from '../../../support/aiworker-objects';

const REQUIRED = {
  env: { MCP_SERVER_URL: 'http://mcp-server.control-plane.svc:3100' },
  pullSecret: { name: 'registry' },
};

test('with the required props only', () => {
  const objects = addedObjects((cluster, namespace) => {
    new AgentTemplate(cluster, 'agent-template', { namespace, ...REQUIRED });
  });
  expect(objects).toMatchSnapshot();
});

test('with all props', () => {
  const sandbox: Required<Sandbox> = { runtimeClass: 'gvisor', handler: 'runsc' };
  const objects = addedObjects((cluster, namespace) => {
    const all: Required<AgentTemplateProps> = { namespace, ...REQUIRED, sandbox, deadline: '48h' };
    new AgentTemplate(cluster, 'agent-template', all);
  });
  expect(objects).toMatchSnapshot();
});

describe('the agent template', () => {
  test('runs once, without an account', () => {
    expect(find('PodTemplate', 'agent').template.spec).toMatchObject({
      restartPolicy: 'Never',
      automountServiceAccountToken: false,
    });
  });

  test('ends at its deadline', () => {
    expect(find('PodTemplate', 'agent').template.spec.activeDeadlineSeconds).toBe(24 * 3600);
    const longer = aiworkerObjects({ agents: { deadline: '48h' } }).find(
      ({ kind }) => kind === 'PodTemplate',
    );
    expect(longer?.template.spec.activeDeadlineSeconds).toBe(48 * 3600);
  });

  test('has the default CPU and memory of the limit range of the namespace, and disk for its scratch volumes', () => {
    const range = OBJECTS.find(({ metadata }) => metadata.name === 'agents-limits')?.spec.limits[0];
    const disk = (size: string) => ({ 'ephemeral-storage': size });
    expect(find('PodTemplate', 'agent').template.spec.containers[0].resources).toEqual({
      requests: { ...range.defaultRequest, ...disk('4Gi') },
      limits: { ...range.default, ...disk('13Gi') },
    });
  });

  test('has no sandbox by default', () => {
    expect(find('PodTemplate', 'agent').template.spec).not.toHaveProperty('runtimeClassName');
    expect(OBJECTS.filter(({ kind }) => kind === 'RuntimeClass')).toEqual([]);
  });

  test('runs in the configured sandbox', () => {
    const agents = { deadline: '24h', sandbox: { runtimeClass: 'gvisor', handler: 'runsc' } };
    const sandboxed = aiworkerObjects({ agents });
    const template = sandboxed.find(({ kind }) => kind === 'PodTemplate')?.template;
    expect(template.spec.runtimeClassName).toBe('gvisor');
    expect(sandboxed.find(({ kind }) => kind === 'RuntimeClass')).toMatchObject({
      metadata: { name: 'gvisor' },
      handler: 'runsc',
    });
  });
});
