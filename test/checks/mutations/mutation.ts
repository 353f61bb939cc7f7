import type { Breakable, Workshop } from '../../support/sound-cluster';

/** A change of a valid cluster. */
export interface Mutation {
  /** What the change does, as a phrase: `a Service that selects no pods`. */
  readonly name: string;
  /** Prepares the cluster, also the previous content of dist/. @default dist/ had no files */
  readonly before?: (workshop: Workshop) => void;
  /** Changes the objects of the cluster. */
  readonly change: (workshop: Workshop) => void;
  /** The reason why the checks judge the change wrongly. @default they judge it correctly */
  readonly gap?: string;
}

/** The text of a file that a person writes. */
export interface Input {
  readonly name: string;
  /** Reads the text. @throws ConfigError with the problems */
  readonly read: () => unknown;
  /** As that of {@link Mutation}. */
  readonly gap?: string;
}

/** Changes of one class: outages, of which the checks must report each, and sound changes, of which they report none. */
export interface MutationClass<M = Mutation> {
  readonly name: string;
  readonly outages: readonly M[];
  readonly sound: readonly M[];
}

/** A further variable of the web server. */
export function variable(name: string, value: string): Mutation {
  return {
    name: `${name}=${value}`,
    change: ({ container }) => {
      container('Deployment', 'web').env.push({ name, value });
    },
  };
}

/** A file in the ConfigMap of the web server. */
export function inConfigMap(name: string, text: string): Mutation {
  return {
    name: `${name} in a ConfigMap`,
    change: ({ find }) => {
      find('ConfigMap', 'web-settings').data['settings.conf'] = text;
    },
  };
}

/** A change of one object. */
export function object(
  kind: string,
  id: string,
  name: string,
  change: (object: Breakable) => void,
): Mutation {
  return { name, change: ({ find }) => change(find(kind, id)) };
}

/** A change of the web server's container. */
export function inContainer(name: string, change: (container: Breakable, pod: Breakable) => void): Mutation {
  return object('Deployment', 'web', name, ({ spec }) => {
    change(spec.template.spec.containers[0], spec.template.spec);
  });
}

/** Further objects of the shop. */
export function adds(name: string, ...objects: readonly object[]): Mutation {
  return {
    name,
    change: ({ add }) => {
      for (const json of objects) add(structuredClone(json));
    },
  };
}

/** A change that the checks judge wrongly, with the reason. */
export function withGap(gap: string, mutation: Mutation): Mutation {
  return { ...mutation, gap };
}
