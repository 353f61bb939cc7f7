import { IMAGES } from '../../core/versions';
import { stringify } from '../../output/yaml';

/** The identifier of the controller in GatewayClasses. */
export const CONTROLLER_NAME = 'gateway.envoyproxy.io/gatewayclass-controller';

/**
 * The configuration of Envoy Gateway, as the file `envoy-gateway.yaml`.
 *
 * What it does not state is off: patches of Envoy's configuration (EnvoyPatchPolicy), backends outside the cluster
 * (Backend), Lua, extension servers, and the service for global rate limits. The Envoys run in its own namespace.
 *
 * The topology injector is off as well. It is a webhook that writes the zone of a node on each Envoy, so that Envoys prefer
 * backends in their zone. It would need a certificate, and the permission to change pods when they are bound to a node.
 *
 * @see https://gateway.envoyproxy.io/docs/api/extension_types/#envoygateway
 */
export function envoyGatewayConfig(): string {
  return stringify([
    {
      apiVersion: 'gateway.envoyproxy.io/v1alpha1',
      kind: 'EnvoyGateway',
      gateway: { controllerName: CONTROLLER_NAME },
      provider: {
        type: 'Kubernetes',
        kubernetes: {
          deploy: { type: 'ControllerNamespace' },
          proxyTopologyInjector: { disabled: true },
          // Otherwise it would be an image without a version.
          shutdownManager: { image: IMAGES.envoyGateway },
        },
      },
      logging: { level: { default: 'info' } },
    },
  ]);
}
