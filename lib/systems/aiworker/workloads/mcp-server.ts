import { Construct } from 'constructs';
import type { ClusterNamespace } from '../../../core/cluster-namespace';
import type { PodGroup } from '../../../core/isolation/connection';
import { placeIn, Stage } from '../../../core/placement';
import { IMAGES } from '../../../core/versions';
import type { Env } from '../../../workloads/env';
import { tcpProbe } from '../../../workloads/hardened-pod';
import { PodService } from '../../../workloads/pod-service';
import { StatelessWorkload } from '../../../workloads/stateless-workload';

const NAME = 'aiworker-mcp-server';
const PORT = 3100;

/** What the MCP server works with. */
export interface McpServerProps {
  readonly namespace: ClusterNamespace;
  /** Where it finds database, queues and git. */
  readonly env: Env;
  /** The secret with which its image is pulled. */
  readonly pullSecret: { readonly name: string };
}

/** The server to which agents report, and from which they get their tools: the only part of control-plane they reach. */
export class McpServer extends Construct {
  readonly service: PodService;
  readonly pods: PodGroup;

  constructor(scope: Construct, id: string, { namespace, env, pullSecret }: McpServerProps) {
    super(scope, id);
    placeIn(this, Stage.workloads, namespace.name);
    this.service = new PodService(this, 'service', {
      namespace,
      name: NAME,
      selector: { app: NAME },
      port: PORT,
      portName: 'http',
    });
    this.pods = this.service.pods;
    new StatelessWorkload(this, 'workload', {
      namespace,
      name: NAME,
      replicas: 2,
      image: IMAGES.aiworkerMcpServer,
      pullSecret,
      user: 1000,
      env: { PORT: String(PORT), HOME: '/tmp', ...env },
      ports: { http: PORT },
      probes: {
        readiness: tcpProbe(PORT, { periodSeconds: 5 }),
        liveness: tcpProbe(PORT, { initialDelaySeconds: 30, periodSeconds: 10, timeoutSeconds: 5 }),
      },
      scratch: { '/tmp': '128Mi' },
      resources: { requests: { cpu: '150m', memory: '256Mi' }, limits: { cpu: '400m', memory: '512Mi' } },
    });
  }
}
