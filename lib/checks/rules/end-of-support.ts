import { type Finding, list } from '../engine/finding';
import type { Rule } from '../engine/rule';
import { KUBERNETES } from '../facts/components';
import {
  type ComponentVersion,
  type CycleSupport,
  componentNamed,
  componentOf,
  supportOf,
} from '../facts/end-of-support';
import { type Route, routesOf } from '../facts/routes';

/** The number of days before the end of support at which the warnings start. */
const NOTICE_DAYS = 90;

const DAY = 24 * 60 * 60 * 1000;

const TABLE = 'lib/checks/facts/components.ts';

type Place = Pick<Finding, 'object' | 'field' | 'value'>;

/** The result depends on the date: warnings only, because an error would make an unchanged source fail. */
export const endOfSupport: Rule = {
  id: 'end-of-support',
  group: 'dates',
  title: `No component is out of support, or will be within ${NOTICE_DAYS} days.`,
  protects: 'Future vulnerabilities will not be patched.',
  *check(cluster, { today }): Iterable<Finding> {
    if (today === undefined) return;
    const { components, kubernetesVersion: version, provider } = cluster.facts;
    if (version !== undefined) {
      const place = { field: 'kubernetesVersion', value: version };
      yield* ofVersion({ component: KUBERNETES, version }, today, place);
    }
    for (const { name, version: value } of components) {
      const component = componentNamed(name) ?? { name, cycles: {}, source: TABLE };
      yield* ofVersion({ component, version: value.replace(/^v/, '') }, today, { field: name, value });
    }
    for (const { object, container, field } of cluster.containers) {
      const { image = '' } = container;
      const found = componentOf(image);
      if (found) yield* ofVersion(found, today, { object, field: `${field}.image`, value: image });
    }
    for (const support of provider.support)
      yield* ofDate(support, today, { field: 'provider', value: support.component });
    for (const { className, support } of provider.ingressControllers) {
      const route = routesOf(cluster).find((it) => it.className === className);
      if (route) yield* ofDate(support, today, classField(route));
    }
  },
};

/** The field that names the class of a route. */
function classField({ object, listener }: Route): Place {
  if (listener === undefined) return { object, field: 'spec.ingressClassName' };
  return { object: listener.gateway, field: 'spec.gatewayClassName' };
}

function* ofVersion(found: ComponentVersion, today: Date, place: Place): Iterable<Finding> {
  const support = supportOf(found);
  if (support === undefined) {
    const { name, cycles = {} } = found.component;
    const known = list(Object.keys(cycles));
    const use = known && `use one of ${known}, or `;
    const problem = `the end of support of ${name} ${found.version} is unknown: ${use}add it to ${TABLE}`;
    yield { ...place, severity: 'warning', problem };
  } else yield* ofDate(support, today, place);
}

function* ofDate(
  { component, until, instead, source }: CycleSupport,
  today: Date,
  place: Place,
): Iterable<Finding> {
  if (until === undefined) return;
  const days = Math.floor((Date.parse(until) - today.getTime()) / DAY) + 1;
  if (days > NOTICE_DAYS) return;
  const verb = days < 0 ? 'ended' : 'ends';
  const problem = `support of ${component} ${verb} on ${until}: plan for ${instead} (${source})`;
  yield { ...place, severity: 'warning', problem };
}
