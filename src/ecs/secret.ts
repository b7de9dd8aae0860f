/**
 * A text that only shows to who asks for it: no log, no JSON, no template and no inspection of what holds it does.
 *
 * @example new Secret('demo').reveal()
 */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The text itself; for what is sent to Alibaba Cloud, and nothing else. */
  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return '[secret]';
  }
}
