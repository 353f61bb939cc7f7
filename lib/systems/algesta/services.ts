import type { Resources } from '../../core/resources';
import type { ROLLOUTS } from './microservice';

interface Description {
  /** The name of the image, the value of the label `app`, and the key of the image tag in the configuration. */
  readonly name: string;
  readonly port: number;
  readonly resources: Resources;
  /** The rollout in environments whose quota has no room for additional pods. */
  readonly rolloutUnderQuota: keyof typeof ROLLOUTS;
}

const SERVICE_RESOURCES: Resources = {
  requests: { cpu: '100m', memory: '256Mi' },
  limits: { cpu: '500m', memory: '512Mi' },
};

/**
 * The gateway: the only service that is reachable from outside the cluster.
 *
 * The document states a CPU limit of `1000m`. The API server converts it to `1`, so every apply would report a change.
 */
export const GATEWAY = {
  name: 'api-gateway',
  port: 3000,
  resources: { requests: { cpu: '250m', memory: '512Mi' }, limits: { cpu: '1', memory: '1Gi' } },
  rolloutUnderQuota: 'startFirst',
} as const satisfies Description;

/** All micro-services. @see document 002, "Current Deployed Microservicios" and "Recommended Settings" */
export const SERVICES = [
  GATEWAY,
  { name: 'ms-orders', port: 3001, resources: SERVICE_RESOURCES, rolloutUnderQuota: 'endFirst' },
  { name: 'ms-notifications', port: 3002, resources: SERVICE_RESOURCES, rolloutUnderQuota: 'endFirst' },
  { name: 'ms-provider', port: 3003, resources: SERVICE_RESOURCES, rolloutUnderQuota: 'endFirst' },
] as const satisfies readonly Description[];

/** A micro-service of Algesta. */
export type ServiceDescription = Description & { readonly name: (typeof SERVICES)[number]['name'] };
