import type { Workshop } from '../../support/sound-cluster';

/** A change of a valid cluster. */
export interface Mutation {
  /** What the change does, as a phrase: `a Service that selects no pods`. */
  readonly name: string;
  /** Changes the objects of the cluster. */
  readonly change: (workshop: Workshop) => void;
}

/** Changes of one class: outages, of which the checks must report each, and sound changes, of which they report none. */
export interface MutationClass {
  readonly name: string;
  readonly outages: readonly Mutation[];
  readonly sound: readonly Mutation[];
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
