import type { Finding } from '../engine/finding';
import type { Rule } from '../engine/rule';

/** The name of a variable with a secret value. */
const SECRET_NAME = /(^|_)(PASSWORD|PASSWD|PASS|SECRET|TOKEN|API_?KEY|PRIVATE_?KEY|CREDENTIALS?)$/i;

/** A user and a password in a URL. */
const USER_INFO = /[a-z][a-z0-9+.-]*:\/\/[^/\s:@$]+:[^/\s@$]+@/i;

/** A value that consists of references to other variables, such as `$(PASSWORD)`. */
const REFERENCES = /^(\$\([A-Za-z_][A-Za-z0-9_]*\))+$/;

const REMEDY = 'declare the secret with cluster.expectSecret() and refer to it';

/** The messages contain the keys, never the values of secrets. */
export const plainSecret: Rule = {
  id: 'plain-secret',
  group: 'security',
  title:
    'No secret value is in plain text: not in a Secret, not in a variable, and not in a URL with a password.',
  protects: 'Everyone with access to the repository or its history knows the secret: it must be changed.',
  *check(cluster): Iterable<Finding> {
    for (const object of cluster.ofKind('Secret')) {
      const keys = Object.keys({ ...object.json.data, ...object.json.stringData });
      const problem = `the repository would contain its values: ${REMEDY}`;
      if (keys.length > 0) yield { object, field: 'data', value: keys, problem };
    }
    const problem = `its value contains a secret in plain text: ${REMEDY}`;
    for (const { object, container, field } of cluster.containers) {
      for (const [index, { name, value = '' }] of (container.env ?? []).entries()) {
        const isPath = value.startsWith('/') || /_FILE$/.test(name);
        const isSecret = SECRET_NAME.test(name) && value !== '' && !isPath && !REFERENCES.test(value);
        if (isSecret || USER_INFO.test(value))
          yield { object, field: `${field}.env[${index}]`, value: name, problem };
      }
    }
    for (const object of cluster.ofKind('ConfigMap')) {
      for (const [key, value] of Object.entries(object.json.data ?? {}))
        if ((SECRET_NAME.test(key) && value !== '') || USER_INFO.test(value))
          yield { object, field: 'data', value: key, problem };
    }
  },
};
