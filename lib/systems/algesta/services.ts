import type { Resources } from '../../core/resources';
import type { ROLLOUTS } from './microservice';

/** One of the platform's micro-services. */
export interface ServiceDescription {
  readonly name: 'api-gateway' | 'ms-orders' | 'ms-notifications' | 'ms-provider';
  readonly port: number;
  readonly resources: Resources;
  /** How it is rolled out where a quota leaves no room for more pods than run. */
  readonly rolloutUnderQuota: keyof typeof ROLLOUTS;
}

const SERVICE_RESOURCES: Resources = {
  requests: { cpu: '100m', memory: '256Mi' },
  limits: { cpu: '500m', memory: '512Mi' },
};

/**
 * The gateway, which alone is reached from outside.
 *
 * Its limit of `1000m` is written as the API server writes it: an apply would find a difference every time otherwise.
 */
export const GATEWAY: ServiceDescription = {
  name: 'api-gateway',
  port: 3000,
  resources: { requests: { cpu: '250m', memory: '512Mi' }, limits: { cpu: '1', memory: '1Gi' } },
  rolloutUnderQuota: 'startFirst',
};

/** All micro-services. @see document 002, "Current Deployed Microservicios" and "Recommended Settings" */
export const SERVICES: readonly ServiceDescription[] = [
  GATEWAY,
  { name: 'ms-orders', port: 3001, resources: SERVICE_RESOURCES, rolloutUnderQuota: 'endFirst' },
  { name: 'ms-notifications', port: 3002, resources: SERVICE_RESOURCES, rolloutUnderQuota: 'endFirst' },
  { name: 'ms-provider', port: 3003, resources: SERVICE_RESOURCES, rolloutUnderQuota: 'endFirst' },
];
