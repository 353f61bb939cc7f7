import { type Document, isAlias, isMap, isScalar, isSeq, type ParsedNode } from 'yaml';
import { quote } from '../kube/text';
import { pairsOf } from './document';

/**
 * The offset of a field in a document: of its value, or of its key if the value is a list or a mapping. If the field is
 * missing, it is that of the nearest parent.
 *
 * @param root the value in which the field is
 * @param field a path such as `spec.template.spec.containers[0].image`; a key may contain dots
 */
export function fieldOffset(document: Document.Parsed, root: ParsedNode, field: string): number {
  let place: Place | undefined = { node: root, offset: root.range[0], rest: field };
  let { offset } = place;
  while (place !== undefined) {
    offset = place.offset;
    place = next(document, place);
  }
  return offset;
}

interface Place {
  readonly node: ParsedNode | null;
  readonly offset: number;
  /** The part of the path below the node. */
  readonly rest: string;
}

function next(document: Document.Parsed, { node: site, rest }: Place): Place | undefined {
  const node = isAlias(site) ? (site.resolve(document) as ParsedNode | undefined) : site;
  if (isSeq(node)) {
    const [step = '', index] = /^\[(\d+)\]/.exec(rest) ?? [];
    const item = node.items[Number(index ?? -1)] as ParsedNode | undefined;
    return item && { node: item, offset: item.range[0], rest: rest.slice(step.length) };
  }
  if (!isMap(node)) return undefined;
  const found = pairsOf(node)
    .flatMap((pair) => ({ ...pair, step: stepOf(pair.key, rest) }))
    .sort((a, b) => b.step.length - a.step.length)[0];
  if (found === undefined || found.step === '') return undefined;
  const { key, value, step } = found;
  const isWritten = isScalar(value) && value.source !== '';
  return { node: value, offset: (isWritten ? value : key).range[0], rest: rest.slice(step.length) };
}

/** The text of a key at the beginning of a path; empty if the path does not begin with it. */
function stepOf(key: ParsedNode, path: string): string {
  const name = String(isScalar(key) ? (key.source ?? key.value) : key);
  const texts = [name, `.${name}`, `["${name}"]`, `[${quote(name)}]`];
  return texts.find((text) => path.startsWith(text) && /^$|^[.[]/.test(path.slice(text.length))) ?? '';
}
