import { tryKubectl } from './kubectl';

/** Whether an account of monitoring has a permission, according to the API server. */
function can(account: string, ...args: string[]): boolean {
  return (
    tryKubectl(['auth', 'can-i', ...args, `--as=system:serviceaccount:monitoring:${account}`]).status === 0
  );
}

/** Tests of the permissions of monitoring's accounts. */
export function describeMonitoring(): void {
  describe('the accounts of monitoring', () => {
    test.each([
      ['prometheus', ['list', 'pods', '--namespace=monitoring']],
      ['prometheus', ['watch', 'pods', '--namespace=node-agents']],
      ['prometheus', ['get', 'nodes', '--subresource=metrics']],
      ['kube-state-metrics', ['list', 'pods', '--all-namespaces']],
      ['kube-state-metrics', ['watch', 'resourcequotas', '--all-namespaces']],
      ['kube-state-metrics', ['list', 'cronjobs.batch', '--all-namespaces']],
      ['kube-state-metrics', ['list', 'horizontalpodautoscalers.autoscaling', '--all-namespaces']],
    ])('%s can %p', (account, args) => {
      expect(can(account, ...args)).toBe(true);
    });

    test.each([
      ['prometheus', ['list', 'pods', '--namespace=kube-system']],
      ['prometheus', ['list', 'pods', '--all-namespaces']],
      ['prometheus', ['list', 'secrets', '--namespace=monitoring']],
      ['prometheus', ['get', 'nodes', '--subresource=proxy']],
      ['prometheus', ['delete', 'pods', '--namespace=monitoring']],
      ['kube-state-metrics', ['list', 'secrets', '--namespace=monitoring']],
      ['kube-state-metrics', ['list', 'configmaps', '--namespace=monitoring']],
      ['kube-state-metrics', ['delete', 'pods', '--namespace=monitoring']],
      ['default', ['list', 'pods', '--namespace=monitoring']],
    ])('%s cannot %p', (account, args) => {
      expect(can(account, ...args)).toBe(false);
    });
  });
}
