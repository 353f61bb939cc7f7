import { jsonText } from '../../../output/json';
import type { Dashboard } from '../grafana';
import approuting from './approuting.json';
import envoyGateway from './envoy-gateway.json';
import namespaces from './namespaces.json';

// `npm run dashboards` builds the dashboards with Grafana's SDK, and the results are committed. A synth does not load the
// SDK, which takes a fifth of the time of a synth.

/** The dashboard of document 001 for a cluster without projects and previews. */
export function namespacesDashboard(): Dashboard {
  return { name: 'namespaces', json: jsonText(namespaces) };
}

/** The dashboard of Envoy Gateway and its Envoys. */
export function envoyGatewayDashboard(): Dashboard {
  return { name: 'gateways', json: jsonText(envoyGateway) };
}

/** The dashboard of the gateway of AKS's application routing. */
export function approutingDashboard(): Dashboard {
  return { name: 'gateways', json: jsonText(approuting) };
}
