/**
 * Copies the references of every repository to the same paths of another directory, and returns the number of
 * repositories.
 *
 * @param repositories the path of the repositories in the volume
 * @throws Error if a repository has its references in a reftable
 */
export function copyReferences(volume: string, snapshot: string, repositories: string): number;
