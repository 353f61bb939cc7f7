import type { IConstruct } from 'constructs';
import type { AcceptedRisk } from '../checks/engine/cluster-facts';

const METADATA = 'cluster-topology/accepted-risk';

/**
 * Accepts that the objects of a construct violate a rule.
 *
 * `docs/checks.md` lists every accepted risk with its reason. An accepted risk that matches no finding is an error, so
 * that the list contains no obsolete risks.
 *
 * @throws Error if the reason is empty
 */
export function acceptRisk(construct: IConstruct, risk: AcceptedRisk): void {
  if (risk.because.trim() === '') {
    throw new Error(
      `${construct.node.path}: the accepted risk of rule "${risk.rule}" has no reason: state why in because`,
    );
  }
  construct.node.addMetadata(METADATA, risk);
}

/** The accepted risks of a construct and of all constructs below it, each with the path of its construct. */
export function acceptedRisks(construct: IConstruct): (AcceptedRisk & { readonly path: string })[] {
  return construct.node
    .findAll()
    .flatMap(({ node }) =>
      node.metadata
        .filter(({ type }) => type === METADATA)
        .map(({ data }) => ({ ...(data as AcceptedRisk), path: node.path })),
    );
}
