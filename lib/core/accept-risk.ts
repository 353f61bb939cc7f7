import type { IConstruct } from 'constructs';

/** A rule that is knowingly broken, and why. */
export interface AcceptedRisk {
  /** The rule's id, as `docs/checks.md` lists it. */
  readonly rule: string;
  /** Why, as a clause that a reviewer can judge: `it reads the node's own figures`. */
  readonly because: string;
}

const METADATA = 'cluster-topology/accepted-risk';

/**
 * States that a construct, and all that lies in it, may break a rule.
 *
 * `docs/checks.md` lists every exception with its reason. One that excuses nothing is itself reported, so that none
 * outlives its reason.
 *
 * @throws Error if no reason is given
 */
export function acceptRisk(construct: IConstruct, risk: AcceptedRisk): void {
  if (risk.because.trim() === '') {
    throw new Error(
      `${construct.node.path}: the exception from rule "${risk.rule}" gives no reason: say why`,
    );
  }
  construct.node.addMetadata(METADATA, risk);
}

/** The exceptions that were stated on a construct itself. */
export function acceptedRisks(construct: IConstruct): AcceptedRisk[] {
  return construct.node.metadata
    .filter(({ type }) => type === METADATA)
    .map(({ data }) => data as AcceptedRisk);
}
