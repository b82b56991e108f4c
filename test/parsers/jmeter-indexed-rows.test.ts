import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { BLOCK_BYTES, BlockIndex } from '../../src/decode/block-index.js';
import { JmeterScanner } from '../../src/parsers/jmeter-scanner.js';
import { bytesOf, HEADER, line, rowsOf, T0 } from './jmeter-reading.js';
import { layoutOf, scan } from './jmeter-scanning.js';

const index = BlockIndex.get() as BlockIndex;

/** Reads by the index and by the complete rules, and has both say the same. */
function compared(text: string, header = HEADER, more: Parameters<typeof layoutOf>[1] = {}, chunks?: readonly number[]) {
  const bytes = bytesOf(text);
  const read = scan(bytes, layoutOf(header, more), chunks);
  const complete = scan(bytes, layoutOf(header, { ...more, fastPath: false }));
  // Thousands of rows could not be printed.
  expect(JSON.stringify(read.counts)).toBe(JSON.stringify(complete.counts));
  const differing = read.rows.findIndex((row, i) => JSON.stringify(row) !== JSON.stringify(complete.rows[i]));
  expect(differing < 0 ? null : [read.rows[differing], complete.rows[differing]]).toBeNull();
  expect(read.rows.length).toBe(complete.rows.length);
  expect(read.texts).toEqual(complete.texts);
  return read;
}

/** Ordinary rows, differing in everything. */
function ordinary(count: number, change: (i: number) => Parameters<typeof line>[0] = () => ({})): string[] {
  return Array.from({ length: count }, (_, i) =>
    line({
      at: T0 + i,
      elapsed: 1 + ((i * 7919) % 30_000),
      label: `GET /api/${i % 23}`,
      code: i % 50 === 0 ? '500' : '200',
      success: i % 50 === 0 ? 'false' : 'true',
      thread: `Group 1-${i % 31}`,
      bytes: String((i * i) % 12_345_678),
      latency: String(i % 17),
      connect: i % 5 === 0 ? '' : '1',
      ...change(i),
    }),
  );
}

describe('rows by an index', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });

  it.each(['\n', '\r\n'])('say the same as the complete rules, with %j', (end) => {
    const before = index.version;
    const { rows } = compared(ordinary(3000).join(end) + end);
    expect(rows).toHaveLength(3000);
    // Some of the first rows, whose texts are new, are left to other rules; the blocks are not begun again for that.
    expect(index.version - before).toBeLessThan((3000 * 160) / BLOCK_BYTES + 4);
  });

  it('say the same whatever is odd among ordinary ones', () => {
    const odd = fc.constantFrom<Parameters<typeof line>[0]>(
      { label: '"a, b"' },
      { label: '"GET /api/1"' },
      { failure: '"a, b"', label: '"GET /api/2"' },
      { failure: '"a ""b"""' },
      { url: '"http://x/?a,b"', connect: '"1"' },
      { connect: '""' },
      { label: 'new one' },
      { label: 'GET /api/1-0' },
      { label: 'x'.repeat(48) },
      { label: 'y'.repeat(49) },
      { label: 'z'.repeat(1030) },
      { thread: '' },
      { thread: '"Group 1-1"' },
      { code: 'Non HTTP response code: java.net.SocketTimeoutException' },
      { code: '' },
      { message: 'Number of samples in transaction : 2, number of failing samples : 0' },
      { message: 'Numb' },
      { message: '"two\nlines, quoted"' },
      { failure: 'a"b' },
      { failure: '"a"b' },
      { url: '"a""' },
      { failure: 'a\rb' },
      { success: 'TRUE' },
      { success: 'falsy' },
      { elapsed: '12.5' },
      { elapsed: '' },
      { bytes: '123456789' },
      { bytes: '1234567890123456' },
      { bytes: '-1' },
      { users: ' 5' },
      { at: '0' },
      { at: '170000000000x' },
      { at: 'timeStamp' },
      { at: '631152000001' },
      { at: '631152000001', elapsed: '2678400000' },
      { elapsed: '2678400000' },
      { elapsed: '2678400001' },
      { elapsed: '999999999999' },
    );
    const insertion = fc.record({
      at: fc.nat(400),
      odd,
      plain: fc.constantFrom(null, null, null, '', 'garbage', '"a"b,c', ',,,,', '"open', HEADER),
    });
    fc.assert(
      fc.property(
        fc.array(insertion, { maxLength: 12 }),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        fc.integer({ min: 1, max: 500 }),
        fc.array(fc.integer({ min: 100, max: 30_000 }), { minLength: 1, maxLength: 4 }),
        (insertions, end, endStamps, capacity, chunks) => {
          const lines = ordinary(400);
          for (const { at, odd, plain } of insertions) lines.splice(at, 0, plain ?? line({ at: T0 + at, ...odd }));
          compared(lines.join(end) + end, HEADER, { endStamps, capacity }, chunks);
        },
      ),
      { numRuns: 40, endOnFailure: true },
    );
  });

  it('say the same by any order of columns', () => {
    const values: Record<string, (i: number) => string> = {
      timeStamp: (i) => String(T0 + i),
      elapsed: (i) => String(1 + (i % 2000)),
      label: (i) => `P${i % 5}`,
      success: (i) => (i % 9 === 0 ? 'false' : 'true'),
      threadName: (i) => `T ${i % 3}`,
      dataType: (i) => ['', 'text', '""', 'bin'][i % 4],
      URL: (i) => ['null', '', 'http://x/', '"null"', '""'][i % 5],
      SampleCount: (i) => ['11', '2', '01'][i % 41] ?? '1',
      Latency: (i) => String(i % 3),
      allThreads: () => '5',
      other: () => 'x',
    };
    fc.assert(
      fc.property(
        fc.shuffledSubarray(Object.keys(values)),
        fc.constantFrom('\n', '\r\n'),
        fc.constantFrom(',', ';', '\t'),
        (names, end, delimiter) => {
          for (const name of ['timeStamp', 'elapsed']) if (!names.includes(name)) names.push(name);
          const lines = Array.from({ length: 200 }, (_, i) => names.map((name) => values[name](i)).join(delimiter));
          const { rows } = compared(lines.join(end) + end, names.join(delimiter));
          expect(rows).toHaveLength(200);
        },
      ),
      { numRuns: 40, endOnFailure: true },
    );
  });

  it('are left to other rules for a while where few are plain, and taken up again', () => {
    const unusual = ordinary(6000, () => ({ success: 'TRUE' }));
    const text = `${[...ordinary(1000), ...unusual, ...ordinary(6000)].join('\n')}\n`;
    const before = index.version;
    compared(text);
    const blocks = index.version - before;
    expect(blocks).toBeLessThan(bytesOf(text).length / BLOCK_BYTES - 4);
    expect(blocks).toBeGreaterThan(4);
  });

  it('are the same where two scanners take turns', () => {
    const texts = [ordinary(2000), ordinary(2000, (i) => ({ label: `other ${i % 7}`, thread: `Other ${i % 9}` }))];
    const bytes = texts.map((lines) => bytesOf(`${lines.join('\n')}\n`));
    const layout = layoutOf(HEADER, { capacity: 100 });
    const scanners = bytes.map(() => new JmeterScanner(layout));
    const rows = bytes.map((): ReturnType<typeof rowsOf> => []);
    for (const [i, scanner] of scanners.entries()) scanner.feed(bytes[i]);
    for (let going = true; going; ) {
      going = false;
      for (const [i, scanner] of scanners.entries()) {
        if (!scanner.next()) continue;
        rows[i].push(...rowsOf(scanner.batch));
        going = true;
      }
    }
    for (const i of [0, 1]) expect(JSON.stringify(rows[i]) === JSON.stringify(scan(bytes[i], layout).rows)).toBe(true);
  });

  it.each([
    ['no WebAssembly', undefined],
    [
      'one without SIMD',
      {
        Module: class {
          constructor() {
            throw new Error('invalid opcode');
          }
        },
      },
    ],
  ])('are left to other rules where there is %s', async (_, stub) => {
    const bytes = bytesOf(`${ordinary(1000).join('\n')}\n`);
    const layout = layoutOf(HEADER, {});
    const whole = scan(bytes, layout);
    vi.stubGlobal('WebAssembly', stub);
    vi.resetModules();
    const scanning = await import('./jmeter-scanning.js');
    const { BlockIndex: Reloaded } = await import('../../src/decode/block-index.js');
    expect(Reloaded.get()).toBeNull();
    expect(JSON.stringify(scanning.scan(bytes, layout)) === JSON.stringify(whole)).toBe(true);
  });
});
