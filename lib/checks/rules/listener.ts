import type { ClusterIndex } from '../engine/cluster-index';
import { type Finding, objectName } from '../engine/finding';
import { groupBy } from '../engine/group-by';
import type { Rule } from '../engine/rule';
import {
  admitsNamespace,
  allListeners,
  gatewayOf,
  type Listener,
  listenersOfGateway,
} from '../facts/listeners';

export const listener: Rule = {
  id: 'listener',
  group: 'references',
  title:
    'Every ListenerSet is admitted by its Gateway, every listener with HTTPS has a certificate, and no two listeners of a Gateway and its ListenerSets have the same port with the same host or with different protocols.',
  protects: 'The Gateway does not listen for the host, or serves it for another owner.',
  *check(cluster): Iterable<Finding> {
    yield* unadmitted(cluster);
    for (const { object, field, spec } of allListeners(cluster))
      if (spec.protocol === 'HTTPS' && spec.tls === undefined)
        yield { object, field: `${field}.tls`, problem: 'missing for protocol HTTPS: add certificateRefs' };
    for (const [gateway, listeners] of listenersOfGateway(cluster)) if (gateway) yield* conflicts(listeners);
  },
};

/** @see https://gateway-api.sigs.k8s.io/guides/listener-set/ */
function* unadmitted(cluster: ClusterIndex): Iterable<Finding> {
  for (const object of cluster.ofKind('ListenerSet')) {
    const gateway = gatewayOf(cluster, object);
    const { namespace = 'default' } = object;
    const admitted = gateway?.spec.allowedListeners?.namespaces;
    if (gateway === undefined || admitsNamespace(cluster, admitted, gateway, namespace, 'None')) continue;
    const problem = `${objectName(gateway)} admits no ListenerSets of namespace ${namespace}: admit it in its allowedListeners`;
    yield { object, field: 'spec.parentRef', problem };
  }
}

/** @see https://gateway-api.sigs.k8s.io/reference/spec/#gatewayspec, "Distinct Listeners" */
function* conflicts(listeners: readonly Listener[]): Iterable<Finding> {
  const ofTcp = listeners.filter(({ spec }) => spec.protocol !== 'UDP');
  for (const [port, [first, ...others]] of groupBy(ofTcp, ({ spec }) => spec.port)) {
    const hosts = new Map(first && [[first.host, first]]);
    for (const other of others) {
      const { object, field, host, spec } = other;
      const same = hosts.get(host) ?? other;
      hosts.set(host, same);
      if (first && transport(first) !== transport(other)) {
        const problem = `${nameOf(first)} has port ${port} with protocol ${first.spec.protocol}: use another port`;
        yield { object, field: `${field}.protocol`, value: spec.protocol, problem };
      } else if (same !== other && (same.object !== object || same.spec.protocol !== spec.protocol)) {
        const problem = `${nameOf(same)} has the same port and host: change or remove one of them`;
        yield { object, field: `${field}.hostname`, value: spec.hostname, problem };
      }
    }
  }
}

/** Listeners with HTTPS and TLS may share a port: both choose by the host of the TLS handshake. */
function transport({ spec }: Listener): string | undefined {
  return spec.protocol === 'TLS' ? 'HTTPS' : spec.protocol;
}

function nameOf({ object, spec }: Listener): string {
  return `listener ${spec.name} of ${objectName(object)}`;
}
