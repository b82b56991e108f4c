import { describe, expect, it } from 'vitest';
import { blockKernelModule, blockKernelSource } from '../../scripts/block-kernel/block-kernel-code.js';
import {
  again,
  type Code,
  get,
  giveBack,
  I32,
  I64,
  i32,
  i64,
  loop,
  select,
  set,
  type WasmFunction,
  wasmModule,
  when,
} from '../../scripts/block-kernel/wasm-code.js';

declare const WebAssembly: {
  validate(bytes: Uint8Array<ArrayBuffer>): boolean;
  Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  Instance: new (module: object) => { exports: Record<string, (...args: number[]) => number> };
};

/** Results of functions with one parameter each. */
function run(bodies: readonly Code[], parameter = 0, locals: readonly number[] = []): number[] {
  const functions = bodies.map((body, i): WasmFunction => ({ name: `f${i}`, parameters: 1, locals, body }));
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(wasmModule(1, functions)));
  return bodies.map((_, i) => exports[`f${i}`](parameter));
}

describe('a module', () => {
  it('holds constants of any length', () => {
    const numbers = [0, 1, -1, 63, 64, -64, -65, 127, 128, 8191, 8192, -8193, 1 << 20, 0x7fffffff, -0x80000000, 0x9e3779b1];
    expect(run(numbers.map((number) => i32.const(number)))).toEqual(numbers.map((number) => number | 0));
    const wide = numbers.map((number) => i32.of64(i64.shru(i64.const(BigInt(number) << 32n), i64.const(32n))));
    expect(run(wide)).toEqual(numbers.map((number) => number | 0));
  });

  it('has loops, conditions and early ends', () => {
    const [n, sum] = [0, 1];
    const sumTo: Code = [
      loop(set(sum, i32.add(get(sum), get(n))), set(n, i32.sub(get(n), i32.const(1))), again(get(n))),
      when(i32.eq(get(sum), i32.const(55)), giveBack(i32.const(-55))),
      select(i32.gtu(get(sum), i32.const(100)), i32.const(100), get(sum)),
    ];
    expect([3, 10, 20].map((parameter) => run([sumTo], parameter, [I32, I64])[0])).toEqual([6, -55, 100]);
  });

  it('has accesses at offsets of any length', () => {
    const offsets = [0, 127, 128, 16_384];
    const bodies = offsets.map((offset): Code => [i32.store(i32.const(8), get(0), offset), i32.load(i32.const(8), offset)]);
    expect(run(bodies, 1234567)).toEqual(offsets.map(() => 1234567));
  });

  it('of many bytes is valid', () => {
    expect(WebAssembly.validate(blockKernelModule())).toBe(true);
  });

  it('is in the sources as it is made', async () => {
    await expect(blockKernelSource()).toMatchFileSnapshot('../../src/decode/block-kernel-bytes.ts');
  });
});
