import { type ClusterFacts, NO_PROVIDER } from './cluster-facts';
import { CLUSTER_SCOPED } from './kube-object';

/**
 * The kinds of which a cloud provider, an operator or a person may have created objects: a manifest may refer to them
 * without creating them.
 */
const UNLISTED = [...CLUSTER_SCOPED, 'Issuer', 'Secret'];

/** The rules that need to know the nodes, the network or the connections of a cluster. */
export const RULES_OF_NAMED_CLUSTERS: readonly string[] = [
  'node-capacity',
  'node-pool-support',
  'enforced-policies',
  'connection-ends',
  'blocked-connection',
];

/** A cluster of which only the objects are known. {@link RULES_OF_NAMED_CLUSTERS} cannot be checked. */
export const UNNAMED_CLUSTER: Omit<ClusterFacts, 'objects'> = {
  name: 'cluster',
  kubernetesVersion: undefined,
  unlistedKinds: UNLISTED,
  components: [],
  nodes: [],
  provider: NO_PROVIDER,
  network: {
    policyEngine: 'none',
    podCidr: '0.0.0.0/0',
    serviceCidr: '0.0.0.0/0',
    nodeCidrs: [],
    apiServer: { cidrs: [], port: 443 },
  },
  connections: [],
  expectedSecrets: [],
  acceptedRisks: [],
  previous: () => undefined,
};
