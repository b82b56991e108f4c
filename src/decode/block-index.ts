import { At, BLOCK_BYTES, type BlockKernel, ENTRY_BYTES, ENTRY_TEXT, MAX_ROWS, MAX_TEXT } from './block-kernel.js';
import { BLOCK_KERNEL } from './block-kernel-bytes.js';
import type { ByteDictionary } from './byte-dictionary.js';

export { BLOCK_BYTES, MAX_ROWS };

const QUOTE = 34;

/**
 * Where the fields and lines of a block of separated values end, found by WebAssembly several times faster than by a
 * loop over bytes or words, so that a reader needs to touch the fields only that it wants, column by column.
 *
 * Between an odd quote and an even one there are no fields and lines. That is right unless a quote stands in the middle of
 * a field; quotes are listed, so that whoever reads the lists can find out.
 *
 * A column is given by the item of {@link BlockIndex.fields} that ends its first field, and by the number of items from
 * row to row.
 */
export class BlockIndex {
  /** The memory; a block lies in it from {@link start} on, with 64 bytes before and behind it that can be read. */
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly start = At.block;
  /** Positions of delimiters and line feeds, in order, from item 1; item 0 is the byte before the block. */
  readonly fields: Int32Array;
  /** Items of {@link fields} in use. */
  fieldCount = 0;
  /** Positions of line feeds, in order. */
  readonly lines: Int32Array;
  lineCount = 0;
  /** Positions of quotes, of carriage returns without a line feed behind them, and of line feeds in quotes, in order. */
  readonly odds: Int32Array;
  oddCount = 0;
  /** Changes with every block. */
  version = 0;
  /** Whose texts are remembered. */
  private owner: object | null = null;
  private readonly counts: Int32Array;
  private readonly ids: Int32Array;
  private readonly values: Float64Array;
  /** The first items of both; a reader mostly wants the same number from column to column. */
  private someIds: Int32Array;
  private someValues: Float64Array;

  private constructor(private readonly kernel: BlockKernel) {
    const memory = kernel.memory.buffer;
    this.bytes = new Uint8Array(memory);
    this.bytes.fill(0xff, At.masks, At.masks + MAX_TEXT);
    this.view = new DataView(memory);
    this.counts = new Int32Array(memory, At.counts, 4);
    this.fields = new Int32Array(memory, At.fields, (At.lines - At.fields) / 4);
    this.lines = new Int32Array(memory, At.lines, (At.odds - At.lines) / 4);
    this.odds = new Int32Array(memory, At.odds, (At.results - At.odds) / 4);
    this.ids = new Int32Array(memory, At.results, MAX_ROWS);
    this.values = new Float64Array(memory, At.results, MAX_ROWS);
    this.someIds = this.ids;
    this.someValues = this.values;
  }

  /**
   * Takes a copy of a block of at most {@link BLOCK_BYTES} and lists what is in it.
   * @param owner stands for the dictionaries that are used with this block
   */
  index(block: Uint8Array, delimiter: number, owner: object): void {
    if (this.owner !== null && this.owner !== owner) this.bytes.fill(0, At.entries, At.end);
    this.owner = owner;
    this.bytes.set(block, At.block);
    // Whatever follows the block in its last step is no delimiter.
    this.bytes.fill(delimiter === 0 ? 1 : 0, At.block + block.length, At.block + block.length + 64);
    this.kernel.index(block.length, delimiter);
    this.fields[0] = At.block - 1;
    this.fieldCount = this.counts[0];
    this.lineCount = this.counts[1];
    this.oddCount = this.counts[2];
    this.version++;
  }

  /**
   * Reads a column of numbers of up to eight digits; answers how many come before the first field that is otherwise.
   * @param rows at most {@link MAX_ROWS}
   * @param least digits of a number; 0 to have NaN for an empty field
   * @param to where the values go, from `at` on
   */
  numbers(first: number, stride: number, rows: number, least: 0 | 1, to: Float64Array, at: number): number {
    if (rows === 0) return 0;
    const read = this.kernel.numbers(At.fields + 4 * first, 4 * stride, rows, least);
    if (this.someValues.length !== read) this.someValues = this.values.subarray(0, read);
    to.set(this.someValues, at);
    return read;
  }

  /**
   * Looks up a column of texts, without quotes around them; answers how many come before the first that was not interned.
   * @param rows at most {@link MAX_ROWS}
   * @param kind number of the dictionary, from 1 on
   * @param empty id of an empty text; null: it is a text as any other
   * @param to where the ids go, from `at` on
   */
  texts(
    first: number,
    stride: number,
    rows: number,
    kind: number,
    dictionary: ByteDictionary,
    empty: number | null,
    to: Int32Array,
    at: number,
  ): number {
    const { fields, bytes, view, ids, kernel } = this;
    let row = 0;
    while (row < rows) {
      row += kernel.texts(At.fields + 4 * (first + row * stride), 4 * stride, rows - row, kind << 8, At.results + 4 * row);
      let here = row < rows;
      while (here) {
        const item = first + row * stride;
        const quoted = bytes[fields[item - 1] + 1] === QUOTE ? 1 : 0;
        const from = fields[item - 1] + 1 + quoted;
        const length = fields[item] - quoted - from;
        const nothing = length === 0 && empty !== null;
        const id = nothing ? empty : dictionary.lookup(view, from, length);
        if (id < 0 && !nothing) return this.giveIds(row, to, at);
        ids[row++] = id;
        if (length <= MAX_TEXT) this.remember(from, length, kind, id);
        // Where one text is too long to be remembered, the next one mostly is, too.
        here = length > MAX_TEXT && row < rows && fields[item + stride] - fields[item + stride - 1] > MAX_TEXT + 1;
      }
    }
    return this.giveIds(row, to, at);
  }

  private giveIds(rows: number, to: Int32Array, at: number): number {
    if (this.someIds.length !== rows) this.someIds = this.ids.subarray(0, rows);
    to.set(this.someIds, at);
    return rows;
  }

  /** Puts the text that was not found in its place; what was there moves to the one beside it. */
  private remember(from: number, length: number, kind: number, id: number): void {
    const { bytes, view } = this;
    const place = this.counts[3];
    bytes.copyWithin(place ^ ENTRY_BYTES, place, place + ENTRY_BYTES);
    view.setInt32(place, length + (kind << 8), true);
    view.setInt32(place + 4, id, true);
    bytes.copyWithin(place + ENTRY_TEXT, from, from + length);
    bytes.fill(0, place + ENTRY_TEXT + length, place + ENTRY_BYTES);
  }

  private static instance: BlockIndex | null | undefined;

  /** The one index of this thread; null where there is no WebAssembly with SIMD, or no memory for it. */
  static get(): BlockIndex | null {
    if (BlockIndex.instance === undefined) BlockIndex.instance = BlockIndex.create();
    return BlockIndex.instance;
  }

  private static create(): BlockIndex | null {
    // The lists are little-endian wherever the module runs.
    if (new Uint8Array(new Uint32Array([1]).buffer)[0] !== 1) return null;
    try {
      const { Module, Instance } = (globalThis as unknown as { WebAssembly: WebAssemblyApi }).WebAssembly;
      return new BlockIndex(new Instance(new Module(Uint8Array.from(atob(BLOCK_KERNEL), (character) => character.charCodeAt(0)))).exports);
    } catch {
      return null;
    }
  }
}

/** What is used of the global of that name. */
interface WebAssemblyApi {
  Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  Instance: new (module: object) => { exports: BlockKernel };
}
