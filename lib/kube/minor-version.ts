/**
 * The minor version of Kubernetes before another, such as `1.35` before `1.36`.
 *
 * @throws Error if the version is not of the form `1.36`
 */
export function previousMinorVersion(version: string): string {
  const minor = /^1\.([1-9]\d*)$/.exec(version)?.[1];
  if (minor === undefined)
    throw new Error(`"${version}" is not a valid minor version of Kubernetes: write it as 1.36`);
  return `1.${Number(minor) - 1}`;
}
