import { Construct } from 'constructs';
import * as k8s from '../../../../imports/k8s';
import { ClusterBase } from '../../../core/cluster-base';
import { placeIn, Stage } from '../../../core/placement';
import { IMAGES } from '../../../core/versions';
import { parseHours } from '../../../kube/go-duration';
import { hardenedPod } from '../../../workloads/hardened-pod';
import type { PlatformWorkloadProps } from './platform-workload';

/** A sandbox for pods, which the nodes must provide. */
export interface Sandbox {
  /** The name of the RuntimeClass, such as `gvisor`. */
  readonly runtimeClass: string;
  /** The name of the sandbox in the container runtime of the nodes, such as `runsc`. */
  readonly handler: string;
}

/** The properties of the agent template. */
export interface AgentTemplateProps extends PlatformWorkloadProps {
  /** @default none: agents run like all other pods */
  readonly sandbox?: Sandbox;
  /** The time after which an agent pod is ended, in whole hours such as `24h`. @default '24h' */
  readonly deadline?: string;
}

export const DEFAULT_AGENT_DEADLINE = '24h';

/**
 * The template of the pods that the backend starts, one for each task: a PodTemplate with the name `agent`. It does not
 * start pods by itself.
 *
 * An agent pod requests the default resources of the limit range, runs once, and has no token of a ServiceAccount. Its
 * working directory `/workspace` is deleted with the pod. The kubelet ends the pod at its deadline, so that an agent
 * that hangs does not use the quota forever.
 *
 * @see docs/decisions/0005-agents-are-a-pod-template.md
 */
export class AgentTemplate extends Construct {
  constructor(scope: Construct, id: string, props: AgentTemplateProps) {
    super(scope, id);
    const { namespace, sandbox, deadline = DEFAULT_AGENT_DEADLINE } = props;
    const cluster = ClusterBase.of(this);
    placeIn(this, Stage.workloads, namespace.name);
    const secret = cluster.expectSecret({
      namespace,
      name: 'agent',
      keys: {
        'api-key': 'the API key of the model',
        'git-token': 'a token of Gitea that can read and push to the repositories of the projects',
      },
      purpose: 'agents call the model API and Gitea with these credentials',
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
            namespace,
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
            // A third of the scratch volumes: few agents fill them. If a disk fills up, the kubelet evicts agents first.
            disk: { request: '4Gi' },
            resources: { requests: { cpu: '500m', memory: '1Gi' }, limits: { cpu: '1', memory: '2Gi' } },
          }),
          restartPolicy: 'Never',
          activeDeadlineSeconds: parseHours(deadline) * 3600,
          ...(sandbox && { runtimeClassName: sandbox.runtimeClass }),
        },
      },
    });
  }
}
