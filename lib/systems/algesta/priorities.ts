import type { PriorityClassProps } from '../../core/priority-class';

/** The class of the gateways. The quotas of production also tell them from the other services by it. */
export const GATEWAYS: PriorityClassProps = {
  name: 'gateways',
  value: 1000,
  description: 'The gateways, through which all requests pass: they are placed before the other services.',
};

/**
 * The class of the pods with which cert-manager answers HTTP-01 challenges. No quota of production counts them.
 *
 * @see https://cert-manager.io/docs/configuration/acme/http01/#podtemplate
 */
export const SOLVERS: PriorityClassProps = {
  name: 'certificate-solvers',
  value: 2000,
  description:
    'Pods that run for some seconds while a certificate is issued or renewed: neither full nodes nor a full quota stop a renewal.',
};
