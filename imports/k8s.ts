/**
 * Kubernetes' own objects, typed (`KubeDeployment`, `Quantity`, …).
 *
 * They are cdk8s-plus-27's, taken from the file that defines them: loading the whole of cdk8s-plus costs every
 * synth 50 ms more, and its higher-level constructs choose selectors and security contexts of their own.
 */
export * from 'cdk8s-plus-27/lib/imports/k8s';
