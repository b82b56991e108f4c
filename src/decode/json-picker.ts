/*
 * JSON of any size to the few values that somebody asked for. Everything else is passed over at the speed of a search for the next
 * quote, so that bodies of megabytes in one text cost neither memory nor much time.
 */

/** What is asked for of a value: members of an object, items of an array, or the value itself. Everything else is passed over. */
export interface Shape {
  /** Members of an object that are asked for. */
  members?: Readonly<Record<string, Shape>>;
  /** What is asked for of each item of an array. */
  items?: Shape;
  /** Hand the value over under this name as soon as it is whole; it is then no part of what it lies in. */
  emit?: string;
}

/** A value that was asked for: an object without prototype, text, number, true, false or null. */
export type Picked = string | number | boolean | null | PickedMembers;
/** Members that were asked for. */
export interface PickedMembers {
  [name: string]: Picked;
}

/** A value handed over. */
export interface Pick {
  name: string;
  value: Picked;
  /** Line on which the value began, from 1. */
  line: number;
}

/** Longest text handed out, bytes as written. */
const MAX_TEXT = 16 * 1024;
/** Values within values. */
const MAX_DEPTH = 512;
/** Longest number or word. */
const MAX_WORD = 400;

const QUOTE = 34;
const BACKSLASH = 92;
const LF = 10;
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** What an open object or array is, and what is asked for of it. */
interface Frame {
  array: boolean;
  shape: Shape | null;
  /** What was picked so far; null where nothing is asked for. */
  value: PickedMembers | null;
  /** Name of the member whose value comes next. */
  key: string;
  line: number;
  /** What may come: a key or the end, a colon, a value, a comma or the end. */
  expects: 'key' | 'key-or-end' | 'colon' | 'value' | 'value-or-end' | 'comma-or-end';
}

/** Feed bytes, take values until there is none, and so on; at last, end. Several documents may follow one another. */
export class JsonPicker {
  /** Why reading ended early: what was met, and where. */
  broken: { why: string; line: number; offset: number } | null = null;
  /** True once the input has ended within a document. */
  cut = false;
  #bytes: Uint8Array = new Uint8Array(0);
  #pos = 0;
  #passed = 0;
  #line = 1;
  #final = false;
  readonly #stack: Frame[] = [];
  /** A text that is being read: its bytes so far, or null where nobody asked for it. */
  #inText = false;
  #kept: number[] | null = null;
  #isKey = false;
  /** Whether an odd number of backslashes stands before the position. */
  #escaped = false;
  #ready: Pick[] = [];

  constructor(private readonly root: Shape) {}

  /** Names of the objects and arrays that are open, from the outermost one; '' for items. For messages about a cut end. */
  get path(): string[] {
    return this.#stack.map(({ key }) => key);
  }

  /** Whether a value of this name is open: begun and not whole. */
  isOpen(name: string): boolean {
    return this.#stack.some(({ shape }) => shape?.emit === name);
  }

  /** Gives the next bytes, once {@link next} has answered null. They must stay as they are until it does so again. */
  feed(bytes: Uint8Array): void {
    this.#passed += this.#pos;
    const rest = this.#bytes.length - this.#pos;
    if (rest === 0) this.#bytes = bytes;
    else {
      const joined = new Uint8Array(rest + bytes.length);
      joined.set(this.#bytes.subarray(this.#pos));
      joined.set(bytes, rest);
      this.#bytes = joined;
    }
    this.#pos = 0;
  }

  /** Tells that nothing follows. */
  end(): void {
    this.#final = true;
  }

  /** @returns the next value; null if there is none without more bytes */
  next(): Pick | null {
    for (;;) {
      const ready = this.#ready.shift();
      if (ready !== undefined) return ready;
      if (this.broken !== null) {
        this.#pos = this.#bytes.length;
        return null;
      }
      if (!this.#step()) {
        if (this.#final && (this.#stack.length > 0 || this.#inText)) this.cut = true;
        // The rest is kept for the next bytes; those it lies in may be reused by then. (`slice` of a Buffer would be no copy.)
        this.#passed += this.#pos;
        this.#bytes = new Uint8Array(this.#bytes.subarray(this.#pos));
        this.#pos = 0;
        return null;
      }
    }
  }

  /** Reads one token. @returns false if it is not whole */
  #step(): boolean {
    if (this.#inText) return this.#readText();
    const bytes = this.#bytes;
    let at = this.#pos;
    for (; at < bytes.length; at++) {
      const byte = bytes[at] as number;
      if (byte === LF) this.#line++;
      else if (byte !== 32 && byte !== 9 && byte !== 13) break;
    }
    this.#pos = at;
    if (at >= bytes.length) return false;
    const byte = bytes[at] as number;
    if (byte === 0xef && this.#passed + at === 0) {
      if (bytes.length < 3) return false;
      this.#pos = 3;
      return true;
    }
    const frame = this.#stack.at(-1);
    switch (byte) {
      case QUOTE:
        return this.#beginText(frame);
      case 123:
      case 91:
        return this.#open(frame, byte === 91);
      case 125:
      case 93:
        return this.#close(frame, byte === 93);
      case 58:
        if (frame?.expects !== 'colon') return this.#break('a colon that does not belong here');
        frame.expects = 'value';
        this.#pos++;
        return true;
      case 44:
        if (frame?.expects !== 'comma-or-end') return this.#break('a comma that does not belong here');
        frame.expects = frame.array ? 'value' : 'key';
        this.#pos++;
        return true;
      default:
        return this.#readWord(frame);
    }
  }

  #beginText(frame: Frame | undefined): boolean {
    this.#isKey = frame !== undefined && !frame.array && (frame.expects === 'key' || frame.expects === 'key-or-end');
    if (!this.#isKey && !this.#mayBeValue(frame)) return this.#break('a text that does not belong here');
    const wanted = this.#isKey ? frame?.shape?.members !== undefined : this.#shapeOfNext(frame) !== null;
    this.#kept = wanted ? [] : null;
    this.#inText = true;
    this.#escaped = false;
    this.#pos++;
    return true;
  }

  /** Goes to the closing quote: the next one with an even number of backslashes before it. */
  #readText(): boolean {
    const bytes = this.#bytes;
    const from = this.#pos;
    for (let at = from; ; ) {
      const quote = bytes.indexOf(QUOTE, at);
      const end = quote < 0 ? bytes.length : quote;
      let slashes = 0;
      let back = end - 1;
      while (back >= from && bytes[back] === BACKSLASH) {
        slashes++;
        back--;
      }
      const escaped = (slashes % 2 === 1) !== (back < from && this.#escaped);
      if (quote < 0) {
        this.#keep(from, end);
        this.#escaped = escaped;
        this.#pos = end;
        return false;
      }
      if (!escaped) {
        this.#keep(from, end);
        this.#pos = end + 1;
        this.#inText = false;
        this.#escaped = false;
        return this.#endText();
      }
      at = quote + 1;
    }
  }

  #keep(from: number, to: number): void {
    const kept = this.#kept;
    if (kept === null) return;
    const room = MAX_TEXT - kept.length;
    for (let i = from; i < Math.min(to, from + room); i++) kept.push(this.#bytes[i] as number);
  }

  #endText(): boolean {
    const frame = this.#stack.at(-1);
    const text = this.#kept === null ? '' : textOf(this.#kept);
    this.#kept = null;
    if (this.#isKey && frame !== undefined) {
      frame.key = text;
      frame.expects = 'colon';
      return true;
    }
    this.#value(frame, text);
    return true;
  }

  #open(frame: Frame | undefined, array: boolean): boolean {
    if (!this.#mayBeValue(frame)) return this.#break('a value that does not belong here');
    if (this.#stack.length >= MAX_DEPTH) return this.#break(`more than ${MAX_DEPTH} values within one another`);
    const shape = this.#shapeOfNext(frame);
    this.#stack.push({
      array,
      shape,
      value: shape === null ? null : (Object.create(null) as PickedMembers),
      key: '',
      line: this.#line,
      expects: array ? 'value-or-end' : 'key-or-end',
    });
    this.#pos++;
    return true;
  }

  #close(frame: Frame | undefined, array: boolean): boolean {
    const mayEnd = frame?.expects === 'comma-or-end' || frame?.expects === (array ? 'value-or-end' : 'key-or-end');
    if (frame === undefined || frame.array !== array || !mayEnd) return this.#break('an end that does not belong here');
    this.#stack.pop();
    this.#pos++;
    this.#value(this.#stack.at(-1), frame.value, frame);
    return true;
  }

  #readWord(frame: Frame | undefined): boolean {
    const bytes = this.#bytes;
    const from = this.#pos;
    let at = from;
    while (at < bytes.length && at - from <= MAX_WORD && isWord(bytes[at] as number)) at++;
    if (at === from || at - from > MAX_WORD) return this.#break('something that is no JSON');
    // More of it may come.
    if (at === bytes.length && !this.#final) return false;
    if (!this.#mayBeValue(frame)) return this.#break('a value that does not belong here');
    const word = decoder.decode(bytes.subarray(from, at));
    const value = WORDS.has(word) ? (WORDS.get(word) as boolean | null) : NUMBER.test(word) ? Number(word) : undefined;
    if (value === undefined) return this.#break('something that is no JSON');
    this.#pos = at;
    this.#value(frame, value);
    return true;
  }

  /** A value is whole. @param own the object or array that it was, if any */
  #value(frame: Frame | undefined, value: Picked, own?: Frame): void {
    const shape = own === undefined ? this.#shapeOfNext(frame) : own.shape;
    if (frame !== undefined) frame.expects = 'comma-or-end';
    if (shape === null) return;
    if (shape.emit !== undefined) this.#ready.push({ name: shape.emit, value, line: own?.line ?? this.#line });
    else if (frame !== undefined && frame.value !== null && !frame.array) frame.value[frame.key] = value;
  }

  #mayBeValue(frame: Frame | undefined): boolean {
    return frame === undefined || frame.expects === 'value' || frame.expects === 'value-or-end';
  }

  /** What is asked for of the value that comes next. */
  #shapeOfNext(frame: Frame | undefined): Shape | null {
    if (frame === undefined) return this.root;
    if (frame.shape === null) return null;
    if (frame.array) return frame.shape.items ?? null;
    const { members } = frame.shape;
    return members !== undefined && Object.hasOwn(members, frame.key) ? (members[frame.key] as Shape) : null;
  }

  #break(why: string): boolean {
    this.broken = { why, line: this.#line, offset: this.#passed + this.#pos };
    return true;
  }
}

const WORDS: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
]);
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** Letters, digits and what numbers are written with. */
function isWord(byte: number): boolean {
  return (
    (byte >= 48 && byte <= 57) || (byte >= 97 && byte <= 122) || (byte >= 65 && byte <= 90) || byte === 43 || byte === 45 || byte === 46
  );
}

/** Text between quotes with its escapes undone. A cut text may end within an escape, which is left away. */
function textOf(raw: readonly number[]): string {
  let text = decoder.decode(Uint8Array.from(raw));
  if (!text.includes('\\')) return text;
  if (raw.length >= MAX_TEXT)
    text = text.replace(/(?:^|[^\\])(?:\\\\)*\\(?:u[\da-fA-F]{0,3})?$/, (end) => end.replace(/\\(?:u[\da-fA-F]{0,3})?$/, ''));
  return text.replace(ESCAPE, (sequence, hex: string | undefined) =>
    hex === undefined ? (ESCAPED[sequence[1] as string] ?? sequence.slice(1)) : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

const ESCAPE = /\\(?:u([\da-fA-F]{4})|[^])/g;
const ESCAPED: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };
