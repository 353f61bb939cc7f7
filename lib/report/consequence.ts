/** The subjects of consequences, in the order in which a reviewer reads them. */
export const TOPICS = [
  'immutable',
  'duties',
  'connections',
  'hosts',
  'permissions',
  'images',
  'capacity',
  'restarts',
  'findings',
] as const;

export type Topic = (typeof TOPICS)[number];

/** The headings of the subjects. */
export const HEADINGS: Readonly<Record<Topic, string>> = {
  immutable: 'Immutable fields',
  duties: 'What a person must do',
  connections: 'Connections',
  hosts: 'Hosts and certificates',
  permissions: 'Permissions',
  images: 'Images',
  capacity: 'Capacity',
  restarts: 'Restarts',
  findings: 'Findings and accepted risks',
};

/** What a change of the objects does to a cluster, or requires of a person. */
export interface Consequence {
  readonly topic: Topic;
  /** Plain English, without a full stop: `shop/web can now connect to shop/db:5432`. */
  readonly sentence: string;
  /** Whether the reviewer must look at it: it opens, breaks or costs something, or a person must act. */
  readonly isImportant: boolean;
}
