// Words and numbers in the language of the page; all words come from Python's catalogue.

import type { Data, Service, Words } from "../engine/data";
import type { Key } from "./keys";

export class Speech {
  readonly #called: Record<string, string>;
  /** By the number of digits: to make a format takes as long as to use it a hundred times. */
  readonly #formats: Intl.NumberFormat[] = [];

  constructor(
    private readonly data: Data,
    readonly language: string,
    service: Service,
  ) {
    this.#called = service.called[language] ?? {};
  }

  /** The text of a key, its blanks filled. */
  say(key: Key, blanks: Record<string, string | number> = {}): string {
    const text = this.#here(this.data.words[this.language]?.[key] ?? key);
    return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(blanks[name] ?? whole));
  }

  /** A text that comes in every language. */
  of(words: Words | undefined): string {
    return this.#here(words?.[this.language] ?? words?.en ?? "");
  }

  /** A text with the word of this service for those whom it is there for. */
  #here(text: string): string {
    return this.#called[text] ?? text;
  }

  /** A label without the word before its colon: "will: motivation" is motivation. */
  short(words: Words | undefined): string {
    return this.of(words).split(": ").at(-1) as string;
  }

  capital(text: string): string {
    return text.charAt(0).toLocaleUpperCase(this.language) + text.slice(1);
  }

  number(value: number, digits: number): string {
    if (!Number.isFinite(value)) return "–";
    this.#formats[digits] ??= new Intl.NumberFormat(this.language, {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
      useGrouping: true,
    });
    const text = this.#formats[digits].format(value);
    return /[1-9]/.test(text) ? text.replace("-", "−") : text.replace(/[-−]/, "");
  }

  signed(value: number, digits: number): string {
    const text = this.number(value, digits);
    return value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
  }
}
