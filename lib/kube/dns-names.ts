import { quote } from './text';

/** The maximum length of a DNS label, and therefore of the name of a namespace or a Service. */
export const MAX_LABEL_LENGTH = 63;

/**
 * Converts a name to a DNS-1123 label: lower-case letters, digits and hyphens, without a hyphen at either end.
 *
 * A sequence of other characters becomes one hyphen. (The rule in document 001 leaves hyphens at the ends.) The result
 * can be empty (for `***`), too long, or equal for two names: callers must check this.
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
 * The reason why a name is not a DNS-1123 label; undefined if it is one.
 *
 * @param maximum the maximum length, if a prefix or suffix is added to the name
 */
export function dnsLabelProblem(label: string, maximum: number = MAX_LABEL_LENGTH): string | undefined {
  if (!/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(label)) {
    return `${quote(label)} is not a valid DNS label: use lower-case letters, digits and hyphens, with a letter or digit at both ends`;
  }
  if (label.length > maximum)
    return `${quote(label)} has ${label.length} characters; the maximum is ${maximum}`;
  return undefined;
}

/**
 * The reason why a name is not a DNS-1123 subdomain, as Kubernetes requires; undefined if it is one.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-subdomain-names
 */
export function dnsNameFault(name: string): string | undefined {
  if (name.length > 253) return `it has ${name.length} characters; the maximum is 253`;
  const label = name.split('.').find((part) => !/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(part));
  if (label === '') return 'it has an empty label: remove a dot';
  if (label !== undefined) {
    return `label ${quote(label)} must consist of lower-case letters, digits and hyphens, with a letter or digit at both ends`;
  }
  const long = name.split('.').find((part) => part.length > MAX_LABEL_LENGTH);
  return long === undefined
    ? undefined
    : `label ${quote(long)} has ${long.length} characters; the maximum is ${MAX_LABEL_LENGTH}`;
}
