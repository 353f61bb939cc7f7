/**
 * A number, or a percentage of another number, such as `25%`.
 *
 * @param round rounds a percentage: Kubernetes rounds `maxSurge` up and `maxUnavailable` of a Deployment down
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#rolling-update-deployment
 */
export function share(value: number | string, of: number, round = Math.ceil): number {
  return typeof value === 'number' ? value : round((of * Number.parseFloat(value)) / 100);
}
