import type { ICertificate } from '@kubernetes-models/cert-manager/cert-manager.io/v1/Certificate';
import type { IClusterIssuer } from '@kubernetes-models/cert-manager/cert-manager.io/v1/ClusterIssuer';
import type {
  IMutatingWebhookConfiguration,
  IValidatingAdmissionPolicy,
  IValidatingAdmissionPolicyBinding,
  IValidatingWebhookConfiguration,
} from 'kubernetes-models/admissionregistration.k8s.io/v1';
import type { IAPIService } from 'kubernetes-models/apiregistration.k8s.io/v1';
import type { IDeployment, IStatefulSet } from 'kubernetes-models/apps/v1';
import type { IHorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2';
import type { IIngress, INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1';
import type { IPodDisruptionBudget } from 'kubernetes-models/policy/v1';
import type { IClusterRole, IRole, IRoleBinding } from 'kubernetes-models/rbac.authorization.k8s.io/v1';
import type { IPriorityClass } from 'kubernetes-models/scheduling.k8s.io/v1';
import type {
  IConfigMap,
  ILimitRange,
  IPersistentVolume,
  IPersistentVolumeClaim,
  IResourceQuota,
  ISecret,
  IService,
  IServiceAccount,
} from 'kubernetes-models/v1';
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
  readonly Certificate: ICertificate;
  readonly ClusterIssuer: IClusterIssuer;
  readonly ClusterRole: IClusterRole;
  readonly ClusterRoleBinding: IRoleBinding;
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
