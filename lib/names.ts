/** The longest DNS label, and so the longest name of a namespace or a Service. */
export const MAX_LABEL_LENGTH = 63;

/**
 * A name turned into a DNS-1123 label: lower case, digits and hyphens, with neither end a hyphen.
 *
 * Document 001's own rule left hyphens at the ends. Runs of other characters become one hyphen. The result can be
 * empty (of `***`), longer than a label may be, and the same for two names: whoever calls it must say so.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-label-names
 */
export function toDnsLabel(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

/**
 * Why a name is no DNS-1123 label, or undefined where it is one.
 *
 * @param longest how many characters it may have, where a prefix or suffix joins it
 */
export function dnsLabelProblem(label: string, longest: number = MAX_LABEL_LENGTH): string | undefined {
  if (!/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(label)) {
    return `"${label}" is no DNS label: lower-case letters, digits and hyphens, the first and the last no hyphen`;
  }
  if (label.length > longest) return `"${label}" has ${label.length} characters, and ${longest} fit`;
  return undefined;
}
