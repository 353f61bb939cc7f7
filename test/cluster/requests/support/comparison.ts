import type { DependentOption } from '../../../../lib/ingress/exposure';
import type { GeneralDifference } from '../../../../lib/ingress/general-differences';

/** The implementations that answer the requests. */
export type Implementation = 'nginx' | 'gateway';

/** The cause of a difference: a row of docs/ingress.md. */
export type Cause = DependentOption | GeneralDifference;

/** A request, and the answer of every implementation to it. */
export interface Comparison {
  readonly name: string;
  /** Sends the request, and returns the part of the answer that is compared. */
  readonly send: () => Promise<unknown>;
  readonly expected: Readonly<Record<Implementation, unknown>>;
  /** The cause of a difference; undefined if the answers are the same. */
  readonly cause: Cause | undefined;
}

/** A request to which all implementations answer the same. */
export function same(name: string, send: () => Promise<unknown>, answer: unknown): Comparison {
  return { name, send, expected: { nginx: answer, gateway: answer }, cause: undefined };
}

/** A request to which the answers differ. */
export function different(
  cause: Cause,
  name: string,
  send: () => Promise<unknown>,
  expected: Comparison['expected'],
): Comparison {
  return { name, send, expected, cause };
}
