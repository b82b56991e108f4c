/** Writes binary logs as Gatling 3.13 does, so that tests can say what is in them. */
export class BinaryLog {
  #bytes: number[] = [];
  readonly #cache = new Map<string, number>();
  readonly start: number;

  constructor(start: number, { version = '3.14.3', scenarios = ['Users'], assertions = [] as number[][] } = {}) {
    this.start = start;
    this.byte(0).string(version).string('shop.Test');
    this.int(Math.floor(start / 2 ** 32)).int(start % 2 ** 32);
    this.string('a description').int(scenarios.length);
    for (const scenario of scenarios) this.string(scenario);
    this.int(assertions.length);
    for (const bytes of assertions) {
      this.int(bytes.length);
      this.#bytes.push(...bytes);
    }
  }

  byte(value: number): this {
    this.#bytes.push(value);
    return this;
  }

  int(value: number): this {
    for (const shift of [24, 16, 8, 0]) this.#bytes.push((value >>> shift) & 255);
    return this;
  }

  /** The text as the JVM keeps it: Latin-1 where that suffices, else UTF-16 of a little-endian machine. */
  string(text: string): this {
    if (text === '') return this.int(0);
    const wide = [...text].some((character) => character.charCodeAt(0) > 255);
    this.int(text.length * (wide ? 2 : 1));
    for (let i = 0; i < text.length; i++) {
      this.byte(text.charCodeAt(i) & 255);
      if (wide) this.byte(text.charCodeAt(i) >>> 8);
    }
    return this.byte(wide ? 1 : 0);
  }

  cached(text: string): this {
    const known = this.#cache.get(text);
    if (known !== undefined) return this.int(-known);
    this.#cache.set(text, this.#cache.size + 1);
    return this.int(this.#cache.size).string(text);
  }

  /** Number and length of a new text that does not fit into Gatling's buffer: all that it writes of it. */
  tooLong(length: number): this {
    return this.int(this.#cache.size + 1).int(length);
  }

  groups(path: readonly string[]): this {
    this.int(path.length);
    for (const group of path) this.cached(group);
    return this;
  }

  /** A request from `from` to `to`, ms since the start of the run. */
  request(name: string, from: number, to: number, { groups = [] as string[], ok = true, message = '' } = {}): this {
    return this.byte(1)
      .groups(groups)
      .cached(name)
      .int(from)
      .int(to)
      .byte(ok ? 1 : 0)
      .cached(message);
  }

  user(scenario: number, starts: boolean, at = 0): this {
    return this.byte(2)
      .int(scenario)
      .byte(starts ? 1 : 0)
      .int(at);
  }

  group(path: readonly string[], from: number, to: number, cumulated: number, ok: boolean): this {
    return this.byte(3)
      .groups(path)
      .int(from)
      .int(to)
      .int(cumulated)
      .byte(ok ? 1 : 0);
  }

  error(message: string, at = 0): this {
    return this.byte(4).cached(message).int(at);
  }

  get length(): number {
    return this.#bytes.length;
  }

  bytes(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }
}
