import type { Position } from '../../config/manifest-file';
import type { WrittenManifest } from '../situation';

/**
 * - `error`: the apply would fail, or harm.
 * - `warning`: a person should look at it before the apply.
 * - `unchecked`: the cluster could not be asked, or cannot answer yet.
 * - `note`: what the apply would do.
 */
export type Severity = 'error' | 'warning' | 'unchecked' | 'note';

/** An answer of the preflight. */
export interface Finding {
  readonly severity: Severity;
  /** The question, such as `secrets`. */
  readonly question: string;
  readonly message: string;
  /** The file of dist/ and the position in it, if the answer is about an object of dist/. */
  readonly file?: string;
  readonly position?: Position;
}

/** A finding about an object of dist/, at a field of it. */
export function findingAt(
  question: string,
  severity: Severity,
  { json, file, positionOf }: WrittenManifest,
  problem: string,
  field?: string,
): Finding {
  const { kind, metadata } = json;
  const name = [kind, ...(metadata.namespace === undefined ? [] : [metadata.namespace]), metadata.name].join(
    '/',
  );
  const message = `${name}: ${field === undefined ? '' : `${field}: `}${problem}`;
  return { severity, question, message, file, position: positionOf(field) };
}
