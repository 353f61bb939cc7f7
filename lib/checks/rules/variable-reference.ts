import type { ClusterIndex } from '../engine/cluster-index';
import type { Finding } from '../engine/finding';
import type { Rule } from '../engine/rule';
import { environmentOf, expand, isOfService, isScript } from '../facts/environment';
import type { PodContainer } from '../facts/workload';

/** The name of a variable. Other texts in `$(…)` are commands of a shell, or references of the program. */
const NAME = /^[A-Z_][A-Z0-9_]*$/;

/** @see https://kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container/ */
export const variableReference: Rule = {
  id: 'variable-reference',
  group: 'references',
  title:
    'Every `$(NAME)` in a variable, a command, an argument or a `subPathExpr` is a variable that is defined before.',
  protects: 'The program reads the text `$(NAME)` in place of a value, or the container is not created.',
  *check(cluster): Iterable<Finding> {
    for (const owner of cluster.containers) {
      const { object, container } = owner;
      const { isOpen } = environmentOf(cluster, owner);
      const later = new Set((container.env ?? []).map(({ name }) => name));
      for (const { field, text, name, isRequired, variable } of referencesOf(cluster, owner)) {
        if (isOpen || isOfService(cluster, owner.workload, name)) continue;
        const isLater = later.has(name) && name !== variable;
        const what = `variable ${name} is ${isLater ? 'defined after its use' : 'not defined'}`;
        const define = isLater ? 'move it to the front' : 'define it';
        const remedy = isRequired ? define : `${define}, or write $$(${name}) if the program replaces it`;
        yield { object, field, value: text, problem: `${what}: ${remedy}` };
      }
    }
  },
};

interface UnknownReference {
  /** The variable whose value contains the reference, if it is not in a command or a mount. */
  readonly variable?: string;
  readonly field: string;
  readonly text: string;
  readonly name: string;
  /** Whether the kubelet does not create the container without the variable. */
  readonly isRequired: boolean;
}

function* referencesOf(cluster: ClusterIndex, owner: PodContainer): Iterable<UnknownReference> {
  const { container, field } = owner;
  const { variables, unresolved } = environmentOf(cluster, owner);
  const missing = (text: string) => expand(text, variables).unknown.filter((name) => !variables.has(name));
  for (const reference of unresolved)
    if (NAME.test(reference.name)) yield { ...reference, isRequired: false };
  for (const kind of ['command', 'args'] as const) {
    const words = container[kind] ?? [];
    for (const [index, text] of words.entries()) {
      // A script may contain commands of a shell.
      if (/\s/.test(text) || isScript(words, index)) continue;
      for (const name of missing(text))
        if (NAME.test(name)) yield { field: `${field}.${kind}[${index}]`, text, name, isRequired: false };
    }
  }
  for (const [index, { subPathExpr: text = '' }] of (container.volumeMounts ?? []).entries())
    for (const name of missing(text))
      yield { field: `${field}.volumeMounts[${index}].subPathExpr`, text, name, isRequired: true };
}
