import { covers } from '../../kube/hostnames';
import type { ClusterIndex } from '../engine/cluster-index';
import { type Finding, list, objectName } from '../engine/finding';
import type { KubeObject } from '../engine/kube-object';
import type { Rule } from '../engine/rule';
import { type ApiServerCall, apiServerCalls } from '../facts/api-server-calls';
import { injectionSources, isInjected, isWritten } from '../facts/ca-injection';
import { unresolved } from '../facts/references';

const PEM = '-----BEGIN CERTIFICATE-----';

/** @see https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#contacting-the-webhook */
export const caBundle: Rule = {
  id: 'ca-bundle',
  group: 'references',
  title:
    'The API server can verify the certificate of every aggregated API and webhook behind a Service: a caBundle is stated, or injected from a Certificate or Secret that exists, or a program of the cluster may write it.',
  protects: 'The API does not respond, or every request that the webhook handles fails.',
  *check(cluster): Iterable<Finding> {
    const calls = apiServerCalls(cluster);
    for (const call of calls) yield* problemsOf(cluster, call);
    for (const object of new Set(calls.map((call) => call.object))) {
      for (const source of injectionSources(object)) {
        const { field, value, namespace } = source;
        if (namespace) yield* unresolved(cluster, [source]);
        else yield { object, field, value, problem: 'has no namespace: write NAMESPACE/NAME' };
      }
    }
  },
};

function* problemsOf(cluster: ClusterIndex, call: ApiServerCall): Iterable<Finding> {
  const { object, field, config } = call;
  const text = Buffer.from(config.caBundle ?? '', 'base64')
    .toString()
    .trim();
  if (isInjected(object)) {
    yield* hostProblem(cluster, call);
    return;
  }
  const at = { object, field: `${field}.caBundle` };
  if (text !== '') {
    if (!text.includes(PEM))
      yield { ...at, problem: `must be a certificate in PEM format (${PEM}), in Base64: correct it` };
    return;
  }
  // The certificate at a URL may be one that all programs trust.
  if (config.service === undefined || config.insecureSkipTLSVerify || isWritten(cluster, object)) return;
  const problem =
    'missing, so the API server does not trust the certificate of the Service: state it, or name a Certificate in the annotation cert-manager.io/inject-ca-from';
  yield { ...at, problem, severity: cluster.mayHave('ClusterRole') ? 'warning' : 'error' };
}

/** The API server verifies the name of the Service, which the certificate of its pods must have. */
function* hostProblem(cluster: ClusterIndex, { object, field, config }: ApiServerCall): Iterable<Finding> {
  const { namespace = '', name = '' } = config.service ?? {};
  const host = `${name}.${namespace}.svc`;
  const selector = cluster.find({ kind: 'Service', namespace, name })?.spec.selector;
  if (selector === undefined) return;
  const mounted = new Set(
    cluster
      .selected(namespace, { matchLabels: selector })
      .flatMap(({ pod }) => (pod.volumes ?? []).flatMap(({ secret }) => secret?.secretName ?? [])),
  );
  for (const source of injectionSources(object)) {
    const found = cluster.find({ kind: 'Certificate', namespace: source.namespace, name: source.name ?? '' });
    const certificate: KubeObject<'Certificate'> | undefined =
      source.kind === 'Certificate' ? found : undefined;
    const { secretName = '', dnsNames = [] } = certificate?.spec ?? {};
    if (certificate === undefined || !mounted.has(secretName) || covers(dnsNames, host)) continue;
    const problem = `${objectName(certificate)} is for ${list(dnsNames) || 'no name'}, and the API server connects to ${host}: add the name to its dnsNames`;
    yield { object, field: `${field}.service.name`, value: name, problem };
  }
}
