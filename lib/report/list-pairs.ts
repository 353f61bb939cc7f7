import { canonicalJson } from '../kube/canonical-json';

/** An item that differs: the old one, the new one, and its position. One of the items is undefined if it has no other. */
export type ItemPair = readonly [before: unknown, after: unknown, index: number];

/** The maximum size of the table of {@link commonItems}. Longer lists are compared by position. */
const MAX_CELLS = 1_000_000;

interface Item {
  readonly value: unknown;
  readonly text: string;
  readonly index: number;
}

/** The items between two that are equal in both lists. */
interface Gap {
  readonly before: readonly Item[];
  readonly after: readonly Item[];
}

/**
 * The items that differ between two lists, so that an item that is inserted or removed is one difference. Items at the same
 * place between equal ones are pairs.
 *
 * @param isUnordered whether an item at another place is no difference
 */
export function pairs(
  before: readonly unknown[],
  after: readonly unknown[],
  isUnordered: boolean,
): ItemPair[] {
  const gaps = gapsOf(before.map(itemOf), after.map(itemOf));
  return (isUnordered ? withoutMoves(gaps) : gaps).flatMap((gap) => {
    const length = Math.max(gap.before.length, gap.after.length);
    return Array.from({ length }, (_, position): ItemPair => {
      const [old, item] = [gap.before[position], gap.after[position]];
      return [old?.value, item?.value, (item ?? old)?.index ?? 0];
    });
  });
}

function itemOf(value: unknown, index: number): Item {
  return { value, text: canonicalJson(value), index };
}

function gapsOf(before: readonly Item[], after: readonly Item[]): Gap[] {
  const gaps: Gap[] = [];
  let [old, now] = [0, 0];
  for (const [left, right] of [...commonItems(before, after), [before.length, after.length] as const]) {
    gaps.push({ before: before.slice(old, left), after: after.slice(now, right) });
    [old, now] = [left + 1, right + 1];
  }
  return gaps;
}

/** The positions of a longest common subsequence of two lists. */
function commonItems(before: readonly Item[], after: readonly Item[]): (readonly [number, number])[] {
  const isSame = (left: number, right: number) => before[left]?.text === after[right]?.text;
  if (before.length * after.length > MAX_CELLS)
    return before.flatMap((_, index) => (isSame(index, index) ? [[index, index] as const] : []));
  // The length of the longest subsequence of the rests of both lists.
  const width = after.length + 1;
  const lengths = new Uint32Array((before.length + 1) * width);
  const at = (left: number, right: number) => lengths[left * width + right] ?? 0;
  for (let left = before.length - 1; left >= 0; left -= 1)
    for (let right = after.length - 1; right >= 0; right -= 1)
      lengths[left * width + right] = isSame(left, right)
        ? at(left + 1, right + 1) + 1
        : Math.max(at(left + 1, right), at(left, right + 1));
  const found: [number, number][] = [];
  for (let [left, right] = [0, 0]; left < before.length && right < after.length; ) {
    if (isSame(left, right)) {
      found.push([left, right]);
      [left, right] = [left + 1, right + 1];
    } else if (at(left + 1, right) >= at(left, right + 1)) left += 1;
    else right += 1;
  }
  return found;
}

/** The gaps without the items that are in both lists, at other places. */
function withoutMoves(gaps: readonly Gap[]): Gap[] {
  const [before, after] = [gaps.flatMap((gap) => gap.before), gaps.flatMap((gap) => gap.after)];
  const kept = new Set([...without(before, after, textOf), ...without(after, before, textOf)]);
  const isKept = (item: Item) => kept.has(item);
  return gaps.map((gap) => ({ before: gap.before.filter(isKept), after: gap.after.filter(isKept) }));
}

function textOf({ text }: Item): string {
  return text;
}

/** The items that another list does not contain, by their texts. A repeated item counts as often as it is repeated. */
export function without<T>(items: readonly T[], others: readonly T[], text: (item: T) => string): T[] {
  const counts = new Map<string, number>();
  for (const item of others) counts.set(text(item), (counts.get(text(item)) ?? 0) + 1);
  return items.filter((item) => {
    const left = counts.get(text(item)) ?? 0;
    counts.set(text(item), left - 1);
    return left <= 0;
  });
}
