import { ROLLOUT_RULES } from './rollouts';
import type { RuleGroup } from './rule-group';

/** Alerts about certificates that expire soon. @see document 004, "Monitor Certificate Expiry" */
const certificates: RuleGroup = {
  name: 'certificates',
  rules: [
    {
      alert: 'CertificateExpiringSoon',
      expr: 'certmanager_certificate_expiration_timestamp_seconds - time() < 604800',
      for: '1h',
      severity: 'critical',
      summary: 'certificate {{ $labels.namespace }}/{{ $labels.name }} expires within a week',
      description:
        'cert-manager renews at least two weeks before: it has failed since. See kubectl describe challenges in the namespace.',
    },
  ],
};

/** Alerts about nodes and pods that are not ready. */
const workloads: RuleGroup = {
  name: 'workloads',
  rules: [
    {
      alert: 'NodeNotReady',
      expr: 'kube_node_status_condition{condition="Ready", status="true"} == 0',
      for: '10m',
      severity: 'critical',
      summary: 'node {{ $labels.node }} is not ready',
      description: 'Its kubelet says so, or says nothing. See kubectl describe node.',
    },
    {
      alert: 'PodNotReady',
      // A completed pod is not ready either.
      expr: 'kube_pod_status_ready{condition="true"} == 0 and on (namespace, pod) kube_pod_status_phase{phase=~"Pending|Running|Unknown"} == 1',
      for: '15m',
      severity: 'warning',
      summary: 'pod {{ $labels.namespace }}/{{ $labels.pod }} is not ready',
      description:
        'It is not scheduled, does not start, or its readiness fails. See kubectl describe pod, and its log.',
    },
  ],
};

/** Alerts about quotas without space for a rollout. */
const quotas: RuleGroup = {
  name: 'quotas',
  rules: [
    {
      alert: 'QuotaNearlyUsed',
      expr: 'kube_resourcequota{type="used"} / ignoring (type) (kube_resourcequota{type="hard"} > 0) > 0.9',
      for: '15m',
      severity: 'warning',
      summary:
        '{{ $labels.namespace }} uses {{ $value | humanizePercentage }} of its quota of {{ $labels.resource }}',
      description: 'The next pod, be it of a rollout, may be refused. See kubectl describe quota.',
    },
  ],
};

/** Alerts about volumes and file systems that are nearly full. */
const volumes: RuleGroup = {
  name: 'volumes',
  rules: [
    {
      alert: 'VolumeFilling',
      expr: 'kubelet_volume_stats_available_bytes / kubelet_volume_stats_capacity_bytes < 0.15',
      for: '15m',
      severity: 'warning',
      summary:
        'volume {{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }} has {{ $value | humanizePercentage }} left',
      description: 'Enlarge the claim where its class allows that, or keep less.',
    },
    {
      alert: 'NodeDiskFilling',
      // The kubelet deletes unused images until 20 % are free, and evicts pods below 15 %.
      expr: 'node_filesystem_avail_bytes{fstype!~"tmpfs|ramfs|squashfs"} / node_filesystem_size_bytes < 0.18',
      for: '5m',
      severity: 'warning',
      summary:
        'node {{ $labels.node }} has {{ $value | humanizePercentage }} left at {{ $labels.mountpoint }}',
      description:
        'The kubelet evicts pods below 15 % on the disk of images, and below 10 % on another one. See which images, logs and scratch volumes fill it.',
    },
  ],
};

/** The rules of every cluster. */
export const CLUSTER_RULES: readonly RuleGroup[] = [certificates, workloads, ROLLOUT_RULES, quotas, volumes];
