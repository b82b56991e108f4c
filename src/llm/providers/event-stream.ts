import { ModelError } from '../model.js';

/** Longest line of a stream, characters. */
const MAX_LINE = 2 ** 20;

/** Pieces of text → whole lines, however the pieces are cut. */
export class Lines {
  #rest = '';

  constructor(private readonly onLine: (line: string) => void) {}

  /** @throws ModelError `garbage` for a line without end */
  add(text: string): void {
    this.#rest += text;
    let from = 0;
    for (let at = this.#rest.indexOf('\n'); at >= 0; at = this.#rest.indexOf('\n', from)) {
      this.onLine(this.#rest.slice(from, at).replace(/\r$/, ''));
      from = at + 1;
    }
    this.#rest = this.#rest.slice(from);
    if (this.#rest.length > MAX_LINE) throw new ModelError('garbage', 'The answer has a line without end.', 'Try another server.');
  }

  /** Hands on a last line that has no end. */
  end(): void {
    if (this.#rest.trim() !== '') this.onLine(this.#rest);
    this.#rest = '';
  }
}

/** Data of a line of server-sent events; null for names, comments and blank lines. */
export function eventData(line: string): string | null {
  return line.startsWith('data:') ? line.slice('data:'.length).trim() : null;
}

/** @returns an object; @throws ModelError `garbage` */
export function jsonLine(text: string, provider: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // told below
  }
  throw new ModelError(
    'garbage',
    `${provider} answers with something that is not its protocol.`,
    'Check the base address: it may lead to another server.',
  );
}
