import { NGINX_HEADERS } from '../../kube/annotations';
import { list } from '../engine/finding';
import type { Rule } from '../engine/rule';
import { containersOf } from '../facts/workload';

/** Every ConfigMap that is named outside of a pod's environment and volumes. */
export const configReference: Rule = {
  id: 'config-reference',
  group: 'references',
  title: "Every ConfigMap that an Ingress's annotation or the controller's flags name is made here.",
  protects: 'The controller runs with its defaults, or the headers that an answer should carry are missing.',
  *check(cluster) {
    const has = (named: string) => {
      const [namespace = '', name = ''] = named.split('/');
      return cluster.find('ConfigMap', namespace, name) !== undefined;
    };
    const problem = (named: string) => {
      const [namespace = ''] = named.split('/');
      return `there is no such ConfigMap: make it, or use one of ${list(cluster.names('ConfigMap', namespace))} in ${namespace}`;
    };
    for (const object of cluster.ofKind('Ingress')) {
      const named = object.annotations[NGINX_HEADERS];
      if (named !== undefined && !has(named))
        yield {
          object,
          field: `metadata.annotations["${NGINX_HEADERS}"]`,
          value: named,
          problem: problem(named),
        };
    }
    for (const workload of cluster.workloads) {
      for (const { container, field } of containersOf(workload)) {
        for (const [index, argument] of (container.args ?? []).entries()) {
          const found = /^--(?:configmap|tcp-services-configmap|udp-services-configmap)=(.+)$/.exec(
            argument,
          )?.[1];
          const named = found?.replace('$(POD_NAMESPACE)', workload.namespace);
          if (named === undefined || has(named)) continue;
          yield {
            object: workload.object,
            field: `${field}.args[${index}]`,
            value: named,
            problem: problem(named),
          };
        }
      }
    }
  },
};
