import type { RuleGroup } from './rule-group';

/**
 * The alert about an ingress-nginx controller that reads new configurations so often that its old processes need too much
 * memory.
 *
 * @param perHour the number of configurations an hour for which the memory of the controller is sufficient
 */
export function reloadRules(perHour: number): RuleGroup {
  return {
    name: 'reloads',
    rules: [
      {
        alert: 'IngressReloadsTooFrequent',
        expr: `max by (pod) (increase(nginx_ingress_controller_success{job="ingress-nginx"}[1h])) > ${perHour}`,
        for: '10m',
        severity: 'warning',
        summary: `{{ $labels.pod }} has read more than ${perHour} configurations within an hour`,
        description:
          'Each new, changed or deleted Ingress is a new configuration, and the old processes of nginx keep their memory until their WebSockets end, for at most an hour. Create fewer previews, or raise the memory limit of the controller.',
      },
    ],
  };
}
