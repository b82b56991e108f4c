import { decodeText } from './byte-text.js';

/**
 * Texts by id, looked up by their bytes, so that no string is made for a text that was seen before.
 *
 * The hash goes over little-endian words of four bytes, counted from the start of the text, the last one filled with
 * zeros. A scanner that reads four bytes a step anyway makes it on the way, with {@link hashWord} and {@link hashEnd}.
 *
 * Whoever writes a file can choose texts of one hash. So a text is looked for in so many places of the table only; those that find no
 * place there are kept in a map, whose hashes nobody can foresee. Ids are the same either way.
 */

/** Hash of no bytes. */
export const HASH_SEED = 0x1b873593;

/** Adds a word to a hash. */
export function hashWord(hash: number, word: number): number {
  const mixed = Math.imul(hash ^ word, 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
}

/** Closes a hash with the length of the text. */
export function hashEnd(hash: number, length: number): number {
  const mixed = Math.imul(hash ^ length, 0x85ebca6b);
  return mixed ^ (mixed >>> 13);
}

const encoder = new TextEncoder();
/** One character for each byte: a key that is the same only for the same bytes. */
const keys = new TextDecoder('windows-1252', { ignoreBOM: true });

/** Places that a text can lie in. A table half full of a million texts needs more for a few of them in a million. */
const MAX_PROBES = 64;
/** Texts that are kept as strings too. Of very many, few are asked for more than once. */
const MAX_STRINGS = 4096;

/** Distinct texts of a file. Bounded: once a limit is reached, new texts have no id of their own. */
export class ByteDictionary {
  /** Number of distinct texts so far. */
  size = 0;
  /** True once a text had no room. */
  full = false;
  /** Hash, length, offset in the pool and id + 1 (0 = free), one after the other, by hash; at most half full. */
  private table = new Int32Array(256 * 4);
  private mask = 255;
  private hashes = new Int32Array(64);
  private lengths = new Int32Array(64);
  private offsets = new Int32Array(64);
  /** The texts as little-endian words, each text starting at a word and filled with zeros. */
  private pool = new DataView(new ArrayBuffer(4096));
  /** Bytes used in the pool. */
  private used = 0;
  private readonly texts: string[] = [];
  /** Ids of the texts that found no place in the table, by {@link keyOf}. */
  private readonly crowded = new Map<string, number>();
  private copy = new Uint8Array(256);
  private copyView = new DataView(this.copy.buffer);
  private others = -1;

  /**
   * @param maxTexts most distinct texts
   * @param maxBytes most bytes of text altogether
   * @param othersName text that stands for all further ones, kept beyond the limits; null: they have no id
   */
  constructor(
    private readonly maxTexts: number,
    private readonly maxBytes: number,
    private readonly othersName: string | null,
  ) {}

  /** Text of an id below `size`. */
  text(id: number): string {
    let text = this.texts[id];
    if (text === undefined) {
      const bytes = new Uint8Array(this.pool.buffer, this.offsets[id], this.lengths[id]);
      text = decodeText(bytes, 0, bytes.length);
      if (id < MAX_STRINGS) this.texts[id] = text;
    }
    return text;
  }

  /**
   * Id of a text that was interned before, or -1.
   * Reads whole words: the view must reach at least three bytes beyond the text.
   */
  find(view: DataView, from: number, length: number, hash: number): number {
    const { table, mask, pool } = this;
    const whole = length & ~3;
    const rest = length & 3;
    probing: for (let probe = 0; probe < MAX_PROBES; probe++) {
      const entry = ((hash + probe) & mask) << 2;
      const id = table[entry + 3] - 1;
      if (id < 0) return -1;
      if (table[entry] !== hash || table[entry + 1] !== length) continue;
      const at = table[entry + 2];
      for (let i = 0; i < whole; i += 4) {
        if (view.getInt32(from + i, true) !== pool.getInt32(at + i, true)) continue probing;
      }
      if (rest === 0) return id;
      const word = view.getInt32(from + whole, true) & ((1 << (rest << 3)) - 1);
      if (word === pool.getInt32(at + whole, true)) return id;
    }
    return this.crowded.size === 0 ? -1 : (this.crowded.get(keyOf(view, from, length)) ?? -1);
  }

  /** Id of the text `[from, to)`, new if need be; if it is new and a limit is reached, the id of all others, or -1. */
  intern(bytes: Uint8Array, from: number, to: number): number {
    const view = this.paddedCopy(bytes, from, to);
    const hash = hashOf(view, 0, to - from);
    const known = this.find(view, 0, to - from, hash);
    if (known >= 0) return known;
    if (this.full || this.size >= this.maxTexts || this.used + to - from > this.maxBytes) return this.other();
    return this.add(view, to - from, hash);
  }

  /** Like {@link find}, for a text whose hash was not made on the way. */
  lookup(view: DataView, from: number, length: number): number {
    return this.find(view, from, length, hashOf(view, from, length));
  }

  /** Id of a text that was interned before, or -1. */
  idOf(text: string): number {
    const bytes = encoder.encode(text);
    return this.lookup(this.paddedCopy(bytes, 0, bytes.length), 0, bytes.length);
  }

  /** A copy that ends in zeros up to a whole word, valid until the next one. */
  private paddedCopy(bytes: Uint8Array, from: number, to: number): DataView {
    const length = to - from;
    if (length + 4 > this.copy.length) this.copy = new Uint8Array(2 * length + 4);
    const { copy } = this;
    for (let i = 0; i < length; i++) copy[i] = bytes[from + i];
    for (let i = length; i < length + 4; i++) copy[i] = 0;
    if (this.copyView.buffer !== copy.buffer) this.copyView = new DataView(copy.buffer);
    return this.copyView;
  }

  private other(): number {
    this.full = true;
    if (this.others >= 0 || this.othersName === null) return this.others;
    const bytes = encoder.encode(this.othersName);
    const view = this.paddedCopy(bytes, 0, bytes.length);
    const hash = hashOf(view, 0, bytes.length);
    const known = this.find(view, 0, bytes.length, hash);
    this.others = known >= 0 ? known : this.add(view, bytes.length, hash);
    return this.others;
  }

  private add(view: DataView, length: number, hash: number): number {
    const room = (length + 3) & ~3;
    const id = this.size++;
    if (id === this.hashes.length) {
      this.hashes = longer(this.hashes, id * 2);
      this.lengths = longer(this.lengths, id * 2);
      this.offsets = longer(this.offsets, id * 2);
    }
    if (this.used + room > this.pool.byteLength) this.growPool(this.used + room);
    this.hashes[id] = hash;
    this.lengths[id] = length;
    this.offsets[id] = this.used;
    for (let p = 0; p < length; p += 4) this.pool.setInt32(this.used + p, view.getInt32(p, true), true);
    this.used += room;
    if (this.size * 8 > this.table.length) this.rehash();
    else this.place(id);
    return id;
  }

  private growPool(needed: number): void {
    const bytes = new Uint8Array(Math.max(this.pool.byteLength * 2, needed));
    bytes.set(new Uint8Array(this.pool.buffer, 0, this.used));
    this.pool = new DataView(bytes.buffer);
  }

  private place(id: number): void {
    const { table, mask } = this;
    const hash = this.hashes[id];
    for (let probe = 0; probe < MAX_PROBES; probe++) {
      const entry = ((hash + probe) & mask) << 2;
      if (table[entry + 3] !== 0) continue;
      table[entry] = hash;
      table[entry + 1] = this.lengths[id];
      table[entry + 2] = this.offsets[id];
      table[entry + 3] = id + 1;
      return;
    }
    this.crowded.set(keyOf(this.pool, this.offsets[id], this.lengths[id]), id);
  }

  private rehash(): void {
    this.table = new Int32Array(this.table.length * 2);
    this.mask = this.table.length / 4 - 1;
    this.crowded.clear();
    for (let id = 0; id < this.size; id++) this.place(id);
  }
}

function keyOf(view: DataView, from: number, length: number): string {
  return keys.decode(new Uint8Array(view.buffer, view.byteOffset + from, length));
}

function longer(array: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> {
  const grown = new Int32Array(length);
  grown.set(array);
  return grown;
}

function hashOf(view: DataView, from: number, length: number): number {
  let hash = HASH_SEED;
  const whole = length & ~3;
  for (let i = 0; i < whole; i += 4) hash = hashWord(hash, view.getInt32(from + i, true));
  const rest = length & 3;
  if (rest > 0) hash = hashWord(hash, view.getInt32(from + whole, true) & ((1 << (rest << 3)) - 1));
  return hashEnd(hash, length);
}
