import { describeObject, findLeftovers } from '../leftovers';
import type { Situation } from '../situation';
import type { Finding } from './finding';

/** What `npm run prune` would delete. An apply deletes nothing. */
export async function askLeftovers({
  client,
  discovery,
  facts,
  objects,
  progress,
}: Situation): Promise<Finding[]> {
  const written = objects.map(({ json }) => json);
  const { remove, notListed } = await findLeftovers(client, discovery, facts.name, written, progress);
  const finding = (severity: Finding['severity'], message: string): Finding => ({
    severity,
    question: 'leftovers',
    message,
  });
  return [
    ...remove.map((object) =>
      finding(
        'warning',
        `${describeObject(object)} is not in dist/${facts.name}: run npm run prune -- ${facts.name}`,
      ),
    ),
    ...notListed.map((line) => finding('unchecked', line)),
  ];
}
