import { MARKER } from '../../core/cluster-marker';
import { MANAGED_BY, PART_OF } from '../../core/common-labels';
import { ApiError } from '../client';
import { listMetadata } from '../list';
import { resourceOf, type Situation } from '../situation';
import type { Finding } from './finding';

const QUESTION = 'cluster';

/** Whether the context is that of the cluster: by its mark, and otherwise by the labels of its namespaces. */
export async function askCluster(situation: Situation): Promise<Finding[]> {
  const { name } = situation.facts;
  const answer = (severity: Finding['severity'], message: string): Finding[] => [
    { severity, question: QUESTION, message },
  ];
  const other = (found: string) =>
    answer('error', `the cluster is ${found}, not ${name}: name the context of ${name} with --context`);
  const where = `ConfigMap ${MARKER.namespace}/${MARKER.name}`;
  try {
    const marker = await markOf(situation);
    if (marker === name) return answer('note', `${where} marks the cluster as ${name}`);
    if (marker !== undefined) return other(marker);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return answer('unchecked', `${where}: ${error.message}: whether this is ${name} is unknown`);
  }
  const systems = await systemsIn(situation);
  if (systems === undefined)
    return answer(
      'unchecked',
      `${where} not found, and namespaces cannot be listed: whether this is ${name} is unknown`,
    );
  const others = [...systems].filter((system) => system !== name);
  if (others.length > 0) return other(others.join(', '));
  if (systems.has(name)) return answer('note', `${where} not found: the next apply creates it`);
  return answer('warning', `nothing of ${name} is in the cluster: this would be the first apply`);
}

async function markOf({ client }: Situation): Promise<string | undefined> {
  const path = `/api/v1/namespaces/${MARKER.namespace}/configmaps/${MARKER.name}`;
  try {
    const { body } = await client.request<{ data?: { cluster?: string } }>({ path });
    return body.data?.cluster ?? 'unknown';
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return undefined;
    throw error;
  }
}

/** The names of the clusters whose namespaces are in the cluster; undefined if they cannot be listed. */
async function systemsIn(situation: Situation): Promise<Set<string> | undefined> {
  const resource = resourceOf(situation, '', 'Namespace');
  if (resource === undefined) return undefined;
  try {
    const found = await listMetadata(situation.client, resource, { labelSelector: MANAGED_BY });
    return new Set(found.flatMap(({ labels }) => labels?.[PART_OF] ?? []));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return undefined;
  }
}
