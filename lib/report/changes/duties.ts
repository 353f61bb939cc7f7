import type { ExpectedSecret } from '../../checks/engine/cluster-facts';
import type { ClusterIndex } from '../../checks/engine/cluster-index';
import { groupBy } from '../../checks/engine/group-by';
import { visitTexts } from '../../checks/facts/strings';
import type { Consequence } from '../consequence';
import { sentenceList, sharedNamespace } from '../names';
import type { Comparison } from './compare';
import { deletions } from './deletions';

/** What a person must do besides `kubectl apply`. */
export const compareDuties: Comparison = (before, after) => [
  ...secrets(before, after),
  ...customKinds(before, after),
  ...deletions(before, after).map(duty),
];

/**
 * The expected Secrets, or keys of them, that an object names and that none named before, and those that no object names any
 * longer. The names are compared, because the expected Secrets of the old tree may be unknown.
 */
function secrets(before: ClusterIndex, after: ClusterIndex): Consequence[] {
  const [was, now] = [textsOf(before), textsOf(after)];
  const expected = new Map([...expectedSecrets(before), ...expectedSecrets(after)]);
  return [...expected].flatMap(([shown, { namespace: own, name, keys, purpose }]) => {
    const namespace = sharedNamespace(after, own);
    const isNamed = ({ of, all }: Texts) =>
      of(namespace).has(name) || of(undefined).has(name) || all.has(shown);
    if (!isNamed(now)) {
      const isLeft = isNamed(was) && after.find({ kind: 'Namespace', name: own }) !== undefined;
      const sentence = `delete the Secret ${shown} after the apply: no object names it any longer`;
      return isLeft ? [{ ...duty(sentence), isImportant: false }] : [];
    }
    const stated = Object.keys(keys);
    if (!isNamed(was))
      return [duty(`create the Secret ${shown} with ${listKeys(stated)} before the apply: ${purpose}`)];
    const added = stated.filter((key) => !was.all.has(key) && now.all.has(key));
    return added.length === 0 ? [] : [duty(`add ${listKeys(added)} to the Secret ${shown}: ${purpose}`)];
  });
}

/** The Secrets that a person creates, by `namespace/name`, without those of copied namespaces. */
function expectedSecrets(cluster: ClusterIndex): (readonly [string, ExpectedSecret])[] {
  const copies = new Set((cluster.facts.copies ?? []).map(({ name }) => name));
  return cluster.facts.expectedSecrets
    .filter(({ namespace }) => !copies.has(namespace))
    .map((secret) => [`${sharedNamespace(cluster, secret.namespace)}/${secret.name}`, secret]);
}

function listKeys(keys: readonly string[]): string {
  return `the ${keys.length === 1 ? 'key' : 'keys'} ${sentenceList(keys, 8)}`;
}

/** The texts of the objects of a cluster. */
interface Texts {
  /** Those of a namespace, or of the objects without one. */
  readonly of: (namespace: string | undefined) => ReadonlySet<string>;
  readonly all: ReadonlySet<string>;
}

function textsOf(cluster: ClusterIndex): Texts {
  const all = new Set<string>();
  const byNamespace = new Map<string | undefined, Set<string>>();
  for (const { namespace, json } of cluster.objects) {
    const name = namespace && sharedNamespace(cluster, namespace);
    const texts = byNamespace.get(name) ?? new Set();
    byNamespace.set(name, texts);
    visitTexts(json, (text) => {
      texts.add(text);
      all.add(text);
    });
  }
  return { all, of: (namespace) => byNamespace.get(namespace) ?? new Set() };
}

/** API groups of Kubernetes itself: those without a dot, and those that its API server serves. */
const BUILT_IN =
  /^(|apps|autoscaling|batch|policy|(admissionregistration|apiextensions|apiregistration|authentication|authorization|certificates|coordination|discovery|events|flowcontrol\.apiserver|networking|node|rbac\.authorization|resource|scheduling|storage)\.k8s\.io)$/;

/** The kinds that need a CustomResourceDefinition, and of which there were no objects. */
function customKinds(before: ClusterIndex, after: ClusterIndex): Consequence[] {
  const kindsOf = ({ objects }: ClusterIndex) =>
    new Map(
      objects
        .map(({ apiVersion, kind }) => ({
          group: apiVersion.includes('/') ? apiVersion.split('/')[0] : '',
          kind,
        }))
        .filter(({ group = '' }) => !BUILT_IN.test(group))
        .map(({ group = '', kind }) => [`${kind}.${group}`, { group, kind }]),
    );
  const [was, now] = [kindsOf(before), kindsOf(after)];
  const included = new Set(
    after
      .ofKind('CustomResourceDefinition')
      .map(({ spec }) => spec as { readonly group?: string; readonly names?: { readonly kind?: string } })
      .map(({ group, names }) => `${names?.kind}.${group}`),
  );
  const added = [...now].filter(([key]) => !was.has(key) && !included.has(key)).map(([, kind]) => kind);
  return [...groupBy(added, ({ group }) => group)].map(([group, kinds]) =>
    duty(
      `install the CustomResourceDefinitions of ${group} before the apply: ${sentenceList(kinds.map(({ kind }) => kind))} ${kinds.length === 1 ? 'is a new kind' : 'are new kinds'}`,
    ),
  );
}

function duty(sentence: string): Consequence {
  return { topic: 'duties', sentence, isImportant: true };
}
