import {
  AgentTemplate,
  type AgentTemplateProps,
  type Sandbox,
} from '../../../../lib/systems/aiworker/workloads/agent-template';
import { addedObjects } from '../../../support/added-objects';

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
    const all: Required<AgentTemplateProps> = { namespace, ...REQUIRED, sandbox };
    new AgentTemplate(cluster, 'agent-template', all);
  });
  expect(objects).toMatchSnapshot();
});
