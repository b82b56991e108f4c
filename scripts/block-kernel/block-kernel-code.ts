import { At, ENTRY_BITS, ENTRY_BYTES, ENTRY_TEXT, MAX_TEXT, STEP } from '../../src/decode/block-kernel.js';
import {
  again,
  type Code,
  f64,
  get,
  giveBack,
  I32,
  I64,
  i32,
  i64,
  loop,
  select,
  set,
  V128,
  v128,
  type WasmFunction,
  wasmModule,
  when,
} from './wasm-code.js';

/**
 * The code of the block kernel. What it makes is kept in `src/decode/block-kernel-bytes.ts`, since making it takes longer
 * than a small file does to be read; a test compares both, and `npx vitest run test/decode/block-kernel.test.ts -u` writes it.
 */

/** Names the locals of a function in the order in which they are asked for. */
class Locals {
  readonly types: number[] = [];
  constructor(private readonly parameters: number) {}
  add(type: number): number {
    return this.parameters + this.types.push(type) - 1;
  }
  several(type: number, count: number): number[] {
    return Array.from({ length: count }, () => this.add(type));
  }
}

const LF = 10;
const CR = 13;
const QUOTE = 34;
/** Positions that are written in every step, whether there are so many or not. */
const FIELDS_A_STEP = 12;

const no = i32.isZero;
const increase = (local: number, by: Code): Code => set(local, i32.add(get(local), by));

/**
 * `index(length, delimiter)`: lists and counts what is in the first `length` bytes of the block. Between an odd quote and
 * an even one there are no fields and lines.
 */
function indexFunction(): WasmFunction {
  const locals = new Locals(2);
  const [length, delimiter] = [0, 1];
  const [p, end, field, line, odd, count] = locals.several(I32, 6);
  const [marks, lineMarks, oddMarks, quotes, inside] = locals.several(I64, 5);
  const [isDelimiter, isLf, isCr, isQuote] = locals.several(V128, 4);
  const bytes = locals.several(V128, 4);
  const lineFeeds = locals.several(V128, 4);

  /** One bit for each of 64 bytes. */
  const bits = (truth: (i: number) => Code): Code => {
    const half = (i: number): Code => i32.or(v128.bitmask8(truth(i)), i32.shl(v128.bitmask8(truth(i + 1)), i32.const(16)));
    return i64.or(i64.of32(half(0)), i64.shl(i64.of32(half(2)), i64.const(32n)));
  };
  const countOf = (mask: number): Code => i32.of64(i64.popcnt(get(mask)));
  const not = (mask: Code): Code => i64.xor(mask, i64.const(-1n));
  const none = (mask: number): Code => i64.isZero(get(mask));
  /** Writes the position of the lowest bit. */
  const put = (to: number, mask: number, offset = 0): Code => i32.store(get(to), i32.add(get(p), i32.of64(i64.ctz(get(mask)))), offset);
  const dropLowest = (mask: number): Code => set(mask, i64.and(get(mask), i64.sub(get(mask), i64.const(1n))));
  const skip = (to: number, items: Code): Code => increase(to, i32.shl(items, i32.const(2)));
  const putAll = (to: number, mask: number): Code =>
    when(no(none(mask)), loop(put(to, mask), skip(to, i32.const(1)), dropLowest(mask), again(no(none(mask)))));
  const oddIn = (i: number): Code => v128.or(v128.eq8(get(bytes[i]), get(isQuote)), v128.eq8(get(bytes[i]), get(isCr)));
  const nextIsLf = i64.of32(i32.eq(i32.load8(get(p), STEP), i32.const(LF)));
  const itemsFrom = (start: number, to: number): Code => i32.shru(i32.sub(get(to), i32.const(start)), i32.const(2));

  const body: Code = [
    set(p, i32.const(At.block)),
    set(end, i32.add(get(length), i32.const(At.block))),
    set(field, i32.const(At.fields + 4)),
    set(line, i32.const(At.lines)),
    set(odd, i32.const(At.odds)),
    set(isDelimiter, v128.splat8(get(delimiter))),
    set(isLf, v128.splat8(i32.const(LF))),
    set(isCr, v128.splat8(i32.const(CR))),
    set(isQuote, v128.splat8(i32.const(QUOTE))),
    when(
      i32.ltu(get(p), get(end)),
      loop(
        bytes.map((vector, i) => set(vector, v128.load(get(p), 16 * i))),
        lineFeeds.map((vector, i) => set(vector, v128.eq8(get(bytes[i]), get(isLf)))),
        set(
          lineMarks,
          bits((i) => get(lineFeeds[i])),
        ),
        set(
          marks,
          bits((i) => v128.or(get(lineFeeds[i]), v128.eq8(get(bytes[i]), get(isDelimiter)))),
        ),
        when(
          i32.or(v128.anyTrue(v128.or(v128.or(oddIn(0), oddIn(1)), v128.or(oddIn(2), oddIn(3)))), no(none(inside))),
          set(
            quotes,
            bits((i) => v128.eq8(get(bytes[i]), get(isQuote))),
          ),
          // A carriage return is odd unless a line feed follows.
          set(oddMarks, i64.or(i64.shru(get(lineMarks), i64.const(1n)), i64.shl(nextIsLf, i64.const(63n)))),
          set(
            oddMarks,
            i64.and(
              bits((i) => v128.eq8(get(bytes[i]), get(isCr))),
              not(get(oddMarks)),
            ),
          ),
          set(oddMarks, i64.or(get(oddMarks), get(quotes))),
          // Every quote turns the bits from there on.
          [1n, 2n, 4n, 8n, 16n, 32n].map((by) => set(quotes, i64.xor(get(quotes), i64.shl(get(quotes), i64.const(by))))),
          set(inside, i64.xor(get(inside), get(quotes))),
          set(oddMarks, i64.or(get(oddMarks), i64.and(get(lineMarks), get(inside)))),
          set(marks, i64.and(get(marks), not(get(inside)))),
          set(lineMarks, i64.and(get(lineMarks), not(get(inside)))),
          // As it is at the end of the step, for all bits of the next one.
          set(inside, i64.shrs(get(inside), i64.const(63n))),
          putAll(odd, oddMarks),
        ),
        // One line end or none is usual, and which of the two cannot be foreseen.
        put(line, lineMarks),
        set(count, countOf(lineMarks)),
        when(i32.gtu(get(count), i32.const(1)), putAll(line, lineMarks), set(count, i32.const(0))),
        skip(line, get(count)),
        set(count, countOf(marks)),
        Array.from({ length: FIELDS_A_STEP }, (_, i) => [put(field, marks, 4 * i), dropLowest(marks)]),
        when(no(none(marks)), skip(field, i32.const(FIELDS_A_STEP)), putAll(field, marks), set(count, i32.const(0))),
        skip(field, get(count)),
        increase(p, i32.const(STEP)),
        again(i32.ltu(get(p), get(end))),
      ),
    ),
    i32.store(i32.const(At.counts), itemsFrom(At.fields, field)),
    i32.store(i32.const(At.counts), itemsFrom(At.lines, line), 4),
    i32.store(i32.const(At.counts), itemsFrom(At.odds, odd), 8),
    i32.const(0),
  ];
  return { name: 'index', parameters: 2, locals: locals.types, body };
}

/**
 * `numbers(first, stride, rows, least)`: values of a column of `least` to eight digits each, NaN for an empty field;
 * answers how many come before the first field that is otherwise. `first` and `stride` are bytes.
 */
function numbersFunction(): WasmFunction {
  const locals = new Locals(4);
  const [item, stride, rows, least] = [0, 1, 2, 3];
  const [row, end, length, to] = locals.several(I32, 4);
  const digits = locals.add(I64);
  const low = i64.const(0x000000ff000000ffn);
  const mask = i64.shl(i64.const(-1n), i64.of32(i32.sub(i32.const(64), i32.shl(get(length), i32.const(3)))));
  const above = i64.or(i64.add(get(digits), i64.const(0x7676767676767676n)), get(digits));
  const body: Code = [
    set(to, i32.const(At.results)),
    loop(
      set(end, i32.load(get(item))),
      set(length, i32.sub(i32.sub(get(end), i32.load(i32.sub(get(item), i32.const(4)))), i32.const(1))),
      set(digits, i64.xor(i64.load(i32.sub(get(end), i32.const(8))), i64.const(0x3030303030303030n))),
      // What stands before the field becomes zeros.
      set(digits, i64.and(get(digits), select(get(length), mask, i64.const(0n)))),
      when(
        i32.or(
          i32.gtu(i32.sub(get(length), get(least)), i32.sub(i32.const(8), get(least))),
          no(i64.isZero(i64.and(above, i64.const(0x8080808080808080n)))),
        ),
        giveBack(get(row)),
      ),
      // Pairs of digits, then pairs of pairs and both fours at once.
      set(digits, i64.add(i64.mul(get(digits), i64.const(10n)), i64.shru(get(digits), i64.const(8n)))),
      set(
        digits,
        i64.add(
          i64.mul(i64.and(get(digits), low), i64.const(100n + (1_000_000n << 32n))),
          i64.mul(i64.and(i64.shru(get(digits), i64.const(16n)), low), i64.const(1n + (10_000n << 32n))),
        ),
      ),
      f64.store(get(to), select(get(length), f64.of64(i64.shru(get(digits), i64.const(32n))), f64.nan)),
      increase(to, i32.const(8)),
      increase(item, get(stride)),
      increase(row, i32.const(1)),
      again(i32.ltu(get(row), get(rows))),
    ),
    get(row),
  ];
  return { name: 'numbers', parameters: 4, locals: locals.types, body };
}

/**
 * `texts(first, stride, rows, kind, to)`: ids of a column of texts; answers how many come before the first that is too
 * long or not remembered, whose place it then tells. A text in quotes is what is between them. `kind` tells dictionaries apart, in bits that no length has.
 */
function textsFunction(): WasmFunction {
  const locals = new Locals(5);
  const [item, stride, rows, kind, to] = [0, 1, 2, 3, 4];
  const [row, from, length, quoted, mask, key, entry] = locals.several(I32, 7);
  const hash = locals.add(I64);
  const text = locals.several(V128, 3);
  const mixed = locals.add(V128);
  const times = [0x9e3779b1, 0x85ebca6b, 0xc2b2ae35];
  const differs = (i: number): Code => v128.xor(get(text[i]), v128.load(get(entry), ENTRY_TEXT + 16 * i));
  const isOther: Code = i32.or(i32.ne(i32.load(get(entry)), get(key)), v128.anyTrue(v128.or(v128.or(differs(0), differs(1)), differs(2))));
  const body: Code = [
    loop(
      set(from, i32.add(i32.load(i32.sub(get(item), i32.const(4))), i32.const(1))),
      set(length, i32.sub(i32.load(get(item)), get(from))),
      set(quoted, i32.eq(i32.load8(get(from)), i32.const(QUOTE))),
      increase(from, get(quoted)),
      set(length, i32.sub(get(length), i32.shl(get(quoted), i32.const(1)))),
      when(i32.gtu(get(length), i32.const(MAX_TEXT)), giveBack(get(row))),
      set(mask, i32.sub(i32.const(At.masks + MAX_TEXT), get(length))),
      text.map((vector, i) => set(vector, v128.and(v128.load(get(from), 16 * i), v128.load(get(mask), 16 * i)))),
      set(key, i32.add(get(length), get(kind))),
      set(mixed, v128.splat32(get(key))),
      text.map((vector, i) => set(mixed, v128.xor(get(mixed), v128.mul32(get(vector), v128.splat32(i32.const(times[i])))))),
      set(hash, i64.add(i64.mul(v128.half(get(mixed), 0), i64.const(0x9e3779b97f4a7c15n)), v128.half(get(mixed), 1))),
      set(hash, i64.mul(i64.xor(get(hash), i64.shru(get(hash), i64.const(29n))), i64.const(0xbf58476d1ce4e5b9n))),
      set(entry, i32.add(i32.shl(i32.of64(i64.shru(get(hash), i64.const(BigInt(64 - ENTRY_BITS)))), i32.const(6)), i32.const(At.entries))),
      when(
        isOther,
        i32.store(i32.const(At.counts), get(entry), 12),
        set(entry, i32.xor(get(entry), i32.const(ENTRY_BYTES))),
        when(isOther, giveBack(get(row))),
      ),
      i32.store(get(to), i32.load(get(entry), 4)),
      increase(to, i32.const(4)),
      increase(item, get(stride)),
      increase(row, i32.const(1)),
      again(i32.ltu(get(row), get(rows))),
    ),
    get(row),
  ];
  return { name: 'texts', parameters: 5, locals: locals.types, body };
}

/** Source text of the file that holds the module's bytes. */
export function blockKernelSource(): string {
  const text = Buffer.from(blockKernelModule()).toString('base64');
  return `/** The WebAssembly module of scripts/block-kernel, in base64. Made by it; not to be edited. */\nexport const BLOCK_KERNEL =\n  '${text}';\n`;
}

/** The module's bytes. */
export function blockKernelModule(): Uint8Array<ArrayBuffer> {
  return wasmModule(Math.ceil(At.end / 65_536), [indexFunction(), numbersFunction(), textsFunction()]);
}
