import type { ObjectName } from '../../checks/engine/kube-object';

/** A finding at a position in a file. */
export interface LocatedFinding {
  readonly severity: 'error' | 'warning';
  readonly rule: string;
  /** As it was given to the command. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 code units. */
  readonly column: number;
  /** Undefined if the finding is about the whole cluster. */
  readonly object: (ObjectName & { readonly apiVersion: string }) | undefined;
  readonly field: string | undefined;
  readonly value: unknown;
  readonly problem: string;
  /** Object, field, value, problem and remedy in one line. */
  readonly message: string;
}

/** The result of `npm run check`. */
export interface CheckReport {
  readonly findings: readonly LocatedFinding[];
  /** What was not checked, and why. */
  readonly notes: readonly string[];
}

/** Renders a report; the text ends with a line break unless it is empty. */
export type Format = (report: CheckReport) => string;
