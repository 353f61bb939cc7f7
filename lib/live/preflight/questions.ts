import type { Situation } from '../situation';
import { askAddresses } from './addresses';
import { askCapacity } from './capacity';
import { askClasses } from './classes';
import { askCluster } from './cluster';
import type { Finding } from './finding';
import { askKinds } from './kinds';
import { askLeftovers } from './leftovers';
import { askObjects } from './objects';
import { askPolicyEngine } from './policy-engine';
import { askSecrets } from './secrets';
import { askVersion } from './version';

/** The questions after that about the cluster, in the order of their answers. */
const QUESTIONS: readonly ((situation: Situation) => Finding[] | Promise<Finding[]>)[] = [
  askVersion,
  askKinds,
  askSecrets,
  askAddresses,
  askClasses,
  askPolicyEngine,
  askCapacity,
  askObjects,
  askLeftovers,
];

/** Asks all questions. If the cluster is another one, no further question is asked. */
export async function askAll(situation: Situation): Promise<Finding[]> {
  const findings = await askCluster(situation);
  if (findings.some(({ severity }) => severity === 'error')) return findings;
  for (const ask of QUESTIONS) findings.push(...(await ask(situation)));
  return findings;
}
