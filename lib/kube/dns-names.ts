import { quote } from './text';

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

/**
 * Why a name is no DNS name as Kubernetes takes it (DNS-1123 subdomain), or undefined where it is one.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-subdomain-names
 */
export function dnsNameFault(name: string): string | undefined {
  if (name.length > 253) return `it has ${name.length} characters, at most 253 are allowed`;
  const label = name.split('.').find((part) => !/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(part));
  if (label === '') return 'it has an empty label, remove the dot too many';
  if (label !== undefined) {
    return `label ${quote(label)} must be lower-case letters, digits and -, with a letter or digit at both ends`;
  }
  const long = name.split('.').find((part) => part.length > MAX_LABEL_LENGTH);
  return long === undefined
    ? undefined
    : `label ${quote(long)} has ${long.length} characters, at most ${MAX_LABEL_LENGTH} are allowed`;
}
