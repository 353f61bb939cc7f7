import type { Finding } from '../engine/finding';
import type { Rule } from '../engine/rule';
import { configFault } from '../facts/config-syntax';

export const configFile: Rule = {
  id: 'config-file',
  group: 'references',
  title:
    'Every file in a ConfigMap whose name ends with `.json`, `.yaml` or `.yml` has the syntax of this format.',
  protects: 'The program that reads the file does not start, or keeps its former configuration.',
  *check(cluster): Iterable<Finding> {
    for (const object of cluster.ofKind('ConfigMap'))
      for (const [key, text] of Object.entries(object.json.data ?? {})) {
        const fault = configFault(key, text);
        if (fault === undefined) continue;
        const { format, place, reason } = fault;
        const parts = [`not valid ${format}${place && ` at ${place}`}`, reason, `correct the ${format}`];
        yield { object, field: `data["${key}"]`, problem: parts.filter((part) => part !== '').join(': ') };
      }
  },
};
