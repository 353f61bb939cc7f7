import { Construct } from 'constructs';
import * as k8s from '../../../../imports/k8s';
import { ClusterBase } from '../../../core/cluster-base';
import type { ClusterNamespace } from '../../../core/cluster-namespace';
import { placeIn, Stage } from '../../../core/placement';
import { IMAGES } from '../../../core/versions';
import type { Env } from '../../../workloads/env';
import { hardenedPod } from '../../../workloads/hardened-pod';

/** A sandbox in which pods run, as the nodes provide it. */
export interface Sandbox {
  /** The name of the RuntimeClass, such as `gvisor`. */
  readonly runtimeClass: string;
  /** What the nodes' container runtime calls it, such as `runsc`. */
  readonly handler: string;
}

/** What agents work with. */
export interface AgentTemplateProps {
  readonly namespace: ClusterNamespace;
  /** Where they find the MCP server and git. */
  readonly env: Env;
  /** The secret with which their image is pulled. */
  readonly pullSecret: { readonly name: string };
  /** @default none: agents run as every other pod does */
  readonly sandbox?: Sandbox;
}

/**
 * The pod that the backend starts for each task: a PodTemplate `agent`, which runs nothing by itself.
 *
 * It asks for what the namespace's limit range gives by default, runs once, and has no token of a service account. Its
 * work lies in `/workspace`, which goes with it.
 *
 * @see docs/decisions/0005-agents-are-a-pod-template.md
 */
export class AgentTemplate extends Construct {
  constructor(scope: Construct, id: string, props: AgentTemplateProps) {
    super(scope, id);
    const { namespace, sandbox } = props;
    const cluster = ClusterBase.of(this);
    placeIn(this, Stage.workloads, namespace.name);
    const secret = cluster.expectSecret({
      namespace,
      name: 'agent',
      keys: {
        'api-key': "the key of the model's API",
        'git-token': "a token of git that may read and push the projects' repositories",
      },
      purpose: "agents call the model's API and git with them",
    });
    if (sandbox) {
      const runtimeClass = new k8s.KubeRuntimeClass(this, 'runtime-class', {
        metadata: { name: sandbox.runtimeClass },
        handler: sandbox.handler,
      });
      placeIn(runtimeClass, Stage.addons, 'runtime-classes');
    }
    new k8s.KubePodTemplate(this, 'pod-template', {
      metadata: { name: 'agent', namespace: namespace.name },
      template: {
        metadata: { labels: { app: 'agent' } },
        spec: {
          ...hardenedPod({
            name: 'agent',
            image: IMAGES.agent,
            pullSecret: props.pullSecret,
            user: 1000,
            env: {
              HOME: '/workspace',
              ANTHROPIC_API_KEY: { secret, key: 'api-key' },
              GIT_TOKEN: { secret, key: 'git-token' },
              ...props.env,
            },
            scratch: { '/workspace': '10Gi', '/tmp': '2Gi' },
            resources: { requests: { cpu: '500m', memory: '1Gi' }, limits: { cpu: '1', memory: '2Gi' } },
          }),
          restartPolicy: 'Never',
          ...(sandbox && { runtimeClassName: sandbox.runtimeClass }),
        },
      },
    });
  }
}
