import { McpServer } from '../../../../lib/systems/aiworker/workloads/mcp-server';
import type { PlatformWorkloadProps } from '../../../../lib/systems/aiworker/workloads/platform-workload';
import { addedObjects } from '../../../support/added-objects';
import { find } from '../../../support/aiworker-objects';

test('with all props, none of which is optional', () => {
  const objects = addedObjects((cluster, namespace) => {
    const all: Required<PlatformWorkloadProps> = {
      namespace,
      env: { GIT_URL: 'http://git.example.org', GIT_TOKEN: { secret: { name: 'git' }, key: 'token' } },
      pullSecret: { name: 'registry' },
    };
    new McpServer(cluster, 'mcp-server', all);
  });
  expect(objects).toMatchSnapshot();
});

test('the MCP server listens on port 3100', () => {
  expect(find('Service', 'aiworker-mcp-server').spec.ports).toMatchObject([{ port: 3100, targetPort: 3100 }]);
});
