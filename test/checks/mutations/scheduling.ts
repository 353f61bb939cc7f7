import { acceptRisk } from '../../../lib/core/accept-risk';
import { type Breakable, container, type Workshop } from '../../support/sound-cluster';
import { type Mutation, type MutationClass, withGap } from './mutation';

const HOSTNAME = 'kubernetes.io/hostname';
const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';

/** A change of the pods of the Deployment `web`, which has two replicas and runs on two nodes. */
function web(name: string, change: (pod: Breakable, workshop: Workshop) => void): Mutation {
  return {
    name,
    change: (workshop) => change(workshop.find('Deployment', 'web').spec.template.spec, workshop),
  };
}

function nodeAffinity(key: string, operator: string, values?: readonly string[]): object {
  return {
    nodeAffinity: { [REQUIRED]: { nodeSelectorTerms: [{ matchExpressions: [{ key, operator, values }] }] } },
  };
}

function term(app: string, topologyKey = HOSTNAME): object {
  return { topologyKey, labelSelector: { matchLabels: { app } } };
}

/** Replaces the autoscaler of the Deployment `web`. */
function replicas({ find, remove }: Workshop, count: number, rollingUpdate?: object): void {
  remove('HorizontalPodAutoscaler', 'web');
  Object.assign(find('Deployment', 'web').spec, {
    replicas: count,
    strategy: { type: 'RollingUpdate', rollingUpdate },
  });
}

const RELEASE_FIRST = { maxSurge: 0, maxUnavailable: 1 };

/** DaemonSets with host ports, for which a risk is accepted. */
function agents(workshop: Workshop, hostPorts: Readonly<Record<string, number>>): void {
  const labels = workshop.find('Namespace', 'shop').metadata.labels;
  labels['pod-security.kubernetes.io/enforce'] = 'privileged';
  for (const [name, port] of Object.entries(hostPorts)) agent(workshop, name, port);
  acceptRisk(workshop.cluster, { rule: 'host-access', because: 'the agents read metrics of their nodes' });
}

function agent({ add }: Workshop, name: string, hostPort: number): void {
  const labels = { app: name };
  add({
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name, namespace: 'shop' },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          automountServiceAccountToken: false,
          securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
          containers: [
            container(name, 'registry.example/agent:1', { ports: [{ containerPort: 9100, hostPort }] }),
          ],
        },
      },
    },
  });
}

export const SCHEDULING: MutationClass = {
  name: 'scheduling',
  outages: [
    web('a node selector for an unknown label', (pod) => {
      pod.nodeSelector = { disk: 'ssd' };
    }),
    web('a node selector for another operating system', (pod) => {
      pod.nodeSelector = { 'kubernetes.io/os': 'windows' };
    }),
    web('an unknown label in the node affinity', (pod) => {
      pod.affinity = nodeAffinity('node-role.kubernetes.io/worker', 'Exists');
    }),
    web('an unknown value in the node affinity', (pod) => {
      pod.affinity = nodeAffinity('kubernetes.io/arch', 'In', ['x86']);
    }),
    web('a node affinity that excludes all nodes', (pod) => {
      pod.affinity = nodeAffinity('kubernetes.io/os', 'NotIn', ['linux']);
    }),
    web('a misspelt topology key of a spread constraint', (pod) => {
      pod.topologySpreadConstraints = [
        { ...term('web', 'kubernetes.io/hostnames'), maxSkew: 1, whenUnsatisfiable: 'DoNotSchedule' },
      ];
    }),
    web('a misspelt topology key of a preferred spread', (pod) => {
      pod.topologySpreadConstraints = [
        { ...term('web', 'hostname'), maxSkew: 1, whenUnsatisfiable: 'ScheduleAnyway' },
      ];
    }),
    web('a misspelt topology key of an anti-affinity', (pod) => {
      pod.affinity = { podAntiAffinity: { [REQUIRED]: [term('web', 'topology.kubernetes.io/zones')] } };
    }),
    web('more replicas than nodes with a required anti-affinity', (pod, workshop) => {
      pod.affinity = { podAntiAffinity: { [REQUIRED]: [term('web')] } };
      replicas(workshop, 3, RELEASE_FIRST);
    }),
    web('a required anti-affinity without a node for a rollout', (pod, workshop) => {
      pod.affinity = { podAntiAffinity: { [REQUIRED]: [term('web')] } };
      replicas(workshop, 2);
    }),
    web('a required anti-affinity without nodes for the autoscaler', (pod, { find }) => {
      pod.affinity = { podAntiAffinity: { [REQUIRED]: [term('web')] } };
      find('Deployment', 'web').spec.strategy = { rollingUpdate: RELEASE_FIRST };
    }),
    web('a required affinity to no pods', (pod) => {
      pod.affinity = { podAffinity: { [REQUIRED]: [term('database')] } };
    }),
    web('a required affinity to pods of another namespace', (pod) => {
      pod.affinity = { podAffinity: { [REQUIRED]: [{ ...term('db'), namespaces: ['edge'] }] } };
    }),
    web('two DaemonSets with the same host port', (_, workshop) => {
      agents(workshop, { metrics: 9100, exporter: 9100 });
    }),
    web('a host port of a DaemonSet in a Deployment', ({ containers }, workshop) => {
      agents(workshop, { metrics: 9100 });
      containers[0].ports.push({ name: 'metrics', containerPort: 9101, hostPort: 9100 });
    }),
    web('more replicas with a host port than nodes', ({ containers }, workshop) => {
      containers[0].ports[0].hostPort = 8080;
      replicas(workshop, 3, RELEASE_FIRST);
    }),
    web('a host port twice in a pod', ({ containers }, workshop) => {
      containers[0].ports[0].hostPort = 8080;
      containers[0].ports.push({ name: 'second', containerPort: 8081, hostPort: 8080 });
      replicas(workshop, 1, RELEASE_FIRST);
    }),
    web('more CPU than a node has', (pod, { remove }) => {
      remove('LimitRange', 'shop-limits');
      remove('ResourceQuota', 'shop-quota');
      pod.containers[0].resources = {
        requests: { cpu: '3', memory: '128Mi' },
        limits: { cpu: '3', memory: '256Mi' },
      };
    }),
    web('more memory than all nodes have', (pod, { remove }) => {
      remove('LimitRange', 'shop-limits');
      remove('ResourceQuota', 'shop-quota');
      Object.assign(pod.containers[0].resources, {
        requests: { cpu: '100m', memory: '2500Mi' },
        limits: { cpu: '200m', memory: '3Gi' },
      });
    }),
    web('a device that no node has', (pod) => {
      pod.containers[0].resources.limits['nvidia.com/gpu'] = 1;
    }),
    web('a scheduler that does not run', (pod) => {
      pod.schedulerName = 'volcano';
    }),
    web('a node by its name', (pod) => {
      pod.nodeName = 'worker-9';
    }),
    web('a priority class that does not exist', (pod) => {
      pod.priorityClassName = 'hihg';
    }),
    web('a runtime class that does not exist', (pod) => {
      pod.runtimeClassName = 'gvisor';
    }),
    withGap(
      'minDomains is not counted',
      web('more domains than nodes', (pod) => {
        pod.topologySpreadConstraints = [
          { ...term('web'), maxSkew: 1, minDomains: 3, whenUnsatisfiable: 'DoNotSchedule' },
        ];
      }),
    ),
    web('a node selector with two conflicting labels', (pod) => {
      pod.nodeSelector = { 'kubernetes.io/os': 'linux' };
      pod.affinity = nodeAffinity('kubernetes.io/os', 'In', ['windows']);
    }),
    web('more pods than the quota', (_, { find }) => {
      find('HorizontalPodAutoscaler', 'web').spec.minReplicas = 9;
      find('HorizontalPodAutoscaler', 'web').spec.maxReplicas = 10;
    }),
    web('a gate that nobody removes', (pod) => {
      pod.schedulingGates = [{ name: 'example.com/quota' }];
    }),
  ],
  sound: [
    web('Linux nodes of a zone', (pod) => {
      pod.nodeSelector = { 'kubernetes.io/os': 'linux', 'kubernetes.io/arch': 'amd64' };
      pod.affinity = nodeAffinity('topology.kubernetes.io/zone', 'In', ['fsn1-dc14']);
    }),
    web('nodes without a label', (pod) => {
      pod.affinity = nodeAffinity('example.com/spot', 'DoesNotExist');
    }),
    web('one of several terms', (pod) => {
      pod.affinity = nodeAffinity('example.com/fast', 'Exists');
      pod.affinity.nodeAffinity[REQUIRED].nodeSelectorTerms.push({
        matchExpressions: [{ key: 'kubernetes.io/arch', operator: 'NotIn', values: ['arm64'] }],
      });
    }),
    web('a preferred label', (pod) => {
      const preference = { matchExpressions: [{ key: 'example.com/fast', operator: 'Exists' }] };
      pod.affinity = { nodeAffinity: { [PREFERRED]: [{ weight: 1, preference }] } };
    }),
    web('a preferred anti-affinity with more replicas than nodes', (pod) => {
      pod.affinity = { podAntiAffinity: { [PREFERRED]: [{ weight: 1, podAffinityTerm: term('web') }] } };
    }),
    web('a required anti-affinity and a rollout that stops pods first', (pod, workshop) => {
      pod.affinity = { podAntiAffinity: { [REQUIRED]: [term('web')] } };
      replicas(workshop, 2, RELEASE_FIRST);
    }),
    web('a required anti-affinity per revision', (pod, workshop) => {
      pod.affinity = {
        podAntiAffinity: { [REQUIRED]: [{ ...term('web'), matchLabelKeys: ['pod-template-hash'] }] },
      };
      replicas(workshop, 2);
    }),
    web('a required anti-affinity to other pods', (pod) => {
      pod.affinity = { podAntiAffinity: { [REQUIRED]: [term('db')] } };
    }),
    web('required affinities to pods of all kinds', (pod) => {
      const dns = { topologyKey: HOSTNAME, labelSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } };
      pod.affinity = {
        podAffinity: {
          [REQUIRED]: [
            term('db'),
            term('web', 'topology.kubernetes.io/zone'),
            {
              ...term('controller'),
              namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'edge' } },
            },
            { ...dns, namespaces: ['kube-system'] },
            { ...dns, namespaceSelector: {} },
          ],
        },
      };
    }),
    web('a spread over zones and nodes', (pod) => {
      pod.topologySpreadConstraints = [HOSTNAME, 'topology.kubernetes.io/zone'].map((key) => ({
        ...term('web', key),
        maxSkew: 1,
        whenUnsatisfiable: 'DoNotSchedule',
      }));
    }),
    web('two DaemonSets with different host ports', (_, workshop) => {
      agents(workshop, { metrics: 9100, exporter: 9101 });
    }),
    web('tolerations of taints that no node has', (pod) => {
      pod.tolerations = [{ operator: 'Exists' }, { key: 'gpu', value: 'yes', effect: 'NoSchedule' }];
    }),
    web('a pod with the priority of Kubernetes', (pod) => {
      pod.priorityClassName = 'system-cluster-critical';
    }),
    web('a spread per revision', (pod) => {
      pod.topologySpreadConstraints = [
        {
          ...term('web'),
          maxSkew: 1,
          whenUnsatisfiable: 'DoNotSchedule',
          matchLabelKeys: ['pod-template-hash'],
          nodeTaintsPolicy: 'Honor',
        },
      ];
    }),
    web('a preferred affinity to pods that do not exist yet', (pod) => {
      pod.affinity = { podAffinity: { [PREFERRED]: [{ weight: 10, podAffinityTerm: term('cache') }] } };
    }),
    web('a DaemonSet on all nodes', (_, workshop) => {
      agents(workshop, { metrics: 9100 });
      workshop.find('DaemonSet', 'metrics').spec.template.spec.tolerations = [{ operator: 'Exists' }];
    }),
    web('the scheduler of Kubernetes', (pod) => {
      pod.schedulerName = 'default-scheduler';
    }),
    web('a node without the control plane', (pod) => {
      pod.affinity = nodeAffinity('node-role.kubernetes.io/control-plane', 'DoesNotExist');
    }),
    web('small local storage', (pod) => {
      Object.assign(pod.containers[0].resources.requests, { 'ephemeral-storage': '256Mi' });
      pod.volumes[0].emptyDir = { sizeLimit: '128Mi' };
    }),
  ],
};
