import { MUTATIONS } from '../mutations/mutations';
import { reports } from './reports';

const WEB = 'test/all/web.deployment: test/50-all.k8s.yaml: Deployment shop/web: spec.template.spec.';

/** The change of this name in the class of scheduling. */
function outage(name: string) {
  const found = MUTATIONS.flatMap(({ outages }) => outages).find((it) => it.name === name);
  if (found === undefined) throw new Error(`no outage is called "${name}"`);
  return found.change;
}

function reportsOutage(name: string, ...messages: readonly string[]): void {
  reports(
    'pod-placement',
    name,
    outage(name),
    messages.map((message) => `${message} [pod-placement]`),
  );
}

const ANTI_AFFINITY = 'affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0]: ';

reportsOutage(
  'more replicas than nodes with a required anti-affinity',
  `${WEB}${ANTI_AFFINITY}3 pods need a node each, and there are at most 2: add nodes, lower the replicas or maxSurge, or prefer the anti-affinity`,
);

reportsOutage(
  'a required anti-affinity without a node for a rollout',
  `${WEB}${ANTI_AFFINITY}3 pods need a node each during a rollout, and there are at most 2: add nodes, lower the replicas or maxSurge, or prefer the anti-affinity`,
);

reportsOutage(
  'a required anti-affinity without nodes for the autoscaler',
  `${WEB}${ANTI_AFFINITY}at the autoscaler's maximum, 4 pods need a node each, and there are at most 2: decide whether to allow more nodes or to lower maxReplicas`,
);

reportsOutage(
  'a required affinity to no pods',
  `${WEB}affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].labelSelector is {"matchLabels":{"app":"database"}}: the selector matches no pods: correct the labels, or remove the affinity`,
);

reportsOutage(
  'two DaemonSets with the same host port',
  'test: test/50-all.k8s.yaml: DaemonSet shop/exporter: spec.template.spec.containers[0].ports[0].hostPort is 9100: 4 pods need this port of a node each, which DaemonSet shop/metrics uses too, and there are at most 2 nodes: use another port, or fewer pods',
);

reportsOutage(
  'more replicas with a host port than nodes',
  `${WEB}containers[0].ports[0].hostPort is 8080: 3 pods need this port of a node each, and there are at most 2 nodes: use another port, or fewer pods`,
);

reportsOutage(
  'a host port twice in a pod',
  `${WEB}containers[0].ports[1].hostPort is 8080: the pod uses this port of its node twice: use another port`,
);

reports(
  'pod-placement',
  'no conflict of one port on different addresses, or of two pods on two nodes',
  ({ container, find }) => {
    find('Deployment', 'controller').spec.strategy = { type: 'Recreate' };
    container('Deployment', 'controller').ports[0].hostPort = 8443;
    container('StatefulSet', 'db').ports[0].hostPort = 8443;
    const ports = ['10.0.0.1', '10.0.0.2'].map((hostIP) => ({ containerPort: 53, hostPort: 53, hostIP }));
    container('StatefulSet', 'db').ports.push(...ports);
  },
  [],
);
