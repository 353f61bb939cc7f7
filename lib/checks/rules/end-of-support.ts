import type { EndOfSupport } from '../engine/cluster-facts';
import { type Finding, list } from '../engine/finding';
import { specOf } from '../engine/kube-object';
import type { Rule } from '../engine/rule';
import { INGRESS_NGINX, KUBERNETES_VERSIONS, kubernetesSupport } from '../facts/end-of-support';
import type { IngressSpec } from '../facts/routes';
import { containersOf } from '../facts/workload';

/** How many days before the end a warning begins. */
const NOTICE_DAYS = 90;

const DAY = 24 * 60 * 60 * 1000;

/**
 * Nothing runs whose support has ended or is about to.
 *
 * Warnings only: an error would have the same source fail from one day to the next.
 */
export const endOfSupport: Rule = {
  id: 'end-of-support',
  group: 'dates',
  title: `No component is out of support, or will be within ${NOTICE_DAYS} days.`,
  protects: 'The next hole in it is never mended.',
  *check(cluster, { today }): Iterable<Finding> {
    if (today === undefined) return;
    const version = cluster.facts.kubernetesVersion;
    const kubernetes = kubernetesSupport(version);
    if (kubernetes) yield* warning(kubernetes, today, { field: 'kubernetesVersion', value: version });
    else {
      const problem = `no date of its end of support is known: add it to lib/checks/facts/end-of-support.ts, which has ${list(KUBERNETES_VERSIONS)}`;
      yield { field: 'kubernetesVersion', value: version, severity: 'warning', problem };
    }
    for (const component of cluster.facts.provider.support)
      yield* warning(component, today, { field: 'provider', value: component.component });
    for (const workload of cluster.workloads) {
      for (const { container, field } of containersOf(workload)) {
        if (/ingress-nginx\/controller/.test(container.image ?? ''))
          yield* warning(INGRESS_NGINX, today, {
            object: workload.object,
            field: `${field}.image`,
            value: container.image,
          });
      }
    }
    for (const { className, support } of cluster.facts.provider.ingressControllers) {
      const object = cluster
        .ofKind('Ingress')
        .find((it) => specOf<IngressSpec>(it).ingressClassName === className);
      if (object) yield* warning(support, today, { object, field: 'spec.ingressClassName' });
    }
  },
};

function* warning(
  component: EndOfSupport,
  today: Date,
  at: Pick<Finding, 'object' | 'field' | 'value'>,
): Iterable<Finding> {
  const { component: name, until, instead, source } = component;
  const days = Math.floor((Date.parse(until) - today.getTime()) / DAY) + 1;
  if (days > NOTICE_DAYS) return;
  const verb = days < 0 ? 'ended' : 'ends';
  yield {
    ...at,
    severity: 'warning',
    problem: `support of ${name} ${verb} on ${until}: plan for ${instead} (${source})`,
  };
}
