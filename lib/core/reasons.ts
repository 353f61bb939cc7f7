/**
 * The annotation with the reasons of an object, one line for each field that needs one: `egress[0]: it reads its volume`.
 */
export const REASONS = 'cluster-topology/reasons';
