import type { KubeObject } from '../engine/kube-object';
import { KnownFields } from './known-fields';

/** What is wrong with a field, by a schema. */
export interface SchemaProblem {
  /** Such as `spec.template.spec.containers[0].name`. */
  readonly field: string;
  readonly problem: string;
}

/** The packages with compiled schemas, by the API groups whose kinds they hold; all others are Kubernetes' own. */
const PACKAGES: Readonly<Record<string, string>> = {
  'acme.cert-manager.io': '@kubernetes-models/cert-manager',
  'cert-manager.io': '@kubernetes-models/cert-manager',
  'monitoring.coreos.com': '@kubernetes-models/prometheus-operator',
  'networking.istio.io': '@kubernetes-models/istio',
  'security.istio.io': '@kubernetes-models/istio',
  'telemetry.istio.io': '@kubernetes-models/istio',
};

/**
 * The kinds for which no package that is used here has a schema: their objects are checked by the other rules, and by
 * an API server with their CRDs.
 */
export const WITHOUT_SCHEMA: ReadonlySet<string> = new Set([
  'cilium.io/v2/CiliumNetworkPolicy',
  'gateway.networking.k8s.io/v1/Gateway',
  'gateway.networking.k8s.io/v1/HTTPRoute',
  'secrets-store.csi.x-k8s.io/v1/SecretProviderClass',
]);

/**
 * Fields that are newer than the compiled schema of their kind, and that the types in imports/ hold instead.
 *
 * @see https://cert-manager.io/docs/releases/release-notes/release-notes-1.12/
 */
const NEWER_FIELDS: Readonly<Record<string, RegExp>> = {
  'cert-manager.io/v1/ClusterIssuer': /^spec\.acme\.solvers\[\d+\]\.http01\.ingress\.ingressClassName$/,
};

/** API versions that are older ones by a new name, and by whose schemas they are checked. */
const SAME_AS: Readonly<Record<string, string>> = {
  // https://istio.io/latest/blog/2024/v1-apis/
  'networking.istio.io/v1': 'networking.istio.io/v1beta1',
};

/** A model of the schemas' packages: `validate` reads the object that it is called on. */
interface Model {
  readonly prototype: { validate(this: object): void };
}

interface ValidationError extends Error {
  readonly errors?: readonly { readonly instancePath: string; readonly message?: string }[];
}

/** The compiled schema of one kind. */
class Schema {
  private readonly known: KnownFields;

  constructor(
    private readonly model: Model,
    private readonly newerFields: RegExp | undefined,
  ) {
    this.known = new KnownFields((value) => this.validate(value));
  }

  problems(json: object): SchemaProblem[] {
    const unknown = this.known
      .unknownFields(json)
      .filter((field) => !this.newerFields?.test(field))
      .map((field) => ({
        field,
        problem: 'the schema knows no such field, so it would be dropped: correct its name, or take it out',
      }));
    return [...this.validate(json), ...unknown];
  }

  private validate(json: object): SchemaProblem[] {
    try {
      this.model.prototype.validate.call(json);
      return [];
    } catch (error) {
      const { errors, message } = error as ValidationError;
      if (errors === undefined) throw error;
      return errors.map((found) => ({
        field: fieldOf(found.instancePath),
        problem: `${found.message ?? message}, by the schema of its kind`,
      }));
    }
  }
}

/** That a kind has none here, and nobody has said so. */
const UNKNOWN_KIND = {
  problems: (): SchemaProblem[] => [
    {
      field: 'kind',
      problem:
        'no schema of this apiVersion and kind is known: correct them, or add the kind to lib/checks/facts/schemas.ts',
    },
  ],
};

const schemas = new Map<string, Pick<Schema, 'problems'> | undefined>();

/** The schema of an object's kind, loaded when the first such object is met; undefined for {@link WITHOUT_SCHEMA}. */
export function schemaOf({ apiVersion, kind }: KubeObject): Pick<Schema, 'problems'> | undefined {
  const key = `${apiVersion}/${kind}`;
  if (!schemas.has(key)) schemas.set(key, WITHOUT_SCHEMA.has(key) ? undefined : load(apiVersion, kind));
  return schemas.get(key);
}

function load(apiVersion: string, kind: string): Pick<Schema, 'problems'> {
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  const name = PACKAGES[group] ?? 'kubernetes-models';
  try {
    const models = require(`${name}/${SAME_AS[apiVersion] ?? apiVersion}/${kind}`) as Record<string, Model>;
    const model = models[kind];
    return model ? new Schema(model, NEWER_FIELDS[`${apiVersion}/${kind}`]) : UNKNOWN_KIND;
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === 'MODULE_NOT_FOUND' || code === 'ERR_PACKAGE_PATH_NOT_EXPORTED') return UNKNOWN_KIND;
    throw error;
  }
}

/** `/spec/containers/0/name` as people write it: `spec.containers[0].name`. */
function fieldOf(pointer: string): string {
  const steps = pointer.split('/').slice(1);
  return steps
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((step, index) => (/^\d+$/.test(step) ? `[${step}]` : index === 0 ? step : `.${step}`))
    .join('');
}
