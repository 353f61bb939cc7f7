import type { ObjectJson } from './kube-object';

/** A fact of an object that is computed when a rule first asks for it, and only once: rules do not change objects. */
export function perObject<Fact>(compute: (json: ObjectJson) => Fact): (json: ObjectJson) => Fact {
  const facts = new WeakMap<ObjectJson, Fact>();
  return (json) => {
    const fact = facts.get(json) ?? compute(json);
    facts.set(json, fact);
    return fact;
  };
}
