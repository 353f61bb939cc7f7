import type { CertificateSpec, ClusterIssuerSpec } from '../../../imports/cert-manager';
import type {
  IAPIService,
  IClusterRole,
  IClusterRoleBinding,
  IConfigMap,
  IDeployment,
  IHorizontalPodAutoscaler,
  IIngress,
  ILimitRange,
  IMutatingWebhookConfiguration,
  INetworkPolicy,
  IPersistentVolume,
  IPersistentVolumeClaim,
  IPodDisruptionBudget,
  IPriorityClass,
  IResourceQuota,
  IRole,
  IRoleBinding,
  ISecret,
  IService,
  IServiceAccount,
  IStatefulSet,
  IValidatingAdmissionPolicy,
  IValidatingAdmissionPolicyBinding,
  IValidatingWebhookConfiguration,
} from '../../../imports/manifest-types';
import type { SecretProviderClassSpec } from '../../../imports/secrets-store';
import type {
  EnvoyProxySpec,
  GatewayClassSpec,
  GatewaySpec,
  HttpRouteSpec,
  ListenerSetSpec,
  ReferenceGrantSpec,
} from './gateway-kinds';

/** The types of the objects that rules read, by kind. A rule must accept that any field is missing. */
interface Kinds {
  readonly APIService: IAPIService;
  readonly Certificate: { readonly spec: CertificateSpec };
  readonly ClusterIssuer: { readonly spec: ClusterIssuerSpec };
  readonly ClusterRole: IClusterRole;
  readonly ClusterRoleBinding: IClusterRoleBinding;
  readonly ConfigMap: IConfigMap;
  readonly Deployment: IDeployment;
  readonly EnvoyProxy: { readonly spec: EnvoyProxySpec };
  readonly Gateway: { readonly spec: GatewaySpec };
  readonly GatewayClass: { readonly spec: GatewayClassSpec };
  readonly HTTPRoute: { readonly spec: HttpRouteSpec };
  readonly HorizontalPodAutoscaler: IHorizontalPodAutoscaler;
  readonly Ingress: IIngress;
  readonly LimitRange: ILimitRange;
  readonly ListenerSet: { readonly spec: ListenerSetSpec };
  readonly MutatingWebhookConfiguration: IMutatingWebhookConfiguration;
  readonly NetworkPolicy: INetworkPolicy;
  readonly PersistentVolume: IPersistentVolume;
  readonly PersistentVolumeClaim: IPersistentVolumeClaim;
  readonly PodDisruptionBudget: IPodDisruptionBudget;
  readonly PriorityClass: IPriorityClass;
  readonly ReferenceGrant: { readonly spec: ReferenceGrantSpec };
  readonly ResourceQuota: IResourceQuota;
  readonly Role: IRole;
  readonly RoleBinding: IRoleBinding;
  readonly Secret: ISecret;
  readonly SecretProviderClass: { readonly spec: SecretProviderClassSpec };
  readonly Service: IService;
  readonly ServiceAccount: IServiceAccount;
  readonly StatefulSet: IStatefulSet;
  readonly ValidatingAdmissionPolicy: IValidatingAdmissionPolicy;
  readonly ValidatingAdmissionPolicyBinding: IValidatingAdmissionPolicyBinding;
  readonly ValidatingWebhookConfiguration: IValidatingWebhookConfiguration;
}

/** The type of the objects of a kind. */
export type JsonOf<Kind extends string> = Kind extends keyof Kinds ? Partial<Kinds[Kind]> : object;

/** The type of the specification of a kind. */
export type SpecOf<Kind extends string> = JsonOf<Kind> extends { spec?: infer Spec } ? Partial<Spec> : object;
