import type { ClusterIndex } from './cluster-index';

/** A fact of a cluster that is computed when a rule first asks for it, and only once. */
export function perCluster<Fact>(compute: (cluster: ClusterIndex) => Fact): (cluster: ClusterIndex) => Fact {
  const facts = new WeakMap<ClusterIndex, Fact>();
  return (cluster) => {
    const fact = facts.get(cluster) ?? compute(cluster);
    facts.set(cluster, fact);
    return fact;
  };
}
