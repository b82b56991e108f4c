/** The objects of the JSON array that `locust --json` prints, one at a time: the array can be long, an object is not. */

const LF = 10;
const SPACE = 32;
const QUOTE = 34;
const COMMA = 44;
const OPEN_ARRAY = 91;
const BACKSLASH = 92;
const CLOSE_ARRAY = 93;
const OPEN = 123;
const CLOSE = 125;

/** Longest object: some days in seconds. As a value it takes many times its length. */
const MAX_ENTRY = 8 << 20;
/** An object holds two levels; more is none of Locust's. */
const MAX_DEPTH = 16;

/** What stands in the array. */
export type JsonEntry =
  | { kind: 'value'; line: number; value: unknown }
  | {
      kind: 'broken';
      line: number;
      text: string;
      reason: 'no JSON' | 'object longer than 8 MiB' | 'cut at the end of the file' | 'text between objects';
    };

/**
 * Where the array starts: the bracket at the beginning, or, after lines of a log, one that is alone on its line or followed by an object.
 * Lines of Locust's own log begin with a bracket too.
 * @returns -1 if no such bracket is there
 */
export function arrayStart(bytes: Uint8Array): number {
  let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  while (at < bytes.length) {
    if (isSpace(bytes[at] as number)) {
      at++;
      continue;
    }
    if (bytes[at] === OPEN_ARRAY) {
      let next = at + 1;
      while (next < bytes.length && isSpace(bytes[next] as number)) next++;
      if (bytes[next] === OPEN || bytes[next] === CLOSE_ARRAY) return at;
    }
    const end = bytes.indexOf(LF, at);
    if (end < 0) return -1;
    at = end + 1;
  }
  return -1;
}

/** Splits the array. Feed bytes, take what {@link JsonEntries.feed} yields, and so on; at last, {@link JsonEntries.end}. */
export class JsonEntries {
  /** True once the array was closed. */
  closed = false;
  #line = 1;
  #depth = 0;
  #inString = false;
  #escaped = false;
  #tooDeep = false;
  #parts: Uint8Array[] = [];
  #length = 0;
  #startLine = 1;
  #stray = '';
  readonly #decoder = new TextDecoder('utf-8');

  /** @param bytes from the opening bracket on, at first; lasting only during this call */
  *feed(bytes: Uint8Array, line?: number): Generator<JsonEntry> {
    if (line !== undefined) this.#line = line;
    let from = 0;
    for (let p = 0; p < bytes.length && !this.closed; p++) {
      const byte = bytes[p] as number;
      if (byte === LF) this.#line++;
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false;
        else if (byte === BACKSLASH) this.#escaped = true;
        else if (byte === QUOTE) this.#inString = false;
      } else if (byte === OPEN || byte === OPEN_ARRAY) {
        if (this.#depth === 1) {
          from = p;
          this.#startLine = this.#line;
          this.#tooDeep = false;
        }
        this.#depth++;
        if (this.#depth > MAX_DEPTH) this.#tooDeep = true;
      } else if (byte === CLOSE || byte === CLOSE_ARRAY) {
        this.#depth--;
        if (this.#depth === 1) {
          this.#keep(bytes, from, p + 1);
          yield this.#entry();
        } else if (this.#depth === 0) this.closed = true;
      } else if (this.#depth > 1) {
        if (byte === QUOTE) this.#inString = true;
      } else if (!isSpace(byte) && byte !== COMMA && this.#stray.length < 200) this.#stray += String.fromCharCode(byte);
      if (this.#stray !== '' && (this.#depth !== 1 || byte === LF)) {
        yield { kind: 'broken', line: this.#line, text: this.#stray, reason: 'text between objects' };
        this.#stray = '';
      }
    }
    if (this.#depth > 1) this.#keep(bytes, from, bytes.length);
  }

  /** @returns the rest, if the file ends within an object */
  end(): JsonEntry | null {
    return this.#depth > 1 ? { kind: 'broken', line: this.#startLine, text: this.#text(200), reason: 'cut at the end of the file' } : null;
  }

  #keep(bytes: Uint8Array, from: number, to: number): void {
    const start = this.#length;
    this.#length += to - from;
    // What is too long is not kept, but for its beginning.
    if (this.#length <= MAX_ENTRY || start === 0) this.#parts.push(new Uint8Array(bytes.subarray(from, Math.min(to, from + MAX_ENTRY)))); // `slice` of a Buffer would be no copy
  }

  #entry(): JsonEntry {
    const line = this.#startLine;
    const long = this.#length > MAX_ENTRY;
    const text = this.#text(long ? 200 : MAX_ENTRY);
    this.#parts = [];
    this.#length = 0;
    if (long) return { kind: 'broken', line, text, reason: 'object longer than 8 MiB' };
    if (this.#tooDeep) return { kind: 'broken', line, text: text.slice(0, 200), reason: 'no JSON' };
    try {
      return { kind: 'value', line, value: JSON.parse(text) };
    } catch {
      return { kind: 'broken', line, text: text.slice(0, 200), reason: 'no JSON' };
    }
  }

  #text(bytes: number): string {
    let text = '';
    let left = bytes;
    for (const part of this.#parts) {
      text += this.#decoder.decode(part.subarray(0, left), { stream: true });
      left -= part.length;
      if (left <= 0) break;
    }
    return text + this.#decoder.decode();
  }
}

function isSpace(byte: number): boolean {
  return byte <= SPACE;
}
