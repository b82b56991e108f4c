import { ByteDictionary } from './byte-dictionary.js';
import { decodeText } from './byte-text.js';

/**
 * What {@link XmlReader.next} met. `broken`: a tag that does not end (`name` is empty), or one that is too long to be kept (it has a
 * name, counts as open, and will close).
 */
export type XmlEvent = 'open' | 'close' | 'broken' | 'none';

/** Longest tag that is kept, attributes included, bytes. */
const MAX_TAG = 1 << 20;
/** Longest text handed out, characters. */
const MAX_TEXT = 8192;

const LT = 60;
const GT = 62;
const SLASH = 47;
const BANG = 33;
const QUESTION = 63;
const DASH = 45;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const DOUBLE = 34;
const SINGLE = 39;
const LF = 10;
const EQUALS = 61;
const AMPERSAND = 38;
const CDATA = [91, 67, 68, 65, 84, 65, 91];

/** Attributes of one element: of each the bounds of name and value, and 1 where the value is UTF-8 as it stands. */
export interface Attributes {
  bytes: Uint8Array;
  count: number;
  at: Int32Array;
}

/** Elements within one another whose names are known; further ones only count. */
const MAX_NAMES = 1024;
/** Attributes looked at. */
const MAX_ATTRIBUTES = 128;
/** What is being read past, and how it ends: comments, CDATA, processing instructions, declarations. */
type Passing = 'comment' | 'cdata' | 'instruction' | 'declaration' | 'long-tag' | null;

/**
 * Bytes of XML to events, in bounded memory: text is passed over where nobody asks for it, comments and declarations always.
 * Entities are the five of XML and numeric characters; others stay as written, so nothing ever grows. Markup that is no XML is passed over:
 * a < without a name, an end without its beginning. An end closes all that is open within its element. A < inside quotes is taken as written
 * if the rest of the tag is as it should be.
 * Feed bytes, take events until there is none, and so on; at last, end.
 */
export class XmlReader {
  /** Name of the element that opened or closed, without attributes. */
  name = '';
  /** Whether the element that opened is empty: its close follows at once. */
  empty = false;
  /** Line of the event, from 1. */
  line = 1;
  /** Elements that are open; the one of an `open` event is counted, that of a `close` event no longer. */
  depth = 0;
  /** XML declarations met: each begins a document, of which a file can hold several. */
  declarations = 0;
  /** Whether the text of what follows is kept; the reader of events sets it. */
  keepText = false;
  /** Text of the element that closed, if it was kept: at most 8,192 characters. */
  text = '';
  /** Attributes found by {@link readAttributes}. */
  readonly attributes: Attributes = { bytes: new Uint8Array(0), count: 0, at: new Int32Array(5 * MAX_ATTRIBUTES) };
  /** Bytes passed before a broken or cut end; told once all is read. */
  cut = false;
  #bytes: Uint8Array = new Uint8Array(0);
  #pos = 0;
  #final = false;
  #passing: Passing = null;
  #brackets = 0;
  #closeNext = false;
  /** Bytes of the tag that opened, without < and >. */
  #tag: Uint8Array = new Uint8Array(0);
  #tagFrom = 0;
  #tagTo = 0;
  #lines = 0;
  #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  #encoding = 'utf-8';
  /** Whether characters beyond ASCII can be taken as they are. */
  #utf8 = true;
  /** Names of the elements that are open: those below `depth`. */
  readonly #names: string[] = [];
  /** Whether {@link attributes} are those of the tag that opened already. */
  #attributesRead = false;
  /** Texts that come by the million are few. */
  readonly #texts = new ByteDictionary(4096, 2 ** 20, null);

  /** False once a declaration named an encoding that is not known: characters beyond ASCII are read as UTF-8 then. */
  encodingKnown = true;

  /** Name of the encoding that the declaration gives, in small letters. */
  get encoding(): string {
    return this.#encoding;
  }

  /** Gives the next bytes, once {@link next} has answered none. They must stay as they are until it does so again. */
  feed(bytes: Uint8Array): void {
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

  /** Steps to the next event. */
  next(): XmlEvent {
    this.line += this.#lines;
    this.#lines = 0;
    if (this.#closeNext) {
      this.#closeNext = false;
      this.#pop(this.depth - 1);
      this.text = '';
      return 'close';
    }
    for (;;) {
      if (this.#passing !== null) {
        const long = this.#passing === 'long-tag';
        if (!this.#pass()) return this.#wait();
        if (!long) continue;
        this.#push();
        return 'broken';
      }
      const bytes = this.#bytes;
      const at = this.#pos < bytes.length ? bytes.indexOf(LT, this.#pos) : -1;
      if (at < 0) {
        this.#takeText(this.#pos, this.#safeEnd());
        this.#pos = this.keepText ? this.#safeEnd() : bytes.length;
        return this.#wait();
      }
      this.#takeText(this.#pos, at);
      this.#pos = at;
      // What a < begins shows in the nine bytes from it on.
      if (at + 9 > bytes.length && !this.#final && bytes.indexOf(GT, at) < 0) return this.#wait();
      const event = this.#readMarkup(at);
      if (event !== null) return event;
    }
  }

  /** Finds the attributes of the element that opened. @returns how many there are */
  readAttributes(): number {
    if (this.#attributesRead) return this.attributes.count;
    const bytes = this.#tag;
    const end = this.#tagTo;
    const { at: bounds } = this.attributes;
    let count = 0;
    for (let at = this.#tagFrom; at < end && count < MAX_ATTRIBUTES; ) {
      while (at < end && isSpace(bytes[at] as number)) at++;
      const name = at;
      while (at < end && bytes[at] !== EQUALS && !isSpace(bytes[at] as number)) at++;
      const nameEnd = at;
      while (at < end && isSpace(bytes[at] as number)) at++;
      if (bytes[at] !== EQUALS) continue;
      at++;
      while (at < end && isSpace(bytes[at] as number)) at++;
      const quote = bytes[at];
      if (quote !== DOUBLE && quote !== SINGLE) continue;
      const value = ++at;
      let plain = 1;
      for (; at < end && bytes[at] !== quote; at++) {
        const byte = bytes[at] as number;
        if (byte === AMPERSAND || byte < 32 || (byte >= 0x80 && !this.#utf8)) plain = 0;
      }
      bounds[count * 5] = name;
      bounds[count * 5 + 1] = nameEnd;
      bounds[count * 5 + 2] = value;
      bounds[count * 5 + 3] = at;
      bounds[count * 5 + 4] = plain;
      count++;
      at++;
    }
    this.attributes.bytes = bytes;
    this.attributes.count = count;
    return count;
  }

  /** Text of a value in the tag: entities decoded, line ends and tabs as blanks, as XML says. */
  decode(from: number, to: number): string {
    return this.#decode(this.#tag, from, to, true);
  }

  /** Start of the tag that opened, for messages. */
  tagText(most: number): string {
    return `<${this.name} ${this.#decoder.decode(this.#tag.subarray(this.#tagFrom, Math.min(this.#tagTo, this.#tagFrom + most)))}>`;
  }

  #readMarkup(at: number): XmlEvent | null {
    const bytes = this.#bytes;
    const second = bytes[at + 1];
    if (second === BANG) {
      if (bytes[at + 2] === DASH && bytes[at + 3] === DASH) return this.#beginPassing('comment', at + 4);
      if (CDATA.every((byte, i) => bytes[at + 2 + i] === byte)) return this.#beginPassing('cdata', at + 9);
      this.#brackets = 0;
      return this.#beginPassing('declaration', at + 2);
    }
    if (second === QUESTION) return this.#beginPassing('instruction', at + 2);
    if (second !== undefined && second !== SLASH && !beginsName(second)) {
      // A < in text that is no markup.
      this.#pos = at + 1;
      return null;
    }
    if (second === SLASH) {
      if (this.#closesInnermost(at + 2)) return 'close';
    } else if (this.#readPlainTag(at + 1, Math.min(bytes.length, at + MAX_TAG))) return 'open';
    const end = tagEnd(bytes, at + 1, Math.min(bytes.length, at + MAX_TAG), this.#final);
    if (end === NONE) {
      if (bytes.length - at > MAX_TAG) {
        this.name = nameOf(bytes, at + 1, nameEndOf(bytes, at + 1, at + MAX_TAG));
        return this.#beginPassing('long-tag', at + 1);
      }
      if (this.#final) {
        this.cut = true;
        this.#pos = bytes.length;
      }
      return this.#wait();
    }
    if (end < 0) {
      // The tag has no end, and another one begins there.
      this.name = '';
      this.#lines += countLines(bytes, at, ~end);
      this.#pos = ~end;
      return 'broken';
    }
    this.#lines += countLines(bytes, at, end);
    this.#pos = end + 1;
    return second === SLASH ? this.#close(at + 2, end) : this.#open(at + 1, end);
  }

  /**
   * Reads a tag as programs write it, in one pass: a name, ` name="value"` any number of times, and > or />. @returns false where it is
   * anything else, which is then read with all rules
   */
  #readPlainTag(from: number, to: number): boolean {
    const bytes = this.#bytes;
    const bounds = this.attributes.at;
    const classes = this.#utf8 ? UTF8_CLASSES : ASCII_CLASSES;
    let at = from + 1;
    while (at < to && (classes[bytes[at] as number] as number) < BEYOND_NAME) at++;
    const nameEnd = at;
    let count = 0;
    let close = 0;
    for (;;) {
      let byte = bytes[at];
      if (byte === SPACE) byte = bytes[++at];
      if (at >= to) return false;
      if (byte === GT) break;
      if (byte === SLASH) {
        if (at + 1 >= to || bytes[at + 1] !== GT) return false;
        close = 1;
        break;
      }
      const name = at;
      while (at < to && (classes[bytes[at] as number] as number) < BEYOND_NAME) at++;
      if (at === name || at + 2 >= to || bytes[at] !== EQUALS || bytes[at + 1] !== DOUBLE || count === MAX_ATTRIBUTES) return false;
      bounds[count * 5] = name;
      bounds[count * 5 + 1] = at;
      at += 2;
      bounds[count * 5 + 2] = at;
      let plain = 1;
      for (;;) {
        while (at < to && (classes[bytes[at] as number] as number) < BEYOND_VALUE) at++;
        if (at >= to) return false;
        if (bytes[at] === DOUBLE) break;
        if (bytes[at] !== AMPERSAND) return false;
        plain = 0;
        at++;
      }
      bounds[count * 5 + 3] = at;
      bounds[count * 5 + 4] = plain;
      count++;
      at++;
    }
    this.name = nameOf(bytes, from, nameEnd);
    this.empty = close === 1;
    this.attributes.bytes = bytes;
    this.attributes.count = count;
    this.#opened(nameEnd, at);
    this.#attributesRead = true;
    this.#pos = at + close + 1;
    return true;
  }

  /** Closes the innermost element if that is what its tag says, as nearly always. */
  #closesInnermost(from: number): boolean {
    if (this.depth === 0 || this.depth > MAX_NAMES) return false;
    const name = this.#names[this.depth - 1] as string;
    const bytes = this.#bytes;
    const to = from + name.length;
    if (to >= bytes.length || bytes[to] !== GT) return false;
    for (let i = 0; i < name.length; i++) if (bytes[from + i] !== name.charCodeAt(i)) return false;
    this.name = name;
    this.#pop(this.depth - 1);
    this.keepText = false;
    this.#pos = to + 1;
    return true;
  }

  #open(from: number, to: number): XmlEvent | null {
    const bytes = this.#bytes;
    const nameEnd = nameEndOf(bytes, from, to);
    if (nameEnd === from) return null;
    this.empty = bytes[to - 1] === SLASH;
    this.name = nameOf(bytes, from, nameEnd);
    this.#opened(nameEnd, this.empty ? to - 1 : to);
    return 'open';
  }

  /** @param from, to what lies between the name and the end of the tag */
  #opened(from: number, to: number): void {
    this.#tag = this.#bytes;
    this.#tagFrom = from;
    this.#tagTo = to;
    this.#attributesRead = false;
    this.#push();
    this.keepText = false;
    this.text = '';
  }

  #close(from: number, to: number): XmlEvent | null {
    let end = to;
    while (end > from && isSpace(this.#bytes[end - 1] as number)) end--;
    const name = nameOf(this.#bytes, from, end);
    let at = this.depth - 1;
    if (at < MAX_NAMES) while (at >= 0 && this.#names[at] !== name) at--;
    if (at < 0) return null;
    this.name = name;
    this.#pop(at);
    this.keepText = false;
    return 'close';
  }

  #push(): void {
    if (this.depth < MAX_NAMES) this.#names[this.depth] = this.name;
    this.depth++;
    this.#closeNext = this.empty;
  }

  #pop(depth: number): void {
    this.depth = depth;
  }

  #beginPassing(what: Passing, from: number): null {
    this.#passing = what;
    this.#passLines(this.#pos, Math.min(from, this.#bytes.length));
    this.#pos = Math.min(from, this.#bytes.length);
    return null;
  }

  /** Goes to the end of what is passed over. @returns false if it is not at hand */
  #pass(): boolean {
    const bytes = this.#bytes;
    const from = this.#pos;
    const end = this.#passingEnd(from);
    if (end >= 0) {
      if (this.#passing === 'cdata') this.#takeRaw(from, end - 3);
      if (this.#passing === 'instruction') this.#readDeclaration(from, end);
      if (this.#passing === 'long-tag') this.empty = bytes[end - 2] === SLASH;
      this.#passLines(from, end);
      this.#pos = end;
      this.#passing = null;
      return true;
    }
    // An end may be cut in two: its first bytes are kept.
    let kept = this.#final ? 0 : Math.min(2, bytes.length - from);
    // Nor may a character be cut in two.
    if (this.#passing === 'cdata')
      while (kept > 0 && kept < 6 && from < bytes.length - kept && (bytes[bytes.length - kept - 1] as number) >= 0x80) kept++;
    if (this.#passing === 'cdata') this.#takeRaw(from, bytes.length - kept);
    if (this.#passing === 'instruction' && bytes.length - from < 1024 && !this.#final) return false;
    this.#passLines(from, bytes.length - kept);
    this.#pos = bytes.length - kept;
    if (this.#final) this.cut = true;
    return false;
  }

  /** Lines of a tag count once its event is over. */
  #passLines(from: number, to: number): void {
    const lines = countLines(this.#bytes, from, to);
    if (this.#passing === 'long-tag') this.#lines += lines;
    else this.line += lines;
  }

  #passingEnd(from: number): number {
    const bytes = this.#bytes;
    if (this.#passing === 'declaration') return this.#declarationEnd(from);
    for (let at = bytes.indexOf(GT, from); at >= 0; at = bytes.indexOf(GT, at + 1)) {
      if (this.#passing === 'long-tag') return at + 1;
      if (this.#passing === 'instruction' && at > from && bytes[at - 1] === QUESTION) return at + 1;
      const mark = this.#passing === 'comment' ? DASH : CLOSE_BRACKET;
      if (this.#passing !== 'instruction' && at - 2 >= from && bytes[at - 1] === mark && bytes[at - 2] === mark) return at + 1;
    }
    return -1;
  }

  /** Declarations can hold others in brackets; none is obeyed. */
  #declarationEnd(from: number): number {
    const bytes = this.#bytes;
    let { length } = bytes;
    if (!this.#final) length = Math.max(from, length - 2);
    for (let at = from; at < length; at++) {
      if (bytes[at] === OPEN_BRACKET) this.#brackets++;
      else if (bytes[at] === CLOSE_BRACKET) this.#brackets--;
      else if (bytes[at] === GT && this.#brackets <= 0) return at + 1;
    }
    return -1;
  }

  /** `<?xml version="1.0" encoding="…"?>` */
  #readDeclaration(from: number, to: number): void {
    const text = asciiName(this.#bytes, from, Math.min(to, from + 1024));
    if (!/^xml\s/.test(text)) return;
    this.declarations++;
    const name = /^xml\s[^>]*?\bencoding\s*=\s*["']([\w.:-]+)["']/i.exec(text)?.[1]?.toLowerCase() ?? 'utf-8';
    this.#encoding = name;
    this.#decoder = decoderOf(name) ?? new TextDecoder('utf-8', { ignoreBOM: true });
    this.encodingKnown &&= decoderOf(name) !== null;
    this.#utf8 = this.#decoder.encoding === 'utf-8';
  }

  #takeText(from: number, to: number): void {
    if (from >= to) return;
    this.line += countLines(this.#bytes, from, to);
    if (this.keepText && this.text.length < MAX_TEXT) {
      this.text = (this.text + this.#decode(this.#bytes, from, Math.min(to, from + 4 * MAX_TEXT))).slice(0, MAX_TEXT);
    }
  }

  #takeRaw(from: number, to: number): void {
    if (!this.keepText || from >= to || this.text.length >= MAX_TEXT) return;
    const raw = this.#decoder.decode(this.#bytes.subarray(from, Math.min(to, from + 4 * MAX_TEXT)));
    this.text = (this.text + raw).slice(0, MAX_TEXT);
  }

  /** Text is taken in parts; no character and no entity may be cut in two. */
  #safeEnd(): number {
    const bytes = this.#bytes;
    if (this.#final || !this.keepText) return bytes.length;
    let end = bytes.length;
    for (let back = 0; back < 32 && end > this.#pos; back++) {
      const byte = bytes[end - 1] as number;
      if (byte === 38) return end - 1;
      if (byte === 59 || byte === 32 || byte === LF) break;
      end--;
    }
    end = bytes.length;
    for (let back = 0; back < 4 && end > this.#pos && (bytes[end - 1] as number) >= 0x80; back++) end--;
    return end;
  }

  #decode(bytes: Uint8Array, from: number, to: number, attribute = false): string {
    let plain = true;
    for (let at = from; at < to; at++) {
      const byte = bytes[at] as number;
      if (byte === AMPERSAND || byte >= 0x80 || (attribute && byte < 32)) {
        plain = false;
        break;
      }
    }
    if (plain) {
      const id = to - from > LONG ? -1 : this.#texts.intern(bytes, from, to);
      return id < 0 ? decodeText(bytes, from, to) : this.#texts.text(id);
    }
    let text = this.#decoder.decode(bytes.subarray(from, to));
    if (attribute) text = text.replace(/\r\n|[\r\n\t]/g, ' ');
    return text.includes('&') ? text.replace(ENTITY, (entity, name: string) => characterOf(name) ?? entity) : text;
  }

  #wait(): 'none' {
    // The rest is kept for the next bytes; those it lies in may be reused by then. (`slice` of a Buffer would be no copy.)
    this.#bytes = new Uint8Array(this.#bytes.subarray(this.#pos));
    this.#pos = 0;
    return 'none';
  }
}

/** Longest text that is looked up among those met before. */
const LONG = 256;

const SPACE = 32;
const BEYOND_NAME = 1;
const BEYOND_VALUE = 2;

/** Classes of bytes: below {@link BEYOND_NAME} is part of a name, below {@link BEYOND_VALUE} of a value in double quotes that stands as it is. */
function classesOf(beyondAscii: boolean): Uint8Array {
  const classes = new Uint8Array(256).fill(0);
  for (let byte = 0; byte < 32; byte++) classes[byte] = BEYOND_VALUE;
  for (let byte = 0x80; byte < 256; byte++) classes[byte] = beyondAscii ? 0 : BEYOND_VALUE;
  for (const byte of [SPACE, SLASH, GT, EQUALS, SINGLE]) classes[byte] = BEYOND_NAME;
  for (const byte of [DOUBLE, AMPERSAND, LT]) classes[byte] = BEYOND_VALUE;
  return classes;
}

const UTF8_CLASSES = classesOf(true);
const ASCII_CLASSES = classesOf(false);

const ENTITY = /&(#\d{1,7}|#x[\da-fA-F]{1,6}|lt|gt|amp|quot|apos);/g;
const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function characterOf(name: string): string | null {
  if (!name.startsWith('#')) return NAMED[name] ?? null;
  const code = name[1] === 'x' ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
  return code > 0x10ffff || (code >= 0xd800 && code < 0xe000) ? '\ufffd' : String.fromCodePoint(code);
}

/** No end of a tag is at hand. */
const NONE = Number.MIN_SAFE_INTEGER;

/**
 * End of a tag: the > outside quotes; {@link NONE}; or ~ the position of a < where another tag begins. A < inside quotes does not begin one if
 * the quotes end as those of a value do: where a file was cut and another one begins, they do not.
 */
function tagEnd(bytes: Uint8Array, from: number, to: number, final: boolean): number {
  let quote = 0;
  let less = -1;
  for (let at = from; at < to; at++) {
    const byte = bytes[at] as number;
    if (byte === LT) {
      if (less < 0) less = at;
      if (quote === 0) return ~less;
    } else if (quote !== 0) {
      if (byte !== quote) continue;
      quote = 0;
      if (less < 0) continue;
      if (at + 1 === to) break;
      const next = bytes[at + 1] as number;
      if (!isSpace(next) && next !== SLASH && next !== GT) return ~less;
    } else if (byte === GT) return at;
    else if (byte === DOUBLE || byte === SINGLE) quote = byte;
  }
  return final && less >= 0 ? ~less : NONE;
}

function beginsName(byte: number): boolean {
  return byte >= 0x80 || byte === 95 || byte === 58 || ((byte | 32) >= 97 && (byte | 32) <= 122);
}

/** End of a name; where it begins, if it is none. */
function nameEndOf(bytes: Uint8Array, from: number, to: number): number {
  if (!beginsName(bytes[from] as number)) return from;
  let at = from + 1;
  for (; at < to; at++) {
    const byte = bytes[at] as number;
    if (isSpace(byte) || byte === SLASH || byte === GT) break;
    if (byte === EQUALS || byte === DOUBLE || byte === SINGLE || byte === AMPERSAND) return from;
  }
  return at;
}

const UNFIT = /^(?:utf-?16|utf-?32|ucs|iso-10646|iso-2022|hz-|replacement|utf-7)/;

/** A decoder by name; null where the name is not known, or is of an encoding in which this declaration could not have been read. */
function decoderOf(name: string): InstanceType<typeof TextDecoder> | null {
  if (UNFIT.test(name)) return null;
  try {
    return new TextDecoder(name, { ignoreBOM: true });
  } catch {
    return null;
  }
}

function isSpace(byte: number): boolean {
  return byte === 32 || byte === LF || byte === 9 || byte === 13;
}

/** Names that are met by the million. */
const COMMON = [
  'httpSample',
  'sample',
  'assertionResult',
  'name',
  'failure',
  'error',
  'failureMessage',
  'java.net.URL',
  'responseData',
  'responseHeader',
  'requestHeader',
  'samplerData',
  'testResults',
].map((name) => ({ name, bytes: new TextEncoder().encode(name) }));

function nameOf(bytes: Uint8Array, from: number, to: number): string {
  const length = to - from;
  for (const { name, bytes: own } of COMMON) {
    if (own.length !== length || own[0] !== bytes[from]) continue;
    let i = 1;
    while (i < length && own[i] === bytes[from + i]) i++;
    if (i === length) return name;
  }
  return asciiName(bytes, from, Math.min(to, from + 200));
}

function asciiName(bytes: Uint8Array, from: number, to: number): string {
  let text = '';
  for (let at = from; at < to; at++) text += String.fromCharCode(bytes[at] as number);
  return text;
}

function countLines(bytes: Uint8Array, from: number, to: number): number {
  let lines = 0;
  // `indexOf` knows no end: where no line end follows, it would search all that is at hand for each tag.
  if (to - from < 256) {
    for (let at = from; at < to; at++) if (bytes[at] === LF) lines++;
    return lines;
  }
  const part = bytes.subarray(from, to);
  for (let at = part.indexOf(LF); at >= 0; at = part.indexOf(LF, at + 1)) lines++;
  return lines;
}
