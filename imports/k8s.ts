/**
 * Kubernetes' own objects, typed (`KubeDeployment`, `Quantity`, …).
 *
 * They are imported from the file of cdk8s-plus-27 that defines them. Loading all of cdk8s-plus-27 takes 50 ms more, and
 * its higher-level constructs set selectors and security contexts of their own.
 */
export * from 'cdk8s-plus-27/lib/imports/k8s';
