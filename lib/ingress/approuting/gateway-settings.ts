import type { Construct } from 'constructs';
import * as k8s from '../../../imports/k8s';
import type { Labels } from '../../kube/labels';
import { stringify } from '../../output/yaml';
import { spreadOverNodes } from '../../workloads/hardened-pod';

/**
 * The annotations with which AKS sets the health probe of the load balancer. They are for connections that may pass through
 * any node, and must be unset otherwise.
 *
 * @see https://learn.microsoft.com/azure/aks/app-routing-gateway-api#gateway-resource-customization
 */
const PROBE_OF_ANY_NODE = ['probe_port', 'probe_protocol', 'probe_request-path'].map(
  (name) => `service.beta.kubernetes.io/port_80_health-${name}`,
);

/**
 * The statistics of the requests and connections to each Service. By default, Istio's proxies keep none of them.
 *
 * @see https://istio.io/latest/docs/ops/configuration/telemetry/envoy-stats/
 */
const STATISTICS = 'cluster\\.outbound.*upstream_(rq_\\dxx|rq_time|cx_active|cx_connect_fail)';

/**
 * The settings of the Deployment and the Service that AKS makes for a gateway, as a ConfigMap to which the Gateway refers.
 *
 * AKS refuses fields that are not on its list. Neither a priority class nor a grace period is on it.
 *
 * @param labels the labels of the pods
 * @see https://learn.microsoft.com/azure/aks/istio-gateway-api#resource-customization-allowlist
 * @see https://istio.io/latest/docs/tasks/traffic-management/ingress/gateway-api/#automated-deployment
 */
export function gatewaySettings(
  scope: Construct,
  id: string,
  { name, namespace, labels }: { readonly name: string; readonly namespace: string; readonly labels: Labels },
): k8s.KubeConfigMap {
  const statistics = stringify([{ proxyStatsMatcher: { inclusionRegexps: [STATISTICS] } }]);
  const deployment = {
    spec: {
      template: {
        metadata: { annotations: { 'proxy.istio.io/config': statistics } },
        spec: {
          nodeSelector: { 'kubernetes.io/os': 'linux' },
          topologySpreadConstraints: [spreadOverNodes(labels, false)],
        },
      },
    },
  };
  const service = {
    metadata: { annotations: Object.fromEntries(PROBE_OF_ANY_NODE.map((key) => [key, null])) },
    // Otherwise the node that receives a connection replaces the address of the client with its own.
    spec: { externalTrafficPolicy: 'Local' },
  };
  return new k8s.KubeConfigMap(scope, id, {
    metadata: { name, namespace },
    data: { deployment: stringify([deployment]), service: stringify([service]) },
  });
}
