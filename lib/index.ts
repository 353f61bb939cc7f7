/**
 * The public API: the constructs with their props, and everything that a program needs to use them as a library.
 *
 * `examples/` import nothing else.
 */

export {
  type AcmeIssuerProps,
  CertManagerIssuers,
  type CertManagerIssuersProps,
} from './certificates/cert-manager-issuers';
export type { AcmeIssuer, CertificateProps, IssuedCertificate } from './certificates/certificate-rules';
export type {
  AcceptedRisk,
  ExpectedSecret,
  Network,
  NodePool,
  PolicyEngine,
  Port,
  ProviderFacts,
  ProviderPods,
} from './checks/engine/cluster-facts';
export { ConfigError } from './config/problem';
export { acceptRisk } from './core/accept-risk';
export {
  ClusterBase,
  type ClusterBaseProps,
  type ExpectedSecretProps,
  type SecretReference,
} from './core/cluster-base';
export type { ClusterNamespace, ClusterNamespaceProps, PodSecurityLevel } from './core/cluster-namespace';
export type { Connection, NamespacePods, PodGroup } from './core/isolation/connection';
export { ForeignNamespace } from './core/isolation/foreign-namespace';
export { NetworkIsolation } from './core/isolation/network-isolation';
export type { LimitRangeFigures, QuotaFigures } from './core/limit-range';
export { placeAllIn, placeIn, Stage } from './core/placement';
export type { CpuAndMemory, Resources } from './core/resources';
export { SynthError, TopologyApp } from './core/topology-app';
export type {
  IngressController,
  IngressControllerFactory,
  WildcardCertificate,
} from './ingress/controller';
export type { Exposed, ExposureOptions, ExposureProps, NewService } from './ingress/exposure';
export { IngressStack, type IngressStackProps } from './ingress/ingress-stack';
export { type NginxControllerProps, nginx } from './ingress/nginx/controller';
export { type ManagedNginx, managed } from './ingress/nginx/managed';
export type { RenderedFile } from './output/manifest';
export { stringify } from './output/yaml';
export { check, render, type SynthOptions, type SynthResult, synth } from './synth';
export { type AiworkerConfig, readAiworker } from './systems/aiworker/config';
export { PREVIEW_NAMESPACES, PreviewEnv, type PreviewEnvProps } from './systems/aiworker/preview-env';
export {
  type PreviewManifests,
  type PreviewRequest,
  previewManifests,
} from './systems/aiworker/preview-manifests';
export {
  PROJECT_NAMESPACES,
  ProjectEnvironments,
  type ProjectEnvironmentsProps,
} from './systems/aiworker/project-environments';
export { PodService, type PodServiceProps } from './workloads/pod-service';
export { StatefulWorkload, type StatefulWorkloadProps } from './workloads/stateful-workload';
export { StatelessWorkload, type StatelessWorkloadProps } from './workloads/stateless-workload';
