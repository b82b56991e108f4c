/**
 * The memory that the loops of the block kernel share with {@link BlockIndex}. The loops themselves are WebAssembly, since
 * JavaScript has no words for looking at 64 bytes at once; `scripts/block-kernel` holds their code.
 */

/** Bytes of a block: what is made of it stays in the cache until it is read. */
export const BLOCK_BYTES = 64 * 1024;
/** Bytes that are looked at in one step. */
export const STEP = 64;
/** Rows of a column that are read at a time. */
export const MAX_ROWS = 1024;
/** Longest text that is remembered. */
export const MAX_TEXT = 48;
/** Places for texts, two of which go together; each holds the key, the id and, from byte 16 on, the text. */
export const ENTRY_BITS = 12;
export const ENTRY_BYTES = 64;
export const ENTRY_TEXT = 16;

const LIST_BYTES = 4 * (BLOCK_BYTES + STEP);
/** First byte that is not taken yet. */
let free = 0;
function take(bytes: number): number {
  free += bytes;
  return free - bytes;
}
/** Where in the memory things are. */
export const At = {
  /** Counts of the three lists, and where a text that is not known has its place. */
  counts: take(STEP),
  /** {@link MAX_TEXT} bytes of ones, and as many zeros. */
  masks: take(2 * STEP),
  /** The block, with room on both sides for those who read more than they need. */
  block: take(BLOCK_BYTES + 2 * STEP) + STEP,
  /** Positions of delimiters and line feeds; behind the byte before the block. */
  fields: take(LIST_BYTES),
  lines: take(LIST_BYTES),
  odds: take(LIST_BYTES),
  /** Results of a column, i32 or f64. */
  results: take(8 * MAX_ROWS),
  entries: take(ENTRY_BYTES << ENTRY_BITS),
  end: take(0),
} as const;

/** What the module exports. */
export interface BlockKernel {
  memory: { buffer: ArrayBuffer };
  index(length: number, delimiter: number): number;
  numbers(first: number, stride: number, rows: number, least: number): number;
  texts(first: number, stride: number, rows: number, kind: number, to: number): number;
}
