import { ConditionError } from './condition.js';

/** A text that is read from left to right, once. */
export class Scanner {
  /** Characters read. */
  at = 0;

  constructor(private readonly text: string) {}

  get done(): boolean {
    return this.at >= this.text.length;
  }

  /** @returns where the next character that is no blank stands */
  skipBlanks(): number {
    this.match(/[ \t\r\n]*/y);
    return this.at;
  }

  /** @param pattern sticky; @returns what it matches here, or nothing */
  match(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? '';
    this.at += found.length;
    return found;
  }

  /** @returns whether this stands here; then it is read */
  take(what: string): boolean {
    if (!this.text.startsWith(what, this.at)) return false;
    this.at += what.length;
    return true;
  }

  oneOf<T extends string>(words: readonly T[]): T | undefined {
    return words.find((word) => this.take(word));
  }

  /** A text in quotes, single or double; a backslash stands before a quote or a backslash that is meant. */
  quoted(name: string): string {
    const start = this.at;
    const quote = this.oneOf(["'", '"']);
    if (quote === undefined) throw this.error('a text in quotes should stand here', `Write ${name}='…'.`);
    let value = '';
    while (!this.done) {
      const next = this.text[this.at] as string;
      this.at++;
      if (next === quote) return value;
      if (next !== '\\') value += next;
      else {
        const escaped = this.text[this.at];
        if (escaped !== '\\' && escaped !== "'" && escaped !== '"')
          throw this.error('a backslash stands only before a quote or a backslash', 'Write \\\\ for a backslash.', this.at - 1);
        value += escaped;
        this.at++;
      }
    }
    throw this.error('the text in quotes does not end', `Close it with ${quote}.`, start);
  }

  /** @throws ConditionError where something is left */
  end(): void {
    const at = this.skipBlanks();
    if (!this.done) throw this.error('the condition should end here', 'Write one condition for each limit.', at);
  }

  error(what: string, hint: string, at = this.at): ConditionError {
    return new ConditionError(what, hint, at + 1);
  }
}
