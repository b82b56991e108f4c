/**
 * Just enough of a WebAssembly assembler for a few functions over one memory. Code is arrays of bytes, nested as it is
 * written; {@link wasmModule} flattens them.
 */

/** Code: bytes and other code. */
export type Code = number | readonly Code[];

/** Types of values. */
export const I32 = 0x7f;
export const I64 = 0x7e;
export const V128 = 0x7b;

/** A block without a result, in place of a type. */
const NO_RESULT = 0x40;
const END = 0x0b;

/** Integers in the variable lengths that the format wants. */
function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest >>>= 7) bytes.push((rest & 127) | 128);
  bytes.push(rest);
  return bytes;
}

function signed(value: bigint): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest < -64n || rest > 63n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  bytes.push(Number(rest & 127n));
  return bytes;
}

const one =
  (opcode: number) =>
  (a: Code): Code => [a, opcode];
const two =
  (opcode: number) =>
  (a: Code, b: Code): Code => [a, b, opcode];
const simd = (opcode: number): Code => [0xfd, unsigned(opcode)];
const oneSimd =
  (opcode: number) =>
  (a: Code): Code => [a, simd(opcode)];
const twoSimd =
  (opcode: number) =>
  (a: Code, b: Code): Code => [a, b, simd(opcode)];
/** An access to memory: no alignment, and an offset. */
const access = (offset: number): Code => [0, unsigned(offset)];
const loadBy =
  (opcode: number) =>
  (at: Code, offset = 0): Code => [at, opcode, access(offset)];
const storeBy =
  (opcode: number) =>
  (at: Code, value: Code, offset = 0): Code => [at, value, opcode, access(offset)];

export const get = (local: number): Code => [0x20, local];
export const set = (local: number, value: Code): Code => [value, 0x21, local];
export const loop = (...body: Code[]): Code => [0x03, NO_RESULT, body, END];
export const when = (condition: Code, ...body: Code[]): Code => [condition, 0x04, NO_RESULT, body, END];
/** Begins the innermost loop again; only directly inside it. */
export const again = (condition: Code): Code => [condition, 0x0d, 0];
/** Leaves the function. */
export const giveBack = (value: Code): Code => [value, 0x0f];
/** One of two values, both of which are made. */
export const select = (condition: Code, yes: Code, no: Code): Code => [yes, no, condition, 0x1b];

export const i32 = {
  const: (value: number): Code => [0x41, signed(BigInt(value | 0))],
  load: loadBy(0x28),
  load8: loadBy(0x2d),
  store: storeBy(0x36),
  isZero: one(0x45),
  eq: two(0x46),
  ne: two(0x47),
  ltu: two(0x49),
  gtu: two(0x4b),
  add: two(0x6a),
  sub: two(0x6b),
  mul: two(0x6c),
  and: two(0x71),
  or: two(0x72),
  xor: two(0x73),
  shl: two(0x74),
  shru: two(0x76),
  of64: one(0xa7),
};

export const i64 = {
  const: (value: bigint): Code => [0x42, signed(BigInt.asIntN(64, value))],
  load: loadBy(0x29),
  isZero: one(0x50),
  ctz: one(0x7a),
  popcnt: one(0x7b),
  add: two(0x7c),
  sub: two(0x7d),
  mul: two(0x7e),
  and: two(0x83),
  or: two(0x84),
  xor: two(0x85),
  shl: two(0x86),
  shrs: two(0x87),
  shru: two(0x88),
  of32: one(0xad),
};

export const f64 = {
  nan: [0x44, 0, 0, 0, 0, 0, 0, 0xf8, 0x7f] as Code,
  store: storeBy(0x39),
  of64: one(0xb9),
};

export const v128 = {
  load: (at: Code, offset = 0): Code => [at, simd(0), access(offset)],
  splat8: oneSimd(15),
  splat32: oneSimd(17),
  eq8: twoSimd(35),
  and: twoSimd(78),
  or: twoSimd(80),
  xor: twoSimd(81),
  anyTrue: oneSimd(83),
  bitmask8: oneSimd(100),
  mul32: twoSimd(181),
  half: (a: Code, i: number): Code => [a, simd(29), i],
};

function flat(code: Code): number[] {
  return typeof code === 'number' ? [code] : code.flatMap(flat);
}

function list(items: readonly Code[]): Code {
  return [unsigned(items.length), items];
}

function sized(code: Code): Code {
  const bytes = flat(code);
  return [unsigned(bytes.length), bytes];
}

function text(name: string): Code {
  return sized([...name].map((character) => character.charCodeAt(0)));
}

/** A function of i32 parameters with an i32 result. */
export interface WasmFunction {
  name: string;
  parameters: number;
  /** Types of the locals, which are numbered behind the parameters. */
  locals: readonly number[];
  body: Code;
}

/**
 * A module that exports functions and `memory`.
 * @param pages its size, 64 KiB each
 */
export function wasmModule(pages: number, functions: readonly WasmFunction[]): Uint8Array<ArrayBuffer> {
  const section = (id: number, content: Code): Code => [id, sized(content)];
  const types = functions.map(({ parameters }): Code => [0x60, list(Array<Code>(parameters).fill(I32)), list([I32])]);
  const exports = functions.map(({ name }, i): Code => [text(name), 0, i]);
  const bodies = functions.map(({ locals, body }) => sized([list(locals.map((type) => [1, type])), body, END]));
  return new Uint8Array(
    flat([
      [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      section(1, list(types)),
      section(3, list(functions.map((_, i) => i))),
      section(5, list([[0x01, unsigned(pages), unsigned(pages)]])),
      section(7, list([[text('memory'), 2, 0], ...exports])),
      section(10, list(bodies)),
    ]),
  );
}
