import type { Rule } from '../engine/rule';
import { issuerReferences } from '../facts/issuers';
import { unresolved } from '../facts/references';

export const issuer: Rule = {
  id: 'issuer',
  group: 'references',
  title: 'Every issuer that a Certificate or an Ingress names is made by this program.',
  protects: 'The certificate is never issued or renewed, which is noticed when the old one expires.',
  check: (cluster) => unresolved(cluster, issuerReferences(cluster)),
};
