import type { EndOfSupport } from '../engine/cluster-facts';
import { type Finding, list } from '../engine/finding';
import type { Rule } from '../engine/rule';
import { INGRESS_NGINX, KUBERNETES_VERSIONS, kubernetesSupport } from '../facts/end-of-support';
import { isIngressNginx } from '../facts/ingress-nginx';

/** The number of days before the end of support at which the warnings start. */
const NOTICE_DAYS = 90;

const DAY = 24 * 60 * 60 * 1000;

/** The result depends on the date: warnings only, because an error would make an unchanged source fail. */
export const endOfSupport: Rule = {
  id: 'end-of-support',
  group: 'dates',
  title: `No component is out of support, or will be within ${NOTICE_DAYS} days.`,
  protects: 'Future vulnerabilities will not be patched.',
  *check(cluster, { today }): Iterable<Finding> {
    if (today === undefined) return;
    const { kubernetesVersion: value, provider } = cluster.facts;
    const kubernetes = kubernetesSupport(value);
    if (kubernetes) yield* warning(kubernetes, today, { field: 'kubernetesVersion', value });
    else {
      const problem = `the end of support is unknown: add it to lib/checks/facts/end-of-support.ts, which has ${list(KUBERNETES_VERSIONS)}`;
      yield { field: 'kubernetesVersion', value, severity: 'warning', problem };
    }
    for (const support of provider.support)
      yield* warning(support, today, { field: 'provider', value: support.component });
    for (const { object, container, field } of cluster.containers) {
      const { image } = container;
      if (isIngressNginx(image))
        yield* warning(INGRESS_NGINX, today, { object, field: `${field}.image`, value: image });
    }
    for (const { className, support } of provider.ingressControllers) {
      const object = cluster.ofKind('Ingress').find(({ spec }) => spec.ingressClassName === className);
      if (object) yield* warning(support, today, { object, field: 'spec.ingressClassName' });
    }
  },
};

function* warning(
  { component, until, instead, source }: EndOfSupport,
  today: Date,
  at: Pick<Finding, 'object' | 'field' | 'value'>,
): Iterable<Finding> {
  const days = Math.floor((Date.parse(until) - today.getTime()) / DAY) + 1;
  if (days > NOTICE_DAYS) return;
  const verb = days < 0 ? 'ended' : 'ends';
  const problem = `support of ${component} ${verb} on ${until}: plan for ${instead} (${source})`;
  yield { ...at, severity: 'warning', problem };
}
