import type { RuleGroup } from './rule-group';

/**
 * Alerts about workloads and autoscalers that do not get the pods that they need.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#failed-deployment
 * @see https://kubernetes.io/docs/concepts/policy/resource-quotas/
 */
export const ROLLOUT_RULES: RuleGroup = {
  name: 'rollouts',
  rules: [
    {
      alert: 'PodsRefused',
      expr: [
        'max by (namespace, deployment) (kube_deployment_status_condition{condition="ReplicaFailure", status="true"}) == 1',
        'or (kube_statefulset_replicas > kube_statefulset_status_replicas)',
        'or (kube_daemonset_status_desired_number_scheduled > kube_daemonset_status_current_number_scheduled)',
      ].join('\n'),
      for: '10m',
      severity: 'warning',
      summary:
        'pods of {{ $labels.deployment }}{{ $labels.statefulset }}{{ $labels.daemonset }} in {{ $labels.namespace }} are not created',
      description:
        'The API server refuses them, mostly because a quota is used up: a rollout stops, and an autoscaler has no effect. See kubectl describe quota, and the events of the namespace.',
    },
    {
      alert: 'RolloutStuck',
      expr: 'max by (namespace, deployment) (kube_deployment_status_condition{condition="Progressing", status="false"}) == 1',
      for: '5m',
      severity: 'warning',
      summary: 'the rollout of {{ $labels.deployment }} in {{ $labels.namespace }} makes no progress',
      description:
        'No new pod has become ready before the progress deadline of the Deployment. See kubectl describe pod; kubectl rollout undo returns to the previous version.',
    },
    {
      alert: 'AutoscalerAtMaximum',
      expr: 'kube_horizontalpodautoscaler_status_desired_replicas >= kube_horizontalpodautoscaler_spec_max_replicas and kube_horizontalpodautoscaler_spec_max_replicas > kube_horizontalpodautoscaler_spec_min_replicas',
      for: '15m',
      severity: 'warning',
      summary:
        'autoscaler {{ $labels.horizontalpodautoscaler }} in {{ $labels.namespace }} is at its maximum of {{ $value }} pods',
      description:
        'More load makes the service slower. See whether the load is expected, and raise the maximum.',
    },
    {
      alert: 'AutoscalerInactive',
      expr: 'max by (namespace, horizontalpodautoscaler) (kube_horizontalpodautoscaler_status_condition{condition="ScalingActive", status="false"}) == 1',
      for: '15m',
      severity: 'warning',
      summary:
        'autoscaler {{ $labels.horizontalpodautoscaler }} in {{ $labels.namespace }} cannot compute a number of pods',
      description: 'Mostly because metrics-server does not answer. See kubectl describe hpa.',
    },
  ],
};
