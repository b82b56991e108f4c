import { cutTo } from './gatling-names.js';

/** Characters of a text that are kept. */
const MAX_KEPT = 8192;
/** Distinct texts of a use, and their characters, that are held. */
const MAX_TEXTS = 2 ** 18;
const MAX_CHARACTERS = 8 * 2 ** 20;

/** What a text was first used for. Each use has room of its own, so that no number of messages leaves a name without. */
export type TextUse = 'name' | 'message';

/**
 * The file's cache: each text stands in the file once and is named by its number afterwards, from 1. Any number of texts can be named;
 * those that came when there was no room left are known within their own record only.
 */
export class BinaryTexts {
  /** Texts met. */
  size = 0;
  readonly #texts = new Map<number, string>();
  readonly #held = { name: { texts: 0, characters: 0 }, message: { texts: 0, characters: 0 } };
  /** Texts of the current record: those that are held, and those without room. */
  readonly #fresh: { number: number; use: TextUse; characters: number; held: boolean }[] = [];

  /** A record begins. */
  begin(): void {
    if (this.#fresh.length === 0) return;
    for (const { number, held } of this.#fresh) if (!held) this.#texts.delete(number);
    this.#fresh.length = 0;
  }

  /** The record will be read again: its texts were not met yet. */
  undo(): void {
    for (const { number, use, characters, held } of this.#fresh) {
      this.#texts.delete(number);
      this.size--;
      if (!held) continue;
      this.#held[use].texts--;
      this.#held[use].characters -= characters;
    }
    this.#fresh.length = 0;
  }

  /** Takes a new text. @returns its number */
  add(text: string, use: TextUse): number {
    // As in Gatling's own reports.
    const kept = cutTo(text, MAX_KEPT).replace(/[\t\r\n]/g, ' ');
    const number = ++this.size;
    const room = this.#held[use];
    const held = room.texts < MAX_TEXTS && room.characters + kept.length <= MAX_CHARACTERS;
    if (held) {
      room.texts++;
      room.characters += kept.length;
    }
    this.#fresh.push({ number, use, characters: kept.length, held });
    this.#texts.set(number, kept);
    return number;
  }

  /** Text of a number; undefined if it had no room. */
  text(number: number): string | undefined {
    return this.#texts.get(number);
  }
}
