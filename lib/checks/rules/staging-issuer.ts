import type { ClusterIndex } from '../engine/cluster-index';
import { type Finding, list, objectName } from '../engine/finding';
import { groupBy } from '../engine/group-by';
import type { Rule } from '../engine/rule';
import { defaultCertificate } from '../facts/certificates';
import { issuerOf, issuerReferences } from '../facts/issuers';
import type { Reference } from '../facts/references';

/** @see https://letsencrypt.org/docs/staging-environment/ */
const STAGING = 'https://acme-staging';

export const stagingIssuer: Rule = {
  id: 'staging-issuer',
  group: 'references',
  title: "No host of an Ingress has a certificate of Let's Encrypt's staging environment.",
  protects: 'Browsers refuse the certificate.',
  *check(cluster): Iterable<Finding> {
    const used = new Set([defaultCertificate(cluster), ...secretsOfIngresses(cluster)]);
    const references = [...issuerReferences(cluster)].filter((it) => isServed(cluster, it, used));
    for (const [object, served] of groupBy(references, (it) => issuerOf(cluster, it))) {
      const value = object?.spec.acme?.server;
      if (!value?.startsWith(STAGING)) continue;
      const names = list(served.map((it) => objectName(it.object)));
      const problem = `browsers do not trust the staging environment, which issues the certificates of ${names}: name a production issuer`;
      yield { object, field: 'spec.acme.server', value, problem };
    }
  },
};

function* secretsOfIngresses(cluster: ClusterIndex): Iterable<string> {
  for (const { namespace, spec } of cluster.ofKind('Ingress'))
    for (const { secretName } of spec.tls ?? []) if (secretName) yield `${namespace}/${secretName}`;
}

/** Whether an ingress controller serves the certificate of a reference. */
function isServed(
  cluster: ClusterIndex,
  { object, name }: Reference,
  used: ReadonlySet<string | undefined>,
): boolean {
  if (object.kind === 'Ingress') return name !== undefined;
  const { spec } = cluster.find({ ...object, kind: 'Certificate' }) ?? {};
  return used.has(`${object.namespace}/${spec?.secretName}`);
}
