import { groupBy } from '../../checks/engine/group-by';
import { groupOf, isBuiltIn } from '../../checks/facts/api-resources';
import { resourceOfObject, type Situation } from '../situation';
import { type Finding, findingAt } from './finding';

/** The component that serves an API group, by the end of the group's name. */
const COMPONENTS: Readonly<Record<string, string>> = {
  'cert-manager.io': 'cert-manager',
  'istio.io': 'Istio',
};

/** Whether the API server serves the kinds of dist/ in their versions, and their CRDs are installed. */
export function askKinds(situation: Situation): Finding[] {
  const missing = situation.objects.filter(({ json }) => resourceOfObject(situation, json) === undefined);
  return [...groupBy(missing, ({ json }) => `${json.kind} of ${json.apiVersion}`)].flatMap(
    ([kind, [first, ...others]]) => {
      if (first === undefined) return [];
      const count = others.length === 0 ? '' : `, also for ${others.length} more`;
      return [
        findingAt(
          'kinds',
          'error',
          first,
          `${kind} is not served${count}: ${remedyOf(situation, first.json)}`,
          'apiVersion',
        ),
      ];
    },
  );
}

function remedyOf(
  { discovery, facts, serverVersion }: Situation,
  { apiVersion, kind }: { apiVersion: string; kind: string },
) {
  const group = groupOf(apiVersion);
  const served = discovery.resources.filter((it) => it.group === group && it.kind === kind);
  if (served.length > 0) return `use ${served.map(({ version }) => `${group}/${version}`).join(' or ')}`;
  if (isBuiltIn(group)) return `Kubernetes ${serverVersion} does not have it: upgrade the cluster`;
  const name = Object.keys(COMPONENTS).find((end) => group === end || group.endsWith(`.${end}`));
  const component = facts.components.find((it) => name !== undefined && it.name === COMPONENTS[name]);
  if (component) return `install ${component.name} ${component.version} with its CustomResourceDefinitions`;
  return `install the CustomResourceDefinitions of ${group}`;
}
