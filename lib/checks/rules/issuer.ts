import type { Finding } from '../engine/finding';
import type { Rule } from '../engine/rule';
import { issuerReferences, misspeltGroups } from '../facts/issuers';
import { unresolved } from '../facts/references';

export const issuer: Rule = {
  id: 'issuer',
  group: 'references',
  title:
    'Every issuer of cert-manager that a Certificate or an Ingress names is made by this program. Issuers of other API groups are accepted.',
  protects: 'The certificate is never issued or renewed, which is noticed when the old one expires.',
  *check(cluster): Iterable<Finding> {
    yield* unresolved(cluster, issuerReferences(cluster));
    yield* misspeltGroups(cluster);
  },
};
