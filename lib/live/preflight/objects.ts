import { groupBy } from '../../checks/engine/group-by';
import { counted } from '../../kube/text';
import { type DryRun, dryRun } from '../dry-run';
import { inParallel } from '../parallel';
import { createsNamespace, resourceOfObject, type Situation, type WrittenManifest } from '../situation';
import { type Finding, findingAt } from './finding';

const QUESTION = 'objects';
const RESTARTING = ['Deployment', 'StatefulSet', 'DaemonSet'];
/** The maximum number of fields in a message. */
const MAX_FIELDS = 8;

interface Answer {
  readonly findings: readonly Finding[];
  readonly isCreated: boolean;
}

/** What the API server says about each object of dist/: refused, created, changed, restarted, or changed by somebody else. */
export async function askObjects(situation: Situation): Promise<Finding[]> {
  const { objects, namespaces, progress, client } = situation;
  // The question `kinds` reports the others.
  const served = objects.filter(({ json }) => resourceOfObject(situation, json) !== undefined);
  const isEarly = ({ json: { metadata } }: WrittenManifest) =>
    metadata.namespace !== undefined && namespaces?.has(metadata.namespace) === false;
  const checkable = served.filter((object) => !isEarly(object));
  let done = 0;
  const results = await inParallel(checkable, async (object): Promise<Answer> => {
    const resource = resourceOfObject(situation, object.json);
    if (resource === undefined) return { findings: [], isCreated: false };
    const result = await dryRun(client, resource, object.json);
    progress(`asking about ${++done} of ${checkable.length} objects`);
    return { findings: findingsOf(object, result), isCreated: result.result === 'created' };
  });
  const early = groupBy(served.filter(isEarly), ({ json }) => json.metadata.namespace ?? '');
  return [
    ...results.flatMap(({ findings }) => findings),
    ...creations(checkable, results),
    ...[...early].flatMap(([name, its]) => tooEarly(situation, name, its)),
  ];
}

/** One note for each file: the first apply creates hundreds of objects. */
function creations(objects: readonly WrittenManifest[], results: readonly Answer[]): Finding[] {
  const created = objects.filter((_, index) => results[index]?.isCreated);
  return [...groupBy(created, ({ file }) => file)].map(([file, { length }]) => ({
    severity: 'note',
    question: QUESTION,
    message: `${counted(length, 'object')} would be created`,
    file,
  }));
}

/** The objects of a namespace that does not exist. */
function tooEarly(situation: Situation, namespace: string, objects: readonly WrittenManifest[]): Finding[] {
  const [first] = objects;
  if (first !== undefined && !createsNamespace(situation, namespace)) {
    const problem = `namespace ${namespace} does not exist, and dist/ does not create it: install the component to which it belongs`;
    return [
      findingAt(
        QUESTION,
        'error',
        first,
        `${problem} (${counted(objects.length, 'object')})`,
        'metadata.namespace',
      ),
    ];
  }
  const message = `namespace ${namespace} does not exist yet: ${counted(objects.length, 'object')} in it cannot be checked yet`;
  return [{ severity: 'unchecked', question: QUESTION, message }];
}

function findingsOf(object: WrittenManifest, result: DryRun): Finding[] {
  const { warnings, reason = '', causes, changed, drifted } = result;
  const at = (severity: Finding['severity'], problem: string, field?: string, question = QUESTION) =>
    findingAt(question, severity, object, problem, field);
  const found = warnings.map((warning) => at('warning', `the API server warns: ${warning}`));
  if (result.result === 'unchecked') found.push(at('unchecked', `cannot be checked: ${reason}`));
  if (result.result === 'refused') {
    const known = causes.filter(({ field, message }) => field !== undefined && message !== undefined);
    if (known.length === 0) found.push(at('error', `the API server refuses it: ${reason}`));
    for (const { field = '', message = '' } of known)
      found.push(at('error', `the API server refuses it: ${message}${remedyOf(message)}`, field));
  }
  if (drifted.length > 0)
    found.push(at('warning', `somebody changed ${listed(drifted)}: the apply resets it`, undefined, 'drift'));
  if (changed.length > 0) found.push(at('note', `would change ${listed(changed)}`));
  const restarting = [...changed, ...drifted].some((path) => path.startsWith('spec.template.'));
  if (restarting && RESTARTING.includes(object.json.kind))
    found.push(at('warning', 'its pods would restart', undefined, 'restarts'));
  return found;
}

/** Fields that cannot change require a new object. */
function remedyOf(message: string): string {
  const isFixed = /immutable|forbidden: updates to|may not change/i.test(message);
  return isFixed ? ': delete the object and create it again, or restore the value' : '';
}

function listed(fields: readonly string[]): string {
  const more = fields.length - MAX_FIELDS;
  return `${fields.slice(0, MAX_FIELDS).join(', ')}${more > 0 ? `, and ${more} more` : ''}`;
}
