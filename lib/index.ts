/**
 * The public API: the constructs, their props, and all types that the props refer to.
 *
 * The programs in `examples/` import nothing else.
 */

export type { AcmeEndpoint } from './certificates/acme';
export {
  type AcmeIssuerProps,
  CertManagerIssuers,
  type CertManagerIssuersProps,
} from './certificates/cert-manager-issuers';
export type {
  AcmeIssuer,
  CertificateProps,
  Dns01Challenge,
  Http01Challenge,
  IssuedCertificate,
} from './certificates/certificate-rules';
export type {
  AcceptedRisk,
  EndOfSupport,
  ExpectedSecret,
  InstalledComponent,
  Network,
  NodePool,
  PolicyEngine,
  Port,
  ProviderFacts,
  ProviderIngressController,
  ProviderPods,
} from './checks/engine/cluster-facts';
export type { CheckResult } from './checks/engine/run-checks';
export { ConfigError } from './config/problem';
export type { Advice } from './config/reader';
export { acceptRisk } from './core/accept-risk';
export {
  ClusterBase,
  type ClusterBaseProps,
  type ExpectedSecretProps,
  type SecretReference,
} from './core/cluster-base';
export type { ClusterNamespace, ClusterNamespaceProps, PodSecurityLevel } from './core/cluster-namespace';
export type {
  Connection,
  Egress,
  Ingress,
  NamespacePods,
  Namespaces,
  PodGroup,
  PortEgress,
} from './core/isolation/connection';
export { ForeignNamespace } from './core/isolation/foreign-namespace';
export { NetworkIsolation } from './core/isolation/network-isolation';
export type { LimitRangeFigures, QuotaFigures } from './core/limit-range';
export { placeAllIn, placeIn, Stage } from './core/placement';
export { PriorityClass, type PriorityClassProps } from './core/priority-class';
export type { CpuAndMemory, Resources } from './core/resources';
export { SynthError, TopologyApp } from './core/topology-app';
export type { IngressController, IngressControllerFactory, WildcardCertificate } from './ingress/controller';
export { type EnvoyIngress, type EnvoyIngressProps, envoyGateway } from './ingress/envoy/envoy-ingress';
export type {
  BasicAuth,
  CookieAffinity,
  Cors,
  Exposed,
  ExposedPath,
  Exposure,
  ExposureOptions,
  ExposureProps,
  NewService,
  OrderedTls,
  RateLimit,
  SecretTls,
  Timeouts,
  TlsEntry,
} from './ingress/exposure';
export type { HostArea } from './ingress/gateway/listeners';
export { gatewayListener } from './ingress/gateway/public-gateway';
export { IngressStack, type IngressStackProps } from './ingress/ingress-stack';
export { type NginxController, type NginxControllerProps, nginx } from './ingress/nginx/controller';
export { type ManagedNginx, managed } from './ingress/nginx/managed';
export type { ControllerKind, IngressSetting } from './ingress/setting';
export { type IngressControllers, sideBySide } from './ingress/side-by-side';
export type { LabelExpression, LabelSelector, Labels } from './kube/labels';
export type { Manifest, RenderedFile } from './output/manifest';
export type { Changes } from './output/writer';
export { stringify } from './output/yaml';
export { check, render, type SynthOptions, type SynthResult, synth } from './synth';
export { type AiworkerConfig, readAiworker } from './systems/aiworker/config';
export { type EnvironmentRequest, environmentManifests } from './systems/aiworker/environment-manifests';
export { PREVIEW_NAMESPACES, PreviewEnv, type PreviewEnvProps } from './systems/aiworker/preview-env';
export { type PreviewRequest, previewManifests } from './systems/aiworker/preview-manifests';
export {
  type Environment,
  PROJECT_NAMESPACES,
  type ProjectApplication,
  ProjectEnvironments,
  type ProjectEnvironmentsProps,
  type RuntimeEnvironment,
} from './systems/aiworker/project-environments';
export type { RuntimeManifests } from './systems/aiworker/runtime-manifests';
export type { ConfigFiles } from './workloads/config-files';
export type { Env, SecretKey } from './workloads/env';
export {
  commandProbe,
  type HardenedPodProps,
  httpProbe,
  type Probes,
  tcpProbe,
} from './workloads/hardened-pod';
export { PodService, type PodServiceProps } from './workloads/pod-service';
export { StatefulWorkload, type StatefulWorkloadProps } from './workloads/stateful-workload';
export {
  type Autoscaler,
  type Rollout,
  StatelessWorkload,
  type StatelessWorkloadProps,
} from './workloads/stateless-workload';
