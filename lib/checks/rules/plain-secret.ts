import type { Finding } from '../engine/finding';
import type { Rule } from '../engine/rule';
import { containersOf } from '../facts/workload';

/** What a variable is called that holds a secret. */
const SECRET_NAME = /(^|_)(PASSWORD|PASSWD|PASS|SECRET|TOKEN|API_?KEY|PRIVATE_?KEY|CREDENTIALS?)$/i;

/** A user and a password in an address. */
const USER_INFO = /[a-z][a-z0-9+.-]*:\/\/[^/\s:@$]+:[^/\s@$]+@/i;

/** No secret's value stands in what is written. */
export const plainSecret: Rule = {
  id: 'plain-secret',
  group: 'security',
  title: 'No secret stands in plain text: not in a Secret, a variable, or an address with a password.',
  protects:
    'Whoever reads the repository, or its history, has the secret: changing it is then the only remedy.',
  *check(cluster): Iterable<Finding> {
    for (const object of cluster.ofKind('Secret')) {
      const { data, stringData } = object.json as { data?: object; stringData?: object };
      const keys = [...Object.keys(data ?? {}), ...Object.keys(stringData ?? {})];
      // Never the value: the message would be one more place where it stands.
      if (keys.length > 0)
        yield {
          object,
          field: 'data',
          value: keys,
          problem: `its values would stand in the repository: ${REMEDY}`,
        };
    }
    for (const workload of cluster.workloads) {
      for (const { container, field } of containersOf(workload)) {
        for (const [index, { name, value }] of (container.env ?? []).entries()) {
          if (value === undefined || value === '') continue;
          const isPath = value.startsWith('/') || /_FILE$/.test(name);
          if ((SECRET_NAME.test(name) && !isPath && !isReference(value)) || USER_INFO.test(value))
            yield {
              object: workload.object,
              field: `${field}.env[${index}]`,
              value: name,
              problem: `its value stands there in plain text: ${REMEDY}`,
            };
        }
      }
    }
    for (const object of cluster.ofKind('ConfigMap')) {
      const { data = {} } = object.json as { data?: Record<string, string> };
      for (const [key, value] of Object.entries(data)) {
        if ((SECRET_NAME.test(key) && value !== '') || USER_INFO.test(value))
          yield {
            object,
            field: 'data',
            value: key,
            problem: `a secret stands there in plain text: ${REMEDY}`,
          };
      }
    }
  },
};

const REMEDY = 'declare the secret with cluster.expectSecret() and refer to it';

/** Whether all of a value is other variables', as in `$(PASSWORD)`. */
function isReference(value: string): boolean {
  return /^(\$\([A-Za-z_][A-Za-z0-9_]*\))+$/.test(value);
}
