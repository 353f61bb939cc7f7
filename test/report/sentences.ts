import { ClusterIndex } from '../../lib/checks/engine/cluster-index';
import type { Topic } from '../../lib/report/consequence';
import { consequencesOf } from '../../lib/report/report';
import { soundFacts, type Workshop } from '../support/sound-cluster';

type Change = (workshop: Workshop) => void;

/** The sentences about a topic, for a change of the sound cluster. */
export function sentences(topic: Topic, change: Change, before: Change = () => {}): string[] {
  const index = (first: Change, second: Change = () => {}) =>
    new ClusterIndex(
      soundFacts((workshop) => {
        first(workshop);
        second(workshop);
      }),
    );
  return consequencesOf(index(before), index(before, change))
    .filter((consequence) => consequence.topic === topic)
    .map(({ sentence }) => sentence);
}
