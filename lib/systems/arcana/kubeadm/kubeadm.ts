import { Construct } from 'constructs';
import { ClusterBase } from '../../../core/cluster-base';
import { PlainFile } from '../../../core/plain-file';
import { auditPolicy } from './audit-policy';

/** A subfolder, which `kubectl apply -f` does not read. */
const FOLDER = 'bootstrap';

/** The folder for the audit policy. The runbook copies it to the machine before the cluster is created. */
const AUDIT_FOLDER = '/etc/kubernetes/audit';
/** The folder of the audit logs, on the machine. */
export const AUDIT_LOGS = '/var/log/kubernetes/audit';
const ENCRYPTION_FOLDER = '/etc/kubernetes/encryption';

/** The machine of the control plane. */
export interface KubeadmProps {
  /** The version with three numbers, such as `1.36.4`. */
  readonly kubernetesVersion: string;
  readonly nodeName: string;
  /** The IPv4 address of the API server. */
  readonly address: string;
  readonly apiServerPort: number;
}

/**
 * The input files of `kubeadm init --config bootstrap/kubeadm.yaml`, which creates a cluster of one node.
 *
 * - The control plane has no taint, so the node runs all pods.
 * - The kubelet has a serving certificate of the cluster's certificate authority, which metrics-server and the API server
 *   verify. {@link KubeletCsrApprover} approves it.
 * - Secrets are encrypted at rest. The file with the key is created on the machine and is not stored elsewhere.
 * - The API server writes audit logs, according to `bootstrap/audit-policy.yaml`.
 *
 * @see https://kubernetes.io/docs/reference/config-api/kubeadm-config.v1beta4/
 */
export class Kubeadm extends Construct {
  constructor(scope: Construct, id: string, props: KubeadmProps) {
    super(scope, id);
    const cluster = ClusterBase.of(this);
    new PlainFile(this, 'kubeadm', {
      folder: FOLDER,
      name: 'kubeadm',
      documents: [initConfiguration(props), clusterConfiguration(cluster, props), KUBELET],
    });
    new PlainFile(this, 'audit-policy', { folder: FOLDER, name: 'audit-policy', documents: [auditPolicy()] });
  }
}

const API_VERSION = 'kubeadm.k8s.io/v1beta4';

function initConfiguration({ nodeName, address, apiServerPort }: KubeadmProps): object {
  return {
    apiVersion: API_VERSION,
    kind: 'InitConfiguration',
    localAPIEndpoint: { advertiseAddress: address, bindPort: apiServerPort },
    nodeRegistration: {
      name: nodeName,
      criSocket: 'unix:///run/containerd/containerd.sock',
      // An empty list: without the list, kubeadm would add the taint of the control plane.
      taints: [],
      kubeletExtraArgs: [{ name: 'node-ip', value: address }],
    },
  };
}

function clusterConfiguration({ name, network }: ClusterBase, props: KubeadmProps): object {
  return {
    apiVersion: API_VERSION,
    kind: 'ClusterConfiguration',
    clusterName: name,
    kubernetesVersion: `v${props.kubernetesVersion}`,
    controlPlaneEndpoint: `${props.address}:${props.apiServerPort}`,
    networking: {
      dnsDomain: 'cluster.local',
      podSubnet: network.podCidr,
      serviceSubnet: network.serviceCidr,
    },
    apiServer: {
      certSANs: [props.address],
      extraArgs: [
        { name: 'audit-policy-file', value: `${AUDIT_FOLDER}/policy.yaml` },
        { name: 'audit-log-path', value: `${AUDIT_LOGS}/audit.log` },
        { name: 'audit-log-maxage', value: '30' },
        { name: 'audit-log-maxbackup', value: '10' },
        { name: 'audit-log-maxsize', value: '100' },
        { name: 'encryption-provider-config', value: `${ENCRYPTION_FOLDER}/secrets.yaml` },
        { name: 'kubelet-certificate-authority', value: '/etc/kubernetes/pki/ca.crt' },
        { name: 'profiling', value: 'false' },
      ],
      extraVolumes: [
        folder('audit-policy', AUDIT_FOLDER, { readOnly: true }),
        folder('audit-logs', AUDIT_LOGS, { readOnly: false }),
        folder('encryption', ENCRYPTION_FOLDER, { readOnly: true }),
      ],
    },
    controllerManager: { extraArgs: [{ name: 'profiling', value: 'false' }] },
    scheduler: { extraArgs: [{ name: 'profiling', value: 'false' }] },
  };
}

/** A folder of the machine, mounted at the same path in the pod of the API server. */
function folder(name: string, path: string, { readOnly }: { readonly readOnly: boolean }): object {
  return { name, hostPath: path, mountPath: path, pathType: 'DirectoryOrCreate', readOnly };
}

/**
 * The settings of the kubelet.
 *
 * Before the machine shuts down, pods have 60 seconds to end, the longest grace period of a pod with a volume. Then the
 * network and the control plane have 30 seconds. The ingress controller has 60 seconds as well, instead of 300: the pods
 * to which it forwards end at the same time.
 *
 * @see https://kubernetes.io/docs/concepts/cluster-administration/node-shutdown/#graceful-node-shutdown
 */
const KUBELET = {
  apiVersion: 'kubelet.config.k8s.io/v1beta1',
  kind: 'KubeletConfiguration',
  cgroupDriver: 'systemd',
  serverTLSBootstrap: true,
  rotateCertificates: true,
  seccompDefault: true,
  shutdownGracePeriod: '90s',
  shutdownGracePeriodCriticalPods: '30s',
  // config/arcana.yaml subtracts these values from the size of the machine.
  kubeReserved: { cpu: '100m', memory: '512Mi' },
  systemReserved: { cpu: '100m', memory: '512Mi' },
  evictionHard: {
    'memory.available': '256Mi',
    'nodefs.available': '10%',
    'nodefs.inodesFree': '5%',
    'imagefs.available': '15%',
  },
};
