/** The part of a namespace that the clean-up reads. */
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

/** The decision about a namespace. */
export interface Decision {
  readonly remove: boolean;
  /** Whether the namespace is kept because a label or an annotation is invalid; the log reports it as a warning. */
  readonly odd: boolean;
  readonly why: string;
}

/** Calls the API server and returns the object of the response; rejects if the request is refused. */
export type Call = (method: string, path: string, body?: object) => Promise<unknown>;

/** Decides whether a namespace is deleted. @param now the time in milliseconds since 1970 */
export function decide(namespace: Namespace, now: number): Decision;

/** Deletes the previews that are past their ttl, and returns the number of failed deletions. */
export function cleanUp(props: {
  readonly call: Call;
  readonly now: number;
  readonly log: (line: string) => void;
}): Promise<number>;
