import type { Http01Solver } from '../../../imports/cert-manager';
import type { ClusterIndex } from '../engine/cluster-index';
import { list, objectName } from '../engine/finding';
import type { ParentRef } from '../engine/gateway-kinds';
import type { KubeObject } from '../engine/kube-object';

import { attach, GATEWAY_API, type Listener } from './listeners';
import { notFound } from './references';

/** The annotations of a certificate with a further parent of the route that answers its challenges. */
const PARENT = 'acme.cert-manager.io/http01-parentref';

/** The listeners that forward the challenges of a name, or the reasons why there are none. */
export interface SolverListeners {
  readonly listeners: readonly Listener[];
  /** Empty if there are listeners, or if a parent is unknown. */
  readonly problems: readonly string[];
}

/**
 * The listeners that forward the HTTP-01 challenges of a name to cert-manager's solver, by an HTTPRoute in the namespace of
 * the certificate. The certificate authority connects with HTTP.
 *
 * @see https://cert-manager.io/docs/configuration/acme/http01/#configuring-the-http-01-gateway-api-solver
 */
export function solverListeners(
  cluster: ClusterIndex,
  { gatewayHTTPRoute }: Http01Solver,
  certificate: KubeObject,
  name: string,
): SolverListeners {
  const { namespace = 'default' } = certificate;
  const refs: readonly ParentRef[] = [...(gatewayHTTPRoute?.parentRefs ?? []), ...ownParents(certificate)];
  const listeners: Listener[] = [];
  const problems: string[] = [];
  let isUnknown = gatewayHTTPRoute === undefined;
  for (const ref of refs) {
    const found = attach(cluster, ref, { namespace, hostnames: [name] });
    if (found === undefined) {
      const problem = missingParent(cluster, ref, namespace);
      if (problem) problems.push(problem);
      else isUnknown = true;
    } else if ('refusal' in found) {
      const { field, value, problem } = found.refusal;
      problems.push(field === undefined ? problem : `${field} is ${JSON.stringify(value)}: ${problem}`);
    } else {
      const ofHttp = found.listeners.filter(({ spec }) => spec.protocol === 'HTTP');
      listeners.push(...ofHttp);
      const others = new Set(found.listeners.map(({ object }) => objectName(object)));
      if (ofHttp.length === 0)
        problems.push(`the listeners of ${list(others)} are not for HTTP: name one with protocol HTTP`);
    }
  }
  if (refs.length === 0) problems.push('parentRefs is missing: name a Gateway');
  return { listeners, problems: listeners.length > 0 || isUnknown ? [] : problems };
}

/** The parents of the challenges of a Gateway or a ListenerSet, or of a certificate with annotations. */
function ownParents({ kind, name, annotations }: KubeObject): ParentRef[] {
  if (kind === 'Gateway' || kind === 'ListenerSet') return [{ kind, name }];
  const parent = annotations[`${PARENT}name`];
  if (parent === undefined) return [];
  return [{ kind: annotations[`${PARENT}kind`], name: parent, namespace: annotations[`${PARENT}namespace`] }];
}

/** The problem of a parent that does not exist; undefined if it may exist. */
function missingParent(
  cluster: ClusterIndex,
  { group = GATEWAY_API, kind = 'Gateway', namespace: stated, name = '' }: ParentRef,
  own: string,
): string | undefined {
  const namespace = stated ?? own;
  const isFollowed = group === GATEWAY_API && ['Gateway', 'ListenerSet'].includes(kind);
  const isHidden = cluster.isForeign(namespace) || cluster.mayHave(kind);
  return isFollowed && !isHidden ? notFound(cluster, { kind, namespace, name }) : undefined;
}
