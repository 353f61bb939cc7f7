import type { ClusterIndex } from '../engine/cluster-index';
import { type Finding, list, objectName } from '../engine/finding';
import { groupBy } from '../engine/group-by';
import type { Rule } from '../engine/rule';
import { defaultCertificate } from '../facts/certificates';
import { issuerOf, issuerReferences } from '../facts/issuers';
import type { Reference } from '../facts/references';
import { secretKey, tlsOf } from '../facts/tls';

/** @see https://letsencrypt.org/docs/staging-environment/ */
const STAGING = 'https://acme-staging';

export const stagingIssuer: Rule = {
  id: 'staging-issuer',
  group: 'references',
  title: "No host of an Ingress or a listener has a certificate of Let's Encrypt's staging environment.",
  protects: 'Browsers refuse the certificate.',
  *check(cluster): Iterable<Finding> {
    const secrets = tlsOf(cluster).flatMap((entry) => entry.secrets.map(secretKey));
    const used = new Set([defaultCertificate(cluster), ...secrets]);
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

/** Whether an ingress controller serves the certificate of a reference. */
function isServed(
  cluster: ClusterIndex,
  { object, name }: Reference,
  used: ReadonlySet<string | undefined>,
): boolean {
  if (object.kind !== 'Certificate') return name !== undefined;
  const { spec } = cluster.find({ ...object, kind: 'Certificate' }) ?? {};
  return used.has(`${object.namespace}/${spec?.secretName}`);
}
