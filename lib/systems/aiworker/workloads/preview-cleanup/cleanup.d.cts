/** As much of a namespace as the clean-up looks at. */
export interface Namespace {
  readonly metadata: {
    readonly name: string;
    readonly uid?: string;
    readonly resourceVersion?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly deletionTimestamp?: string;
  };
}

/** What becomes of a namespace. */
export interface Decision {
  readonly remove: boolean;
  /** Whether it is kept because something is wrong with it, so that somebody should look. */
  readonly odd: boolean;
  readonly why: string;
}

/** Calls the API server and returns the object that it answers with; rejects if it refuses. */
export type Call = (method: string, path: string, body?: object) => Promise<unknown>;

/** @param now in milliseconds since 1970 */
export function decide(namespace: Namespace, now: number): Decision;

/** Deletes what is past its ttl, and returns how many deletions failed. */
export function cleanUp(props: {
  readonly call: Call;
  readonly now: number;
  readonly log: (line: string) => void;
}): Promise<number>;
