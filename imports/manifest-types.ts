// Generated from imports/schemas by "npm run types". Do not edit.

export interface IAPIService {
  readonly "apiVersion": "apiregistration.k8s.io/v1";
  readonly "kind": "APIService";
  readonly "metadata"?: IObjectMeta;
  readonly "spec"?: IAPIServiceSpec;
}

export interface IAPIServiceSpec {
  readonly "caBundle"?: string;
  readonly "group"?: string;
  readonly "groupPriorityMinimum": number;
  readonly "insecureSkipTLSVerify"?: boolean;
  readonly "service"?: IServiceReference;
  readonly "version"?: string;
  readonly "versionPriority": number;
}

export interface IAWSElasticBlockStoreVolumeSource {
  readonly "fsType"?: string;
  readonly "partition"?: number;
  readonly "readOnly"?: boolean;
  readonly "volumeID": string;
}

export interface IAffinity {
  readonly "nodeAffinity"?: INodeAffinity;
  readonly "podAffinity"?: IPodAffinity;
  readonly "podAntiAffinity"?: IPodAntiAffinity;
}

export interface IAggregationRule {
  readonly "clusterRoleSelectors"?: ReadonlyArray<ILabelSelector>;
}

export interface IAppArmorProfile {
  readonly "localhostProfile"?: string;
  readonly "type": "Localhost" | "RuntimeDefault" | "Unconfined";
}

export interface IAuditAnnotation {
  readonly "key": string;
  readonly "valueExpression": string;
}

export interface IAzureDiskVolumeSource {
  readonly "cachingMode"?: "None" | "ReadOnly" | "ReadWrite";
  readonly "diskName": string;
  readonly "diskURI": string;
  readonly "fsType"?: string;
  readonly "kind"?: "Dedicated" | "Managed" | "Shared";
  readonly "readOnly"?: boolean;
}

export interface IAzureFilePersistentVolumeSource {
  readonly "readOnly"?: boolean;
  readonly "secretName": string;
  readonly "secretNamespace"?: string;
  readonly "shareName": string;
}

export interface IAzureFileVolumeSource {
  readonly "readOnly"?: boolean;
  readonly "secretName": string;
  readonly "shareName": string;
}

export interface ICSIPersistentVolumeSource {
  readonly "controllerExpandSecretRef"?: ISecretReference;
  readonly "controllerPublishSecretRef"?: ISecretReference;
  readonly "driver": string;
  readonly "fsType"?: string;
  readonly "nodeExpandSecretRef"?: ISecretReference;
  readonly "nodePublishSecretRef"?: ISecretReference;
  readonly "nodeStageSecretRef"?: ISecretReference;
  readonly "readOnly"?: boolean;
  readonly "volumeAttributes"?: { readonly [key: string]: string };
  readonly "volumeHandle": string;
}

export interface ICSIVolumeSource {
  readonly "driver": string;
  readonly "fsType"?: string;
  readonly "nodePublishSecretRef"?: ILocalObjectReference;
  readonly "readOnly"?: boolean;
  readonly "volumeAttributes"?: { readonly [key: string]: string };
}

export interface ICapabilities {
  readonly "add"?: ReadonlyArray<string>;
  readonly "drop"?: ReadonlyArray<string>;
}

export interface ICephFSPersistentVolumeSource {
  readonly "monitors": ReadonlyArray<string>;
  readonly "path"?: string;
  readonly "readOnly"?: boolean;
  readonly "secretFile"?: string;
  readonly "secretRef"?: ISecretReference;
  readonly "user"?: string;
}

export interface ICephFSVolumeSource {
  readonly "monitors": ReadonlyArray<string>;
  readonly "path"?: string;
  readonly "readOnly"?: boolean;
  readonly "secretFile"?: string;
  readonly "secretRef"?: ILocalObjectReference;
  readonly "user"?: string;
}

export interface ICinderPersistentVolumeSource {
  readonly "fsType"?: string;
  readonly "readOnly"?: boolean;
  readonly "secretRef"?: ISecretReference;
  readonly "volumeID": string;
}

export interface ICinderVolumeSource {
  readonly "fsType"?: string;
  readonly "readOnly"?: boolean;
  readonly "secretRef"?: ILocalObjectReference;
  readonly "volumeID": string;
}

export interface IClientIPConfig {
  readonly "timeoutSeconds"?: number;
}

export interface IClusterRole {
  readonly "aggregationRule"?: IAggregationRule;
  readonly "apiVersion": "rbac.authorization.k8s.io/v1";
  readonly "kind": "ClusterRole";
  readonly "metadata"?: IObjectMeta;
  readonly "rules"?: ReadonlyArray<IPolicyRule>;
}

export interface IClusterRoleBinding {
  readonly "apiVersion": "rbac.authorization.k8s.io/v1";
  readonly "kind": "ClusterRoleBinding";
  readonly "metadata"?: IObjectMeta;
  readonly "roleRef": IRoleRef;
  readonly "subjects"?: ReadonlyArray<ISubject>;
}

export interface IClusterTrustBundleProjection {
  readonly "labelSelector"?: ILabelSelector;
  readonly "name"?: string;
  readonly "optional"?: boolean;
  readonly "path": string;
  readonly "signerName"?: string;
}

export interface IConfigMap {
  readonly "apiVersion": "v1";
  readonly "binaryData"?: { readonly [key: string]: string };
  readonly "data"?: { readonly [key: string]: string };
  readonly "immutable"?: boolean;
  readonly "kind": "ConfigMap";
  readonly "metadata"?: IObjectMeta;
}

export interface IConfigMapEnvSource {
  readonly "name"?: string;
  readonly "optional"?: boolean;
}

export interface IConfigMapKeySelector {
  readonly "key": string;
  readonly "name"?: string;
  readonly "optional"?: boolean;
}

export interface IConfigMapProjection {
  readonly "items"?: ReadonlyArray<IKeyToPath>;
  readonly "name"?: string;
  readonly "optional"?: boolean;
}

export interface IConfigMapVolumeSource {
  readonly "defaultMode"?: number;
  readonly "items"?: ReadonlyArray<IKeyToPath>;
  readonly "name"?: string;
  readonly "optional"?: boolean;
}

export interface IContainer {
  readonly "args"?: ReadonlyArray<string>;
  readonly "command"?: ReadonlyArray<string>;
  readonly "env"?: ReadonlyArray<IEnvVar>;
  readonly "envFrom"?: ReadonlyArray<IEnvFromSource>;
  readonly "image"?: string;
  readonly "imagePullPolicy"?: "Always" | "IfNotPresent" | "Never";
  readonly "lifecycle"?: ILifecycle;
  readonly "livenessProbe"?: IProbe;
  readonly "name": string;
  readonly "ports"?: ReadonlyArray<IContainerPort>;
  readonly "readinessProbe"?: IProbe;
  readonly "resizePolicy"?: ReadonlyArray<IContainerResizePolicy>;
  readonly "resources"?: IResourceRequirements;
  readonly "restartPolicy"?: string;
  readonly "restartPolicyRules"?: ReadonlyArray<IContainerRestartRule>;
  readonly "securityContext"?: ISecurityContext;
  readonly "startupProbe"?: IProbe;
  readonly "stdin"?: boolean;
  readonly "stdinOnce"?: boolean;
  readonly "terminationMessagePath"?: string;
  readonly "terminationMessagePolicy"?: "FallbackToLogsOnError" | "File";
  readonly "tty"?: boolean;
  readonly "volumeDevices"?: ReadonlyArray<IVolumeDevice>;
  readonly "volumeMounts"?: ReadonlyArray<IVolumeMount>;
  readonly "workingDir"?: string;
}

export interface IContainerPort {
  readonly "containerPort": number;
  readonly "hostIP"?: string;
  readonly "hostPort"?: number;
  readonly "name"?: string;
  readonly "protocol"?: "SCTP" | "TCP" | "UDP";
}

export interface IContainerResizePolicy {
  readonly "resourceName": string;
  readonly "restartPolicy": string;
}

export interface IContainerResourceMetricSource {
  readonly "container": string;
  readonly "name": string;
  readonly "target": IMetricTarget;
}

export interface IContainerRestartRule {
  readonly "action": string;
  readonly "exitCodes"?: IContainerRestartRuleOnExitCodes;
}

export interface IContainerRestartRuleOnExitCodes {
  readonly "operator": string;
  readonly "values"?: ReadonlyArray<number>;
}

export interface ICrossVersionObjectReference {
  readonly "apiVersion"?: string;
  readonly "kind": string;
  readonly "name": string;
}

export interface IDeployment {
  readonly "apiVersion": "apps/v1";
  readonly "kind": "Deployment";
  readonly "metadata"?: IObjectMeta;
  readonly "spec"?: IDeploymentSpec;
}

export interface IDeploymentSpec {
  readonly "minReadySeconds"?: number;
  readonly "paused"?: boolean;
  readonly "progressDeadlineSeconds"?: number;
  readonly "replicas"?: number;
  readonly "revisionHistoryLimit"?: number;
  readonly "selector": ILabelSelector;
  readonly "strategy"?: IDeploymentStrategy;
  readonly "template": IPodTemplateSpec;
}

export interface IDeploymentStrategy {
  readonly "rollingUpdate"?: IRollingUpdateDeployment;
  readonly "type"?: "Recreate" | "RollingUpdate";
}

export interface IDownwardAPIProjection {
  readonly "items"?: ReadonlyArray<IDownwardAPIVolumeFile>;
}

export interface IDownwardAPIVolumeFile {
  readonly "fieldRef"?: IObjectFieldSelector;
  readonly "mode"?: number;
  readonly "path": string;
  readonly "resourceFieldRef"?: IResourceFieldSelector;
}

export interface IDownwardAPIVolumeSource {
  readonly "defaultMode"?: number;
  readonly "items"?: ReadonlyArray<IDownwardAPIVolumeFile>;
}

export interface IEmptyDirVolumeSource {
  readonly "medium"?: string;
  readonly "sizeLimit"?: string | number;
}

export interface IEnvFromSource {
  readonly "configMapRef"?: IConfigMapEnvSource;
  readonly "prefix"?: string;
  readonly "secretRef"?: ISecretEnvSource;
}

export interface IEnvVar {
  readonly "name": string;
  readonly "value"?: string;
  readonly "valueFrom"?: IEnvVarSource;
}

export interface IEnvVarSource {
  readonly "configMapKeyRef"?: IConfigMapKeySelector;
  readonly "fieldRef"?: IObjectFieldSelector;
  readonly "fileKeyRef"?: IFileKeySelector;
  readonly "resourceFieldRef"?: IResourceFieldSelector;
  readonly "secretKeyRef"?: ISecretKeySelector;
}

export interface IEphemeralContainer {
  readonly "args"?: ReadonlyArray<string>;
  readonly "command"?: ReadonlyArray<string>;
  readonly "env"?: ReadonlyArray<IEnvVar>;
  readonly "envFrom"?: ReadonlyArray<IEnvFromSource>;
  readonly "image"?: string;
  readonly "imagePullPolicy"?: "Always" | "IfNotPresent" | "Never";
  readonly "lifecycle"?: ILifecycle;
  readonly "livenessProbe"?: IProbe;
  readonly "name": string;
  readonly "ports"?: ReadonlyArray<IContainerPort>;
  readonly "readinessProbe"?: IProbe;
  readonly "resizePolicy"?: ReadonlyArray<IContainerResizePolicy>;
  readonly "resources"?: IResourceRequirements;
  readonly "restartPolicy"?: string;
  readonly "restartPolicyRules"?: ReadonlyArray<IContainerRestartRule>;
  readonly "securityContext"?: ISecurityContext;
  readonly "startupProbe"?: IProbe;
  readonly "stdin"?: boolean;
  readonly "stdinOnce"?: boolean;
  readonly "targetContainerName"?: string;
  readonly "terminationMessagePath"?: string;
  readonly "terminationMessagePolicy"?: "FallbackToLogsOnError" | "File";
  readonly "tty"?: boolean;
  readonly "volumeDevices"?: ReadonlyArray<IVolumeDevice>;
  readonly "volumeMounts"?: ReadonlyArray<IVolumeMount>;
  readonly "workingDir"?: string;
}

export interface IEphemeralVolumeSource {
  readonly "volumeClaimTemplate"?: IPersistentVolumeClaimTemplate;
}

export interface IExecAction {
  readonly "command"?: ReadonlyArray<string>;
}

export interface IExternalMetricSource {
  readonly "metric": IMetricIdentifier;
  readonly "target": IMetricTarget;
}

export interface IFCVolumeSource {
  readonly "fsType"?: string;
  readonly "lun"?: number;
  readonly "readOnly"?: boolean;
  readonly "targetWWNs"?: ReadonlyArray<string>;
  readonly "wwids"?: ReadonlyArray<string>;
}

export interface IFileKeySelector {
  readonly "key": string;
  readonly "optional"?: boolean;
  readonly "path": string;
  readonly "volumeName": string;
}

export interface IFlexPersistentVolumeSource {
  readonly "driver": string;
  readonly "fsType"?: string;
  readonly "options"?: { readonly [key: string]: string };
  readonly "readOnly"?: boolean;
  readonly "secretRef"?: ISecretReference;
}

export interface IFlexVolumeSource {
  readonly "driver": string;
  readonly "fsType"?: string;
  readonly "options"?: { readonly [key: string]: string };
  readonly "readOnly"?: boolean;
  readonly "secretRef"?: ILocalObjectReference;
}

export interface IFlockerVolumeSource {
  readonly "datasetName"?: string;
  readonly "datasetUUID"?: string;
}

export interface IGCEPersistentDiskVolumeSource {
  readonly "fsType"?: string;
  readonly "partition"?: number;
  readonly "pdName": string;
  readonly "readOnly"?: boolean;
}

export interface IGRPCAction {
  readonly "port": number;
  readonly "service"?: string;
}

export interface IGitRepoVolumeSource {
  readonly "directory"?: string;
  readonly "repository": string;
  readonly "revision"?: string;
}

export interface IGlusterfsPersistentVolumeSource {
  readonly "endpoints": string;
  readonly "endpointsNamespace"?: string;
  readonly "path": string;
  readonly "readOnly"?: boolean;
}

export interface IGlusterfsVolumeSource {
  readonly "endpoints": string;
  readonly "path": string;
  readonly "readOnly"?: boolean;
}

export interface IHPAScalingPolicy {
  readonly "periodSeconds": number;
  readonly "type": string;
  readonly "value": number;
}

export interface IHPAScalingRules {
  readonly "policies"?: ReadonlyArray<IHPAScalingPolicy>;
  readonly "selectPolicy"?: string;
  readonly "stabilizationWindowSeconds"?: number;
  readonly "tolerance"?: string | number;
}

export interface IHTTPGetAction {
  readonly "host"?: string;
  readonly "httpHeaders"?: ReadonlyArray<IHTTPHeader>;
  readonly "path"?: string;
  readonly "port": number | string;
  readonly "scheme"?: "HTTP" | "HTTPS";
}

export interface IHTTPHeader {
  readonly "name": string;
  readonly "value": string;
}

export interface IHTTPIngressPath {
  readonly "backend": IIngressBackend;
  readonly "path"?: string;
  readonly "pathType": "Exact" | "ImplementationSpecific" | "Prefix";
}

export interface IHTTPIngressRuleValue {
  readonly "paths": ReadonlyArray<IHTTPIngressPath>;
}

export interface IHorizontalPodAutoscaler {
  readonly "apiVersion": "autoscaling/v2";
  readonly "kind": "HorizontalPodAutoscaler";
  readonly "metadata"?: IObjectMeta;
  readonly "spec": IHorizontalPodAutoscalerSpec;
}

export interface IHorizontalPodAutoscalerBehavior {
  readonly "scaleDown"?: IHPAScalingRules;
  readonly "scaleUp"?: IHPAScalingRules;
}

export interface IHorizontalPodAutoscalerSpec {
  readonly "behavior"?: IHorizontalPodAutoscalerBehavior;
  readonly "maxReplicas": number;
  readonly "metrics"?: ReadonlyArray<IMetricSpec>;
  readonly "minReplicas"?: number;
  readonly "scaleTargetRef": ICrossVersionObjectReference;
}

export interface IHostAlias {
  readonly "hostnames"?: ReadonlyArray<string>;
  readonly "ip": string;
}

export interface IHostPathVolumeSource {
  readonly "path": string;
  readonly "type"?: "" | "BlockDevice" | "CharDevice" | "Directory" | "DirectoryOrCreate" | "File" | "FileOrCreate" | "Socket";
}

export interface IIPBlock {
  readonly "cidr": string;
  readonly "except"?: ReadonlyArray<string>;
}

export interface IISCSIPersistentVolumeSource {
  readonly "chapAuthDiscovery"?: boolean;
  readonly "chapAuthSession"?: boolean;
  readonly "fsType"?: string;
  readonly "initiatorName"?: string;
  readonly "iqn": string;
  readonly "iscsiInterface"?: string;
  readonly "lun": number;
  readonly "portals"?: ReadonlyArray<string>;
  readonly "readOnly"?: boolean;
  readonly "secretRef"?: ISecretReference;
  readonly "targetPortal": string;
}

export interface IISCSIVolumeSource {
  readonly "chapAuthDiscovery"?: boolean;
  readonly "chapAuthSession"?: boolean;
  readonly "fsType"?: string;
  readonly "initiatorName"?: string;
  readonly "iqn": string;
  readonly "iscsiInterface"?: string;
  readonly "lun": number;
  readonly "portals"?: ReadonlyArray<string>;
  readonly "readOnly"?: boolean;
  readonly "secretRef"?: ILocalObjectReference;
  readonly "targetPortal": string;
}

export interface IImageVolumeSource {
  readonly "pullPolicy"?: "Always" | "IfNotPresent" | "Never";
  readonly "reference"?: string;
}

export interface IIngress {
  readonly "apiVersion": "networking.k8s.io/v1";
  readonly "kind": "Ingress";
  readonly "metadata"?: IObjectMeta;
  readonly "spec"?: IIngressSpec;
}

export interface IIngressBackend {
  readonly "resource"?: ITypedLocalObjectReference;
  readonly "service"?: IIngressServiceBackend;
}

export interface IIngressRule {
  readonly "host"?: string;
  readonly "http"?: IHTTPIngressRuleValue;
}

export interface IIngressServiceBackend {
  readonly "name": string;
  readonly "port"?: IServiceBackendPort;
}

export interface IIngressSpec {
  readonly "defaultBackend"?: IIngressBackend;
  readonly "ingressClassName"?: string;
  readonly "rules"?: ReadonlyArray<IIngressRule>;
  readonly "tls"?: ReadonlyArray<IIngressTLS>;
}

export interface IIngressTLS {
  readonly "hosts"?: ReadonlyArray<string>;
  readonly "secretName"?: string;
}

export interface IKeyToPath {
  readonly "key": string;
  readonly "mode"?: number;
  readonly "path": string;
}

export interface ILabelSelector {
  readonly "matchExpressions"?: ReadonlyArray<ILabelSelectorRequirement>;
  readonly "matchLabels"?: { readonly [key: string]: string };
}

export interface ILabelSelectorRequirement {
  readonly "key": string;
  readonly "operator": string;
  readonly "values"?: ReadonlyArray<string>;
}

export interface ILifecycle {
  readonly "postStart"?: ILifecycleHandler;
  readonly "preStop"?: ILifecycleHandler;
  readonly "stopSignal"?: "SIGABRT" | "SIGALRM" | "SIGBUS" | "SIGCHLD" | "SIGCLD" | "SIGCONT" | "SIGFPE" | "SIGHUP" | "SIGILL" | "SIGINT" | "SIGIO" | "SIGIOT" | "SIGKILL" | "SIGPIPE" | "SIGPOLL" | "SIGPROF" | "SIGPWR" | "SIGQUIT" | "SIGRTMAX" | "SIGRTMAX-1" | "SIGRTMAX-10" | "SIGRTMAX-11" | "SIGRTMAX-12" | "SIGRTMAX-13" | "SIGRTMAX-14" | "SIGRTMAX-2" | "SIGRTMAX-3" | "SIGRTMAX-4" | "SIGRTMAX-5" | "SIGRTMAX-6" | "SIGRTMAX-7" | "SIGRTMAX-8" | "SIGRTMAX-9" | "SIGRTMIN" | "SIGRTMIN+1" | "SIGRTMIN+10" | "SIGRTMIN+11" | "SIGRTMIN+12" | "SIGRTMIN+13" | "SIGRTMIN+14" | "SIGRTMIN+15" | "SIGRTMIN+2" | "SIGRTMIN+3" | "SIGRTMIN+4" | "SIGRTMIN+5" | "SIGRTMIN+6" | "SIGRTMIN+7" | "SIGRTMIN+8" | "SIGRTMIN+9" | "SIGSEGV" | "SIGSTKFLT" | "SIGSTOP" | "SIGSYS" | "SIGTERM" | "SIGTRAP" | "SIGTSTP" | "SIGTTIN" | "SIGTTOU" | "SIGURG" | "SIGUSR1" | "SIGUSR2" | "SIGVTALRM" | "SIGWINCH" | "SIGXCPU" | "SIGXFSZ";
}

export interface ILifecycleHandler {
  readonly "exec"?: IExecAction;
  readonly "httpGet"?: IHTTPGetAction;
  readonly "sleep"?: ISleepAction;
  readonly "tcpSocket"?: ITCPSocketAction;
}

export interface ILimitRange {
  readonly "apiVersion": "v1";
  readonly "kind": "LimitRange";
  readonly "metadata"?: IObjectMeta;
  readonly "spec"?: ILimitRangeSpec;
}

export interface ILimitRangeItem {
  readonly "default"?: { readonly [key: string]: string | number };
  readonly "defaultRequest"?: { readonly [key: string]: string | number };
  readonly "max"?: { readonly [key: string]: string | number };
  readonly "maxLimitRequestRatio"?: { readonly [key: string]: string | number };
  readonly "min"?: { readonly [key: string]: string | number };
  readonly "type": string;
}

export interface ILimitRangeSpec {
  readonly "limits": ReadonlyArray<ILimitRangeItem>;
}

export interface ILocalObjectReference {
  readonly "name"?: string;
}

export interface ILocalVolumeSource {
  readonly "fsType"?: string;
  readonly "path": string;
}

export interface IManagedFieldsEntry {
  readonly "apiVersion"?: string;
  readonly "fieldsType"?: string;
  readonly "fieldsV1"?: { readonly [key: string]: unknown };
  readonly "manager"?: string;
  readonly "operation"?: string;
  readonly "subresource"?: string;
  readonly "time"?: string;
}

export interface IMatchCondition {
  readonly "expression": string;
  readonly "name": string;
}

export interface IMatchResources {
  readonly "excludeResourceRules"?: ReadonlyArray<INamedRuleWithOperations>;
  readonly "matchPolicy"?: "Equivalent" | "Exact";
  readonly "namespaceSelector"?: ILabelSelector;
  readonly "objectSelector"?: ILabelSelector;
  readonly "resourceRules"?: ReadonlyArray<INamedRuleWithOperations>;
}

export interface IMetricIdentifier {
  readonly "name": string;
  readonly "selector"?: ILabelSelector;
}

export interface IMetricSpec {
  readonly "containerResource"?: IContainerResourceMetricSource;
  readonly "external"?: IExternalMetricSource;
  readonly "object"?: IObjectMetricSource;
  readonly "pods"?: IPodsMetricSource;
  readonly "resource"?: IResourceMetricSource;
  readonly "type": string;
}

export interface IMetricTarget {
  readonly "averageUtilization"?: number;
  readonly "averageValue"?: string | number;
  readonly "type": string;
  readonly "value"?: string | number;
}

export interface IMutatingWebhook {
  readonly "admissionReviewVersions": ReadonlyArray<string>;
  readonly "clientConfig": IWebhookClientConfig;
  readonly "failurePolicy"?: "Fail" | "Ignore";
  readonly "matchConditions"?: ReadonlyArray<IMatchCondition>;
  readonly "matchPolicy"?: "Equivalent" | "Exact";
  readonly "name": string;
  readonly "namespaceSelector"?: ILabelSelector;
  readonly "objectSelector"?: ILabelSelector;
  readonly "reinvocationPolicy"?: "IfNeeded" | "Never";
  readonly "rules"?: ReadonlyArray<IRuleWithOperations>;
  readonly "sideEffects": "None" | "NoneOnDryRun" | "Some" | "Unknown";
  readonly "timeoutSeconds"?: number;
}

export interface IMutatingWebhookConfiguration {
  readonly "apiVersion": "admissionregistration.k8s.io/v1";
  readonly "kind": "MutatingWebhookConfiguration";
  readonly "metadata"?: IObjectMeta;
  readonly "webhooks"?: ReadonlyArray<IMutatingWebhook>;
}

export interface INFSVolumeSource {
  readonly "path": string;
  readonly "readOnly"?: boolean;
  readonly "server": string;
}

export interface INamedRuleWithOperations {
  readonly "apiGroups"?: ReadonlyArray<string>;
  readonly "apiVersions"?: ReadonlyArray<string>;
  readonly "operations"?: ReadonlyArray<"*" | "CONNECT" | "CREATE" | "DELETE" | "UPDATE">;
  readonly "resourceNames"?: ReadonlyArray<string>;
  readonly "resources"?: ReadonlyArray<string>;
  readonly "scope"?: "*" | "Cluster" | "Namespaced";
}

export interface INetworkPolicy {
  readonly "apiVersion": "networking.k8s.io/v1";
  readonly "kind": "NetworkPolicy";
  readonly "metadata"?: IObjectMeta;
  readonly "spec"?: INetworkPolicySpec;
}

export interface INetworkPolicyEgressRule {
  readonly "ports"?: ReadonlyArray<INetworkPolicyPort>;
  readonly "to"?: ReadonlyArray<INetworkPolicyPeer>;
}

export interface INetworkPolicyIngressRule {
  readonly "from"?: ReadonlyArray<INetworkPolicyPeer>;
  readonly "ports"?: ReadonlyArray<INetworkPolicyPort>;
}

export interface INetworkPolicyPeer {
  readonly "ipBlock"?: IIPBlock;
  readonly "namespaceSelector"?: ILabelSelector;
  readonly "podSelector"?: ILabelSelector;
}

export interface INetworkPolicyPort {
  readonly "endPort"?: number;
  readonly "port"?: number | string;
  readonly "protocol"?: "SCTP" | "TCP" | "UDP";
}

export interface INetworkPolicySpec {
  readonly "egress"?: ReadonlyArray<INetworkPolicyEgressRule>;
  readonly "ingress"?: ReadonlyArray<INetworkPolicyIngressRule>;
  readonly "podSelector"?: ILabelSelector;
  readonly "policyTypes"?: ReadonlyArray<"Egress" | "Ingress">;
}

export interface INodeAffinity {
  readonly "preferredDuringSchedulingIgnoredDuringExecution"?: ReadonlyArray<IPreferredSchedulingTerm>;
  readonly "requiredDuringSchedulingIgnoredDuringExecution"?: INodeSelector;
}

export interface INodeSelector {
  readonly "nodeSelectorTerms": ReadonlyArray<INodeSelectorTerm>;
}

export interface INodeSelectorRequirement {
  readonly "key": string;
  readonly "operator": "DoesNotExist" | "Exists" | "Gt" | "In" | "Lt" | "NotIn";
  readonly "values"?: ReadonlyArray<string>;
}

export interface INodeSelectorTerm {
  readonly "matchExpressions"?: ReadonlyArray<INodeSelectorRequirement>;
  readonly "matchFields"?: ReadonlyArray<INodeSelectorRequirement>;
}

export interface IObjectFieldSelector {
  readonly "apiVersion"?: string;
  readonly "fieldPath": string;
}

export interface IObjectMeta {
  readonly "annotations"?: { readonly [key: string]: string };
  readonly "creationTimestamp"?: string;
  readonly "deletionGracePeriodSeconds"?: number;
  readonly "deletionTimestamp"?: string;
  readonly "finalizers"?: ReadonlyArray<string>;
  readonly "generateName"?: string;
  readonly "generation"?: number;
  readonly "labels"?: { readonly [key: string]: string };
  readonly "managedFields"?: ReadonlyArray<IManagedFieldsEntry>;
  readonly "name"?: string;
  readonly "namespace"?: string;
  readonly "ownerReferences"?: ReadonlyArray<IOwnerReference>;
  readonly "resourceVersion"?: string;
  readonly "selfLink"?: string;
  readonly "uid"?: string;
}

export interface IObjectMetricSource {
  readonly "describedObject": ICrossVersionObjectReference;
  readonly "metric": IMetricIdentifier;
  readonly "target": IMetricTarget;
}

export interface IObjectReference {
  readonly "apiVersion"?: string;
  readonly "fieldPath"?: string;
  readonly "kind"?: string;
  readonly "name"?: string;
  readonly "namespace"?: string;
  readonly "resourceVersion"?: string;
  readonly "uid"?: string;
}

export interface IOwnerReference {
  readonly "apiVersion": string;
  readonly "blockOwnerDeletion"?: boolean;
  readonly "controller"?: boolean;
  readonly "kind": string;
  readonly "name": string;
  readonly "uid": string;
}

export interface IParamKind {
  readonly "apiVersion"?: string;
  readonly "kind"?: string;
}

export interface IParamRef {
  readonly "name"?: string;
  readonly "namespace"?: string;
  readonly "parameterNotFoundAction"?: string;
  readonly "selector"?: ILabelSelector;
}

export interface IPersistentVolume {
  readonly "apiVersion": "v1";
  readonly "kind": "PersistentVolume";
  readonly "metadata"?: IObjectMeta;
  readonly "spec"?: IPersistentVolumeSpec;
}

export interface IPersistentVolumeClaim {
  readonly "apiVersion": "v1";
  readonly "kind": "PersistentVolumeClaim";
  readonly "metadata"?: IObjectMeta;
  readonly "spec"?: IPersistentVolumeClaimSpec;
}

export interface IPersistentVolumeClaimSpec {
  readonly "accessModes"?: ReadonlyArray<"ReadOnlyMany" | "ReadWriteMany" | "ReadWriteOnce" | "ReadWriteOncePod">;
  readonly "dataSource"?: ITypedLocalObjectReference;
  readonly "dataSourceRef"?: ITypedObjectReference;
  readonly "resources"?: IVolumeResourceRequirements;
  readonly "selector"?: ILabelSelector;
  readonly "storageClassName"?: string;
  readonly "volumeAttributesClassName"?: string;
  readonly "volumeMode"?: "Block" | "Filesystem";
  readonly "volumeName"?: string;
}

export interface IPersistentVolumeClaimTemplate {
  readonly "metadata"?: IObjectMeta;
  readonly "spec": IPersistentVolumeClaimSpec;
}

export interface IPersistentVolumeClaimVolumeSource {
  readonly "claimName": string;
  readonly "readOnly"?: boolean;
}

export interface IPersistentVolumeSpec {
  readonly "accessModes"?: ReadonlyArray<"ReadOnlyMany" | "ReadWriteMany" | "ReadWriteOnce" | "ReadWriteOncePod">;
  readonly "awsElasticBlockStore"?: IAWSElasticBlockStoreVolumeSource;
  readonly "azureDisk"?: IAzureDiskVolumeSource;
  readonly "azureFile"?: IAzureFilePersistentVolumeSource;
  readonly "capacity"?: { readonly [key: string]: string | number };
  readonly "cephfs"?: ICephFSPersistentVolumeSource;
  readonly "cinder"?: ICinderPersistentVolumeSource;
  readonly "claimRef"?: IObjectReference;
  readonly "csi"?: ICSIPersistentVolumeSource;
  readonly "fc"?: IFCVolumeSource;
  readonly "flexVolume"?: IFlexPersistentVolumeSource;
  readonly "flocker"?: IFlockerVolumeSource;
  readonly "gcePersistentDisk"?: IGCEPersistentDiskVolumeSource;
  readonly "glusterfs"?: IGlusterfsPersistentVolumeSource;
  readonly "hostPath"?: IHostPathVolumeSource;
  readonly "iscsi"?: IISCSIPersistentVolumeSource;
  readonly "local"?: ILocalVolumeSource;
  readonly "mountOptions"?: ReadonlyArray<string>;
  readonly "nfs"?: INFSVolumeSource;
  readonly "nodeAffinity"?: IVolumeNodeAffinity;
  readonly "persistentVolumeReclaimPolicy"?: "Delete" | "Recycle" | "Retain";
  readonly "photonPersistentDisk"?: IPhotonPersistentDiskVolumeSource;
  readonly "portworxVolume"?: IPortworxVolumeSource;
  readonly "quobyte"?: IQuobyteVolumeSource;
  readonly "rbd"?: IRBDPersistentVolumeSource;
  readonly "scaleIO"?: IScaleIOPersistentVolumeSource;
  readonly "storageClassName"?: string;
  readonly "storageos"?: IStorageOSPersistentVolumeSource;
  readonly "volumeAttributesClassName"?: string;
  readonly "volumeMode"?: "Block" | "Filesystem";
  readonly "vsphereVolume"?: IVsphereVirtualDiskVolumeSource;
}

export interface IPhotonPersistentDiskVolumeSource {
  readonly "fsType"?: string;
  readonly "pdID": string;
}

export interface IPodAffinity {
  readonly "preferredDuringSchedulingIgnoredDuringExecution"?: ReadonlyArray<IWeightedPodAffinityTerm>;
  readonly "requiredDuringSchedulingIgnoredDuringExecution"?: ReadonlyArray<IPodAffinityTerm>;
}

export interface IPodAffinityTerm {
  readonly "labelSelector"?: ILabelSelector;
  readonly "matchLabelKeys"?: ReadonlyArray<string>;
  readonly "mismatchLabelKeys"?: ReadonlyArray<string>;
  readonly "namespaceSelector"?: ILabelSelector;
  readonly "namespaces"?: ReadonlyArray<string>;
  readonly "topologyKey": string;
}

export interface IPodAntiAffinity {
  readonly "preferredDuringSchedulingIgnoredDuringExecution"?: ReadonlyArray<IWeightedPodAffinityTerm>;
  readonly "requiredDuringSchedulingIgnoredDuringExecution"?: ReadonlyArray<IPodAffinityTerm>;
}

export interface IPodCertificateProjection {
  readonly "certificateChainPath"?: string;
  readonly "credentialBundlePath"?: string;
  readonly "keyPath"?: string;
  readonly "keyType": string;
  readonly "maxExpirationSeconds"?: number;
  readonly "signerName": string;
  readonly "userAnnotations"?: { readonly [key: string]: string };
}

export interface IPodDNSConfig {
  readonly "nameservers"?: ReadonlyArray<string>;
  readonly "options"?: ReadonlyArray<IPodDNSConfigOption>;
  readonly "searches"?: ReadonlyArray<string>;
}

export interface IPodDNSConfigOption {
  readonly "name"?: string;
  readonly "value"?: string;
}

export interface IPodDisruptionBudget {
  readonly "apiVersion": "policy/v1";
  readonly "kind": "PodDisruptionBudget";
  readonly "metadata"?: IObjectMeta;
  readonly "spec"?: IPodDisruptionBudgetSpec;
}

export interface IPodDisruptionBudgetSpec {
  readonly "maxUnavailable"?: number | string;
  readonly "minAvailable"?: number | string;
  readonly "selector"?: ILabelSelector;
  readonly "unhealthyPodEvictionPolicy"?: "AlwaysAllow" | "IfHealthyBudget";
}

export interface IPodOS {
  readonly "name": string;
}

export interface IPodReadinessGate {
  readonly "conditionType": string;
}

export interface IPodResourceClaim {
  readonly "name": string;
  readonly "resourceClaimName"?: string;
  readonly "resourceClaimTemplateName"?: string;
}

export interface IPodSchedulingGate {
  readonly "name": string;
}

export interface IPodSchedulingGroup {
  readonly "podGroupName"?: string;
}

export interface IPodSecurityContext {
  readonly "appArmorProfile"?: IAppArmorProfile;
  readonly "fsGroup"?: number;
  readonly "fsGroupChangePolicy"?: "Always" | "OnRootMismatch";
  readonly "runAsGroup"?: number;
  readonly "runAsNonRoot"?: boolean;
  readonly "runAsUser"?: number;
  readonly "seLinuxChangePolicy"?: string;
  readonly "seLinuxOptions"?: ISELinuxOptions;
  readonly "seccompProfile"?: ISeccompProfile;
  readonly "supplementalGroups"?: ReadonlyArray<number>;
  readonly "supplementalGroupsPolicy"?: "Merge" | "Strict";
  readonly "sysctls"?: ReadonlyArray<ISysctl>;
  readonly "windowsOptions"?: IWindowsSecurityContextOptions;
}

export interface IPodSpec {
  readonly "activeDeadlineSeconds"?: number;
  readonly "affinity"?: IAffinity;
  readonly "automountServiceAccountToken"?: boolean;
  readonly "containers": ReadonlyArray<IContainer>;
  readonly "dnsConfig"?: IPodDNSConfig;
  readonly "dnsPolicy"?: "ClusterFirst" | "ClusterFirstWithHostNet" | "Default" | "None";
  readonly "enableServiceLinks"?: boolean;
  readonly "ephemeralContainers"?: ReadonlyArray<IEphemeralContainer>;
  readonly "hostAliases"?: ReadonlyArray<IHostAlias>;
  readonly "hostIPC"?: boolean;
  readonly "hostNetwork"?: boolean;
  readonly "hostPID"?: boolean;
  readonly "hostUsers"?: boolean;
  readonly "hostname"?: string;
  readonly "hostnameOverride"?: string;
  readonly "imagePullSecrets"?: ReadonlyArray<ILocalObjectReference>;
  readonly "initContainers"?: ReadonlyArray<IContainer>;
  readonly "nodeName"?: string;
  readonly "nodeSelector"?: { readonly [key: string]: string };
  readonly "os"?: IPodOS;
  readonly "overhead"?: { readonly [key: string]: string | number };
  readonly "preemptionPolicy"?: "Never" | "PreemptLowerPriority";
  readonly "priority"?: number;
  readonly "priorityClassName"?: string;
  readonly "readinessGates"?: ReadonlyArray<IPodReadinessGate>;
  readonly "resourceClaims"?: ReadonlyArray<IPodResourceClaim>;
  readonly "resources"?: IResourceRequirements;
  readonly "restartPolicy"?: "Always" | "Never" | "OnFailure";
  readonly "runtimeClassName"?: string;
  readonly "schedulerName"?: string;
  readonly "schedulingGates"?: ReadonlyArray<IPodSchedulingGate>;
  readonly "schedulingGroup"?: IPodSchedulingGroup;
  readonly "securityContext"?: IPodSecurityContext;
  readonly "serviceAccount"?: string;
  readonly "serviceAccountName"?: string;
  readonly "setHostnameAsFQDN"?: boolean;
  readonly "shareProcessNamespace"?: boolean;
  readonly "subdomain"?: string;
  readonly "terminationGracePeriodSeconds"?: number;
  readonly "tolerations"?: ReadonlyArray<IToleration>;
  readonly "topologySpreadConstraints"?: ReadonlyArray<ITopologySpreadConstraint>;
  readonly "volumes"?: ReadonlyArray<IVolume>;
}

export interface IPodTemplateSpec {
  readonly "metadata"?: IObjectMeta;
  readonly "spec"?: IPodSpec;
}

export interface IPodsMetricSource {
  readonly "metric": IMetricIdentifier;
  readonly "target": IMetricTarget;
}

export interface IPolicyRule {
  readonly "apiGroups"?: ReadonlyArray<string>;
  readonly "nonResourceURLs"?: ReadonlyArray<string>;
  readonly "resourceNames"?: ReadonlyArray<string>;
  readonly "resources"?: ReadonlyArray<string>;
  readonly "verbs": ReadonlyArray<string>;
}

export interface IPortworxVolumeSource {
  readonly "fsType"?: string;
  readonly "readOnly"?: boolean;
  readonly "volumeID": string;
}

export interface IPreferredSchedulingTerm {
  readonly "preference": INodeSelectorTerm;
  readonly "weight": number;
}

export interface IPriorityClass {
  readonly "apiVersion": "scheduling.k8s.io/v1";
  readonly "description"?: string;
  readonly "globalDefault"?: boolean;
  readonly "kind": "PriorityClass";
  readonly "metadata"?: IObjectMeta;
  readonly "preemptionPolicy"?: "Never" | "PreemptLowerPriority";
  readonly "value"?: number;
}

export interface IProbe {
  readonly "exec"?: IExecAction;
  readonly "failureThreshold"?: number;
  readonly "grpc"?: IGRPCAction;
  readonly "httpGet"?: IHTTPGetAction;
  readonly "initialDelaySeconds"?: number;
  readonly "periodSeconds"?: number;
  readonly "successThreshold"?: number;
  readonly "tcpSocket"?: ITCPSocketAction;
  readonly "terminationGracePeriodSeconds"?: number;
  readonly "timeoutSeconds"?: number;
}

export interface IProjectedVolumeSource {
  readonly "defaultMode"?: number;
  readonly "sources"?: ReadonlyArray<IVolumeProjection>;
}

export interface IQuobyteVolumeSource {
  readonly "group"?: string;
  readonly "readOnly"?: boolean;
  readonly "registry": string;
  readonly "tenant"?: string;
  readonly "user"?: string;
  readonly "volume": string;
}

export interface IRBDPersistentVolumeSource {
  readonly "fsType"?: string;
  readonly "image": string;
  readonly "keyring"?: string;
  readonly "monitors": ReadonlyArray<string>;
  readonly "pool"?: string;
  readonly "readOnly"?: boolean;
  readonly "secretRef"?: ISecretReference;
  readonly "user"?: string;
}

export interface IRBDVolumeSource {
  readonly "fsType"?: string;
  readonly "image": string;
  readonly "keyring"?: string;
  readonly "monitors": ReadonlyArray<string>;
  readonly "pool"?: string;
  readonly "readOnly"?: boolean;
  readonly "secretRef"?: ILocalObjectReference;
  readonly "user"?: string;
}

export interface IResourceClaim {
  readonly "name": string;
  readonly "request"?: string;
}

export interface IResourceFieldSelector {
  readonly "containerName"?: string;
  readonly "divisor"?: string | number;
  readonly "resource": string;
}

export interface IResourceMetricSource {
  readonly "name": string;
  readonly "target": IMetricTarget;
}

export interface IResourceQuota {
  readonly "apiVersion": "v1";
  readonly "kind": "ResourceQuota";
  readonly "metadata"?: IObjectMeta;
  readonly "spec"?: IResourceQuotaSpec;
}

export interface IResourceQuotaSpec {
  readonly "hard"?: { readonly [key: string]: string | number };
  readonly "scopeSelector"?: IScopeSelector;
  readonly "scopes"?: ReadonlyArray<"BestEffort" | "CrossNamespacePodAffinity" | "NotBestEffort" | "NotTerminating" | "PriorityClass" | "Terminating" | "VolumeAttributesClass">;
}

export interface IResourceRequirements {
  readonly "claims"?: ReadonlyArray<IResourceClaim>;
  readonly "limits"?: { readonly [key: string]: string | number };
  readonly "requests"?: { readonly [key: string]: string | number };
}

export interface IRole {
  readonly "apiVersion": "rbac.authorization.k8s.io/v1";
  readonly "kind": "Role";
  readonly "metadata"?: IObjectMeta;
  readonly "rules"?: ReadonlyArray<IPolicyRule>;
}

export interface IRoleBinding {
  readonly "apiVersion": "rbac.authorization.k8s.io/v1";
  readonly "kind": "RoleBinding";
  readonly "metadata"?: IObjectMeta;
  readonly "roleRef": IRoleRef;
  readonly "subjects"?: ReadonlyArray<ISubject>;
}

export interface IRoleRef {
  readonly "apiGroup"?: string;
  readonly "kind": string;
  readonly "name": string;
}

export interface IRollingUpdateDeployment {
  readonly "maxSurge"?: number | string;
  readonly "maxUnavailable"?: number | string;
}

export interface IRollingUpdateStatefulSetStrategy {
  readonly "maxUnavailable"?: number | string;
  readonly "partition"?: number;
}

export interface IRuleWithOperations {
  readonly "apiGroups"?: ReadonlyArray<string>;
  readonly "apiVersions"?: ReadonlyArray<string>;
  readonly "operations"?: ReadonlyArray<"*" | "CONNECT" | "CREATE" | "DELETE" | "UPDATE">;
  readonly "resources"?: ReadonlyArray<string>;
  readonly "scope"?: "*" | "Cluster" | "Namespaced";
}

export interface ISELinuxOptions {
  readonly "level"?: string;
  readonly "role"?: string;
  readonly "type"?: string;
  readonly "user"?: string;
}

export interface IScaleIOPersistentVolumeSource {
  readonly "fsType"?: string;
  readonly "gateway": string;
  readonly "protectionDomain"?: string;
  readonly "readOnly"?: boolean;
  readonly "secretRef": ISecretReference;
  readonly "sslEnabled"?: boolean;
  readonly "storageMode"?: string;
  readonly "storagePool"?: string;
  readonly "system": string;
  readonly "volumeName"?: string;
}

export interface IScaleIOVolumeSource {
  readonly "fsType"?: string;
  readonly "gateway": string;
  readonly "protectionDomain"?: string;
  readonly "readOnly"?: boolean;
  readonly "secretRef": ILocalObjectReference;
  readonly "sslEnabled"?: boolean;
  readonly "storageMode"?: string;
  readonly "storagePool"?: string;
  readonly "system": string;
  readonly "volumeName"?: string;
}

export interface IScopeSelector {
  readonly "matchExpressions"?: ReadonlyArray<IScopedResourceSelectorRequirement>;
}

export interface IScopedResourceSelectorRequirement {
  readonly "operator": "DoesNotExist" | "Exists" | "In" | "NotIn";
  readonly "scopeName": "BestEffort" | "CrossNamespacePodAffinity" | "NotBestEffort" | "NotTerminating" | "PriorityClass" | "Terminating" | "VolumeAttributesClass";
  readonly "values"?: ReadonlyArray<string>;
}

export interface ISeccompProfile {
  readonly "localhostProfile"?: string;
  readonly "type": "Localhost" | "RuntimeDefault" | "Unconfined";
}

export interface ISecret {
  readonly "apiVersion": "v1";
  readonly "data"?: { readonly [key: string]: string };
  readonly "immutable"?: boolean;
  readonly "kind": "Secret";
  readonly "metadata"?: IObjectMeta;
  readonly "stringData"?: { readonly [key: string]: string };
  readonly "type"?: string;
}

export interface ISecretEnvSource {
  readonly "name"?: string;
  readonly "optional"?: boolean;
}

export interface ISecretKeySelector {
  readonly "key": string;
  readonly "name"?: string;
  readonly "optional"?: boolean;
}

export interface ISecretProjection {
  readonly "items"?: ReadonlyArray<IKeyToPath>;
  readonly "name"?: string;
  readonly "optional"?: boolean;
}

export interface ISecretReference {
  readonly "name"?: string;
  readonly "namespace"?: string;
}

export interface ISecretVolumeSource {
  readonly "defaultMode"?: number;
  readonly "items"?: ReadonlyArray<IKeyToPath>;
  readonly "optional"?: boolean;
  readonly "secretName"?: string;
}

export interface ISecurityContext {
  readonly "allowPrivilegeEscalation"?: boolean;
  readonly "appArmorProfile"?: IAppArmorProfile;
  readonly "capabilities"?: ICapabilities;
  readonly "privileged"?: boolean;
  readonly "procMount"?: "Default" | "Unmasked";
  readonly "readOnlyRootFilesystem"?: boolean;
  readonly "runAsGroup"?: number;
  readonly "runAsNonRoot"?: boolean;
  readonly "runAsUser"?: number;
  readonly "seLinuxOptions"?: ISELinuxOptions;
  readonly "seccompProfile"?: ISeccompProfile;
  readonly "windowsOptions"?: IWindowsSecurityContextOptions;
}

export interface IService {
  readonly "apiVersion": "v1";
  readonly "kind": "Service";
  readonly "metadata"?: IObjectMeta;
  readonly "spec"?: IServiceSpec;
}

export interface IServiceAccount {
  readonly "apiVersion": "v1";
  readonly "automountServiceAccountToken"?: boolean;
  readonly "imagePullSecrets"?: ReadonlyArray<ILocalObjectReference>;
  readonly "kind": "ServiceAccount";
  readonly "metadata"?: IObjectMeta;
  readonly "secrets"?: ReadonlyArray<IObjectReference>;
}

export interface IServiceAccountTokenProjection {
  readonly "audience"?: string;
  readonly "expirationSeconds"?: number;
  readonly "path": string;
}

export interface IServiceBackendPort {
  readonly "name"?: string;
  readonly "number"?: number;
}

export interface IServicePort {
  readonly "appProtocol"?: string;
  readonly "name"?: string;
  readonly "nodePort"?: number;
  readonly "port": number;
  readonly "protocol"?: "SCTP" | "TCP" | "UDP";
  readonly "targetPort"?: number | string;
}

export interface IServiceReference {
  readonly "name"?: string;
  readonly "namespace"?: string;
  readonly "path"?: string;
  readonly "port"?: number;
}

export interface IServiceSpec {
  readonly "allocateLoadBalancerNodePorts"?: boolean;
  readonly "clusterIP"?: string;
  readonly "clusterIPs"?: ReadonlyArray<string>;
  readonly "externalIPs"?: ReadonlyArray<string>;
  readonly "externalName"?: string;
  readonly "externalTrafficPolicy"?: "Cluster" | "Local";
  readonly "healthCheckNodePort"?: number;
  readonly "internalTrafficPolicy"?: "Cluster" | "Local";
  readonly "ipFamilies"?: ReadonlyArray<"" | "IPv4" | "IPv6">;
  readonly "ipFamilyPolicy"?: "PreferDualStack" | "RequireDualStack" | "SingleStack";
  readonly "loadBalancerClass"?: string;
  readonly "loadBalancerIP"?: string;
  readonly "loadBalancerSourceRanges"?: ReadonlyArray<string>;
  readonly "ports"?: ReadonlyArray<IServicePort>;
  readonly "publishNotReadyAddresses"?: boolean;
  readonly "selector"?: { readonly [key: string]: string };
  readonly "sessionAffinity"?: "ClientIP" | "None";
  readonly "sessionAffinityConfig"?: ISessionAffinityConfig;
  readonly "trafficDistribution"?: string;
  readonly "type"?: "ClusterIP" | "ExternalName" | "LoadBalancer" | "NodePort";
}

export interface ISessionAffinityConfig {
  readonly "clientIP"?: IClientIPConfig;
}

export interface ISleepAction {
  readonly "seconds": number;
}

export interface IStatefulSet {
  readonly "apiVersion": "apps/v1";
  readonly "kind": "StatefulSet";
  readonly "metadata"?: IObjectMeta;
  readonly "spec"?: IStatefulSetSpec;
}

export interface IStatefulSetOrdinals {
  readonly "start"?: number;
}

export interface IStatefulSetPersistentVolumeClaimRetentionPolicy {
  readonly "whenDeleted"?: string;
  readonly "whenScaled"?: string;
}

export interface IStatefulSetSpec {
  readonly "minReadySeconds"?: number;
  readonly "ordinals"?: IStatefulSetOrdinals;
  readonly "persistentVolumeClaimRetentionPolicy"?: IStatefulSetPersistentVolumeClaimRetentionPolicy;
  readonly "podManagementPolicy"?: "OrderedReady" | "Parallel";
  readonly "replicas"?: number;
  readonly "revisionHistoryLimit"?: number;
  readonly "selector": ILabelSelector;
  readonly "serviceName"?: string;
  readonly "template": IPodTemplateSpec;
  readonly "updateStrategy"?: IStatefulSetUpdateStrategy;
  readonly "volumeClaimTemplates"?: ReadonlyArray<IPersistentVolumeClaim>;
}

export interface IStatefulSetUpdateStrategy {
  readonly "rollingUpdate"?: IRollingUpdateStatefulSetStrategy;
  readonly "type"?: "OnDelete" | "RollingUpdate";
}

export interface IStorageOSPersistentVolumeSource {
  readonly "fsType"?: string;
  readonly "readOnly"?: boolean;
  readonly "secretRef"?: IObjectReference;
  readonly "volumeName"?: string;
  readonly "volumeNamespace"?: string;
}

export interface IStorageOSVolumeSource {
  readonly "fsType"?: string;
  readonly "readOnly"?: boolean;
  readonly "secretRef"?: ILocalObjectReference;
  readonly "volumeName"?: string;
  readonly "volumeNamespace"?: string;
}

export interface ISubject {
  readonly "apiGroup"?: string;
  readonly "kind": string;
  readonly "name": string;
  readonly "namespace"?: string;
}

export interface ISysctl {
  readonly "name": string;
  readonly "value": string;
}

export interface ITCPSocketAction {
  readonly "host"?: string;
  readonly "port": number | string;
}

export interface IToleration {
  readonly "effect"?: "NoExecute" | "NoSchedule" | "PreferNoSchedule";
  readonly "key"?: string;
  readonly "operator"?: "Equal" | "Exists" | "Gt" | "Lt";
  readonly "tolerationSeconds"?: number;
  readonly "value"?: string;
}

export interface ITopologySpreadConstraint {
  readonly "labelSelector"?: ILabelSelector;
  readonly "matchLabelKeys"?: ReadonlyArray<string>;
  readonly "maxSkew": number;
  readonly "minDomains"?: number;
  readonly "nodeAffinityPolicy"?: "Honor" | "Ignore";
  readonly "nodeTaintsPolicy"?: "Honor" | "Ignore";
  readonly "topologyKey": string;
  readonly "whenUnsatisfiable": "DoNotSchedule" | "ScheduleAnyway";
}

export interface ITypedLocalObjectReference {
  readonly "apiGroup"?: string;
  readonly "kind": string;
  readonly "name": string;
}

export interface ITypedObjectReference {
  readonly "apiGroup"?: string;
  readonly "kind": string;
  readonly "name": string;
  readonly "namespace"?: string;
}

export interface IValidatingAdmissionPolicy {
  readonly "apiVersion": "admissionregistration.k8s.io/v1";
  readonly "kind": "ValidatingAdmissionPolicy";
  readonly "metadata"?: IObjectMeta;
  readonly "spec"?: IValidatingAdmissionPolicySpec;
}

export interface IValidatingAdmissionPolicyBinding {
  readonly "apiVersion": "admissionregistration.k8s.io/v1";
  readonly "kind": "ValidatingAdmissionPolicyBinding";
  readonly "metadata"?: IObjectMeta;
  readonly "spec": IValidatingAdmissionPolicyBindingSpec;
}

export interface IValidatingAdmissionPolicyBindingSpec {
  readonly "matchResources"?: IMatchResources;
  readonly "paramRef"?: IParamRef;
  readonly "policyName": string;
  readonly "validationActions": ReadonlyArray<"Audit" | "Deny" | "Warn">;
}

export interface IValidatingAdmissionPolicySpec {
  readonly "auditAnnotations"?: ReadonlyArray<IAuditAnnotation>;
  readonly "failurePolicy"?: "Fail" | "Ignore";
  readonly "matchConditions"?: ReadonlyArray<IMatchCondition>;
  readonly "matchConstraints"?: IMatchResources;
  readonly "paramKind"?: IParamKind;
  readonly "validations"?: ReadonlyArray<IValidation>;
  readonly "variables"?: ReadonlyArray<IVariable>;
}

export interface IValidatingWebhook {
  readonly "admissionReviewVersions": ReadonlyArray<string>;
  readonly "clientConfig": IWebhookClientConfig;
  readonly "failurePolicy"?: "Fail" | "Ignore";
  readonly "matchConditions"?: ReadonlyArray<IMatchCondition>;
  readonly "matchPolicy"?: "Equivalent" | "Exact";
  readonly "name": string;
  readonly "namespaceSelector"?: ILabelSelector;
  readonly "objectSelector"?: ILabelSelector;
  readonly "rules"?: ReadonlyArray<IRuleWithOperations>;
  readonly "sideEffects": "None" | "NoneOnDryRun" | "Some" | "Unknown";
  readonly "timeoutSeconds"?: number;
}

export interface IValidatingWebhookConfiguration {
  readonly "apiVersion": "admissionregistration.k8s.io/v1";
  readonly "kind": "ValidatingWebhookConfiguration";
  readonly "metadata"?: IObjectMeta;
  readonly "webhooks"?: ReadonlyArray<IValidatingWebhook>;
}

export interface IValidation {
  readonly "expression": string;
  readonly "message"?: string;
  readonly "messageExpression"?: string;
  readonly "reason"?: string;
}

export interface IVariable {
  readonly "expression": string;
  readonly "name": string;
}

export interface IVolume {
  readonly "awsElasticBlockStore"?: IAWSElasticBlockStoreVolumeSource;
  readonly "azureDisk"?: IAzureDiskVolumeSource;
  readonly "azureFile"?: IAzureFileVolumeSource;
  readonly "cephfs"?: ICephFSVolumeSource;
  readonly "cinder"?: ICinderVolumeSource;
  readonly "configMap"?: IConfigMapVolumeSource;
  readonly "csi"?: ICSIVolumeSource;
  readonly "downwardAPI"?: IDownwardAPIVolumeSource;
  readonly "emptyDir"?: IEmptyDirVolumeSource;
  readonly "ephemeral"?: IEphemeralVolumeSource;
  readonly "fc"?: IFCVolumeSource;
  readonly "flexVolume"?: IFlexVolumeSource;
  readonly "flocker"?: IFlockerVolumeSource;
  readonly "gcePersistentDisk"?: IGCEPersistentDiskVolumeSource;
  readonly "gitRepo"?: IGitRepoVolumeSource;
  readonly "glusterfs"?: IGlusterfsVolumeSource;
  readonly "hostPath"?: IHostPathVolumeSource;
  readonly "image"?: IImageVolumeSource;
  readonly "iscsi"?: IISCSIVolumeSource;
  readonly "name": string;
  readonly "nfs"?: INFSVolumeSource;
  readonly "persistentVolumeClaim"?: IPersistentVolumeClaimVolumeSource;
  readonly "photonPersistentDisk"?: IPhotonPersistentDiskVolumeSource;
  readonly "portworxVolume"?: IPortworxVolumeSource;
  readonly "projected"?: IProjectedVolumeSource;
  readonly "quobyte"?: IQuobyteVolumeSource;
  readonly "rbd"?: IRBDVolumeSource;
  readonly "scaleIO"?: IScaleIOVolumeSource;
  readonly "secret"?: ISecretVolumeSource;
  readonly "storageos"?: IStorageOSVolumeSource;
  readonly "vsphereVolume"?: IVsphereVirtualDiskVolumeSource;
}

export interface IVolumeDevice {
  readonly "devicePath": string;
  readonly "name": string;
}

export interface IVolumeMount {
  readonly "mountPath": string;
  readonly "mountPropagation"?: "Bidirectional" | "HostToContainer" | "None";
  readonly "name": string;
  readonly "readOnly"?: boolean;
  readonly "recursiveReadOnly"?: string;
  readonly "subPath"?: string;
  readonly "subPathExpr"?: string;
}

export interface IVolumeNodeAffinity {
  readonly "required"?: INodeSelector;
}

export interface IVolumeProjection {
  readonly "clusterTrustBundle"?: IClusterTrustBundleProjection;
  readonly "configMap"?: IConfigMapProjection;
  readonly "downwardAPI"?: IDownwardAPIProjection;
  readonly "podCertificate"?: IPodCertificateProjection;
  readonly "secret"?: ISecretProjection;
  readonly "serviceAccountToken"?: IServiceAccountTokenProjection;
}

export interface IVolumeResourceRequirements {
  readonly "limits"?: { readonly [key: string]: string | number };
  readonly "requests"?: { readonly [key: string]: string | number };
}

export interface IVsphereVirtualDiskVolumeSource {
  readonly "fsType"?: string;
  readonly "storagePolicyID"?: string;
  readonly "storagePolicyName"?: string;
  readonly "volumePath": string;
}

export interface IWebhookClientConfig {
  readonly "caBundle"?: string;
  readonly "service"?: IServiceReference;
  readonly "url"?: string;
}

export interface IWeightedPodAffinityTerm {
  readonly "podAffinityTerm": IPodAffinityTerm;
  readonly "weight": number;
}

export interface IWindowsSecurityContextOptions {
  readonly "gmsaCredentialSpec"?: string;
  readonly "gmsaCredentialSpecName"?: string;
  readonly "hostProcess"?: boolean;
  readonly "runAsUserName"?: string;
}
