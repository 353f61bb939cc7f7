import type { IConstruct } from 'constructs';

const origins = new WeakMap<object, IConstruct>();

/** Remembers which construct a rendered object comes from; the object itself stays what is written. */
export function remember(json: object, construct: IConstruct): object {
  origins.set(json, construct);
  return json;
}

/** The construct that a rendered object comes from; undefined for an object that no synth has rendered. */
export function originOf(json: object): IConstruct | undefined {
  return origins.get(json);
}
