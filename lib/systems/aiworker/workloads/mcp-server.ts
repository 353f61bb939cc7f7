import type { Construct } from 'constructs';
import { placeIn, Stage } from '../../../core/placement';
import { IMAGES } from '../../../core/versions';
import { tcpProbe } from '../../../workloads/hardened-pod';
import { StatelessServer } from '../../../workloads/stateless-server';
import type { PlatformWorkloadProps } from './platform-workload';

const PORT = 3100;

/**
 * The MCP server. Agents report to it and get their tools from it. It is the only workload in control-plane that agents
 * can connect to.
 */
export class McpServer extends StatelessServer {
  constructor(scope: Construct, id: string, { namespace, env, pullSecret }: PlatformWorkloadProps) {
    super(scope, id, {
      namespace,
      name: 'aiworker-mcp-server',
      replicas: 2,
      image: IMAGES.aiworkerMcpServer,
      pullSecret,
      user: 1000,
      env: { PORT: String(PORT), HOME: '/tmp', ...env },
      port: PORT,
      probes: {
        readiness: tcpProbe(PORT, { periodSeconds: 5 }),
        liveness: tcpProbe(PORT, { initialDelaySeconds: 30, periodSeconds: 10, timeoutSeconds: 5 }),
      },
      scratch: { '/tmp': '128Mi' },
      resources: { requests: { cpu: '150m', memory: '256Mi' }, limits: { cpu: '400m', memory: '512Mi' } },
    });
    placeIn(this, Stage.workloads, namespace.name);
  }
}
