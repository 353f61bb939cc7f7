import { Construct } from 'constructs';
import { ClusterBase } from '../../../core/cluster-base';
import { PlainFile } from '../../../core/plain-file';
import { auditPolicy } from './audit-policy';

/** The folder beside the manifests, which `kubectl apply -f` does not enter. */
const FOLDER = 'bootstrap';

/** Where the runbook puts what the API server reads before there is a cluster. */
const AUDIT_FOLDER = '/etc/kubernetes/audit';
/** Where the API server writes down who changed what, on the machine. */
export const AUDIT_LOGS = '/var/log/kubernetes/audit';
const ENCRYPTION_FOLDER = '/etc/kubernetes/encryption';

/** The machine that becomes the control plane. */
export interface KubeadmProps {
  /** With all three numbers, such as `1.34.4`. */
  readonly kubernetesVersion: string;
  readonly nodeName: string;
  /** The IPv4 address under which the API server is reached. */
  readonly address: string;
  readonly apiServerPort: number;
}

/**
 * What `kubeadm init --config bootstrap/kubeadm.yaml` makes a cluster of one node from.
 *
 * - The control plane has no taint, so that pods run beside it.
 * - The kubelet serves with a certificate that the cluster's authority signs, which metrics-server and the API server
 *   verify; somebody has to approve it ({@link KubeletCsrApprover}).
 * - Secrets are encrypted at rest. The file with the key is made on the machine and stands nowhere else.
 * - The API server writes down who changed what, by `bootstrap/audit-policy.yaml`.
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
    new PlainFile(this, 'audit-policy', {
      folder: FOLDER,
      name: 'audit-policy',
      documents: [auditPolicy()],
    });
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
      // An empty list, as none at all would mean the control plane's taint.
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

/** A folder of the machine, at the same place in the API server's pod. */
function folder(name: string, path: string, { readOnly }: { readonly readOnly: boolean }): object {
  return { name, hostPath: path, mountPath: path, pathType: 'DirectoryOrCreate', readOnly };
}

const KUBELET = {
  apiVersion: 'kubelet.config.k8s.io/v1beta1',
  kind: 'KubeletConfiguration',
  cgroupDriver: 'systemd',
  serverTLSBootstrap: true,
  rotateCertificates: true,
  seccompDefault: true,
  // What config/arcana.yaml leaves out of the machine's size.
  kubeReserved: { cpu: '100m', memory: '512Mi' },
  systemReserved: { cpu: '100m', memory: '512Mi' },
  evictionHard: {
    'memory.available': '256Mi',
    'nodefs.available': '10%',
    'nodefs.inodesFree': '5%',
    'imagefs.available': '15%',
  },
};
