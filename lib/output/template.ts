import { renderDocuments } from './manifest';
import { scalarText } from './yaml';

/** The values of the slots of a template, by the names of the slots. */
export type SlotValues<Slot extends string = string> = Readonly<Record<Slot, string>>;

/** A string of an object that contains slots: texts in between, with the name of a slot at each odd index. */
type Phrase = readonly string[];

/** A text that contains phrases: texts in between, with the index of a phrase at each odd index. */
type Pattern = readonly (string | number)[];

/**
 * The file of a manifest, with slots in place of some values.
 *
 * It is derived from rendered objects whose values of the slots are unmistakable. A filled template is equal to the
 * file of the objects with these values.
 */
export class ManifestTemplate<Slot extends string = string> {
  /** The number of objects. */
  readonly size: number;
  private readonly phrases: readonly Phrase[];
  private readonly text: Pattern;
  private readonly json: Pattern;

  /**
   * @param objects the objects of a sample
   * @param sample the values of the slots in these objects: no other text of the objects may contain them
   * @throws Error if a value is in a key, or in a string that YAML does not write as it is
   */
  constructor(objects: readonly object[], sample: SlotValues<Slot>) {
    this.size = objects.length;
    const slots = new Map<string, string>(
      Object.entries<string>(sample).map(([slot, value]) => [value, slot]),
    );
    const value = anyOf(slots.keys());
    const found = [...stringsIn(objects)].filter((text) => text.search(value) >= 0);
    const texts = [...new Set(found)];
    this.phrases = texts.map((text) =>
      text.split(value).map((part, index) => (index % 2 === 1 ? (slots.get(part) ?? part) : part)),
    );
    const patternOf = (whole: string, before: string, after: string): Pattern => {
      const parts = whole.split(anyOf(texts, before, after));
      const pattern = parts.map((part, index) => (index % 2 === 1 ? texts.indexOf(part) : part));
      const literal = parts.find((part, index) => index % 2 === 0 && part.search(value) >= 0);
      if (literal !== undefined || pattern.length !== 2 * found.length + 1)
        throw new Error(`a template needs each value of a slot in a string of one line: ${literal ?? whole}`);
      return pattern;
    };
    const { content } = renderDocuments({ path: '', cluster: '', documents: objects });
    this.text = patternOf(content, '(?<=[:-] )', '(?=\\n)');
    this.json = patternOf(JSON.stringify(objects), '(?<=[[:,]")', '(?="[\\],}])');
  }

  /** A template from its JSON text. */
  static restore<Slot extends string>(text: string): ManifestTemplate<Slot> {
    return Object.assign(Object.create(ManifestTemplate.prototype), JSON.parse(text));
  }

  /** The content of the file. @throws Error if YAML writes one of its strings with an escape sequence or as a block */
  content(values: SlotValues<Slot>): string {
    const texts = this.strings(values).map((text) => {
      const scalar = scalarText(text);
      if (scalar === undefined)
        throw new Error(`${JSON.stringify(text)} cannot be filled in: render the objects without a template`);
      return scalar;
    });
    return filled(this.text, texts);
  }

  /** The objects. */
  objects(values: SlotValues<Slot>): object[] {
    const texts = this.strings(values).map((text) => JSON.stringify(text).slice(1, -1));
    return JSON.parse(filled(this.json, texts));
  }

  private strings(values: SlotValues<string>): string[] {
    return this.phrases.map((phrase) => {
      let text = '';
      for (let index = 0; index < phrase.length; index++) {
        const part = phrase[index] as string;
        text += index % 2 === 1 ? values[part] : part;
      }
      return text;
    });
  }
}

function filled(pattern: Pattern, texts: readonly string[]): string {
  let whole = '';
  for (const part of pattern) whole += typeof part === 'number' ? texts[part] : part;
  return whole;
}

/** A group of any of the texts, the longest first. */
function anyOf(texts: Iterable<string>, before = '', after = ''): RegExp {
  const longestFirst = [...texts].sort((a, b) => b.length - a.length);
  const escaped = longestFirst.map((text) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`${before}(${escaped.join('|')})${after}`);
}

function* stringsIn(value: unknown): Iterable<string> {
  if (typeof value === 'string') yield value;
  else if (typeof value === 'object' && value !== null)
    for (const member of Object.values(value)) yield* stringsIn(member);
}
