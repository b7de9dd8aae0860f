/*
 * What a request asked for, in its audit line: in the caller's own values, and bounded, since the caller chooses how many
 * and how long they are.
 */

/** Maximum characters of JSON for all that one request asks, and for one thing of it. */
const maxCharacters = { all: 8000, one: 2000 };
/**
 * Longest text that is kept whole: ids, names and addresses are shorter, tokens that got into an argument by mistake are
 * longer. Of those the beginning is enough.
 */
const longestText = 100;
const beginning = 20;
/** Maximum values of a list; `narrow` where the thing would be too long otherwise. */
const items = { wide: 50, narrow: 3 };

/** The things that one request asks for, each once. */
export class AskedList {
  readonly #things = new Map<string, unknown>();
  #characters = 0;
  #more = 0;

  /** Notes one thing. Values beyond the bounds are cut off, and the cut is shown in their place. */
  add(thing: object): void {
    const text = shortText(thing);
    if (this.#things.has(text)) return;
    if (this.#characters + text.length > maxCharacters.all) {
      this.#more += 1;
      return;
    }
    this.#things.set(text, JSON.parse(text));
    this.#characters += text.length;
  }

  /** Of the JSON of `things`. */
  get characters(): number {
    return this.#characters;
  }

  /** For the log. */
  get things(): unknown[] {
    return [...this.#things.values()];
  }

  /** How many things there was no room for. */
  get more(): number {
    return this.#more;
  }
}

function shortText(thing: object): string {
  const text = JSON.stringify(cutOff(thing, items.wide));
  return text.length <= maxCharacters.one ? text : JSON.stringify(cutOff(thing, items.narrow));
}

function cutOff(value: unknown, mostItems: number): unknown {
  if (typeof value === 'string') {
    const { length } = value;
    return length <= longestText ? value : `${value.slice(0, beginning)}… (${length} characters)`;
  }
  if (Array.isArray(value)) {
    const kept = value.slice(0, mostItems).map((item) => cutOff(item, mostItems));
    return value.length <= mostItems ? kept : [...kept, `… (${value.length - mostItems} more)`];
  }
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, field]) =>
      field === null || field === undefined ? [] : [[name, cutOff(field, mostItems)]],
    ),
  );
}
