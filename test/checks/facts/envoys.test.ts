import { addGateways, withGateways } from '../../support/gateway-shop';
import { checkBroken, type Workshop } from '../../support/sound-cluster';
import { reports } from '../rules/reports';

/** Sets the workload of the Envoys of the class. */
function envoys(kubernetes: object): (workshop: Workshop) => void {
  return withGateways(({ find }) => {
    Object.assign(find('EnvoyProxy', 'proxies').spec.provider.kubernetes, kubernetes);
  });
}

const memory = (memory: string) => ({ resources: { requests: { cpu: '100m', memory } } });

/** The patch of a container. */
const patchOf = (container: object) => ({
  patch: { type: 'StrategicMerge', value: { spec: { template: { spec: { containers: [container] } } } } },
});

test('a sound cluster with Envoys has no findings', () => {
  expect(checkBroken(addGateways).errors).toEqual([]);
});

const LARGE = 'memory (edge/envoy-edge-public): add or enlarge nodes, or reduce the requests [node-capacity]';

reports(
  'node-capacity',
  'Envoys larger than a node',
  envoys({ envoyDeployment: { container: memory('5Gi') } }),
  [`test: nodes is 2: at the minimum, no node has room for 1 pod of 110m CPU and 5152Mi ${LARGE}`],
);

reports(
  'node-capacity',
  'a patch that makes the shutdown manager larger than a node',
  envoys({ envoyDeployment: patchOf({ name: 'shutdown-manager', ...memory('5Gi') }) }),
  [`test: nodes is 2: at the minimum, no node has room for 1 pod of 200m CPU and 5632Mi ${LARGE}`],
);

reports(
  'node-capacity',
  'two large Envoys, counted once for two gateways that are merged',
  withGateways(({ add, find }) => {
    Object.assign(find('EnvoyProxy', 'proxies').spec, { mergeGateways: true });
    find('EnvoyProxy', 'proxies').spec.provider.kubernetes.envoyDeployment = {
      replicas: 2,
      container: memory('5Gi'),
    };
    const second = structuredClone(find('Gateway', 'public'));
    second.metadata.name = 'second';
    add(second);
  }),
  [`test: nodes is 2: at the minimum, no node has room for 2 pods of 110m CPU and 5152Mi ${LARGE}`],
);

reports(
  'node-capacity',
  'Envoys for which nodes have no room at the maximum of their autoscaler',
  envoys({
    envoyDeployment: { container: memory('1Gi') },
    envoyHpa: { minReplicas: 1, maxReplicas: 40 },
  }),
  [
    "test: nodes is 2: at the autoscalers' maximum, no node has room for 34 pods of 110m CPU and 1056Mi memory (edge/envoy-edge-public): decide whether to allow more nodes or to lower maxReplicas [node-capacity]",
  ],
);

reports(
  'pod-security',
  'host ports that the namespace of the Envoys does not admit',
  envoys({
    envoyDaemonSet: patchOf({ name: 'envoy', ports: [{ containerPort: 10_080, hostPort: 80 }] }),
  }),
  [
    'test: test/50-all.k8s.yaml: DaemonSet edge/envoy-edge-public: spec.template.spec.containers[0].ports[0].hostPort is 80: must not be used at Pod Security level restricted of namespace edge [pod-security]',
  ],
);
