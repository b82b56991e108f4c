import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jtlText } from './jmeter-arbitrary.js';
import { bytesOf, HEADER, line, type Row, readAll } from './jmeter-reading.js';
import { layoutOf, parts, scan } from './jmeter-scanning.js';

/** Layouts that rows can be read by. */
const layouts = fc.record({
  endStamps: fc.boolean(),
  capacity: fc.integer({ min: 1, max: 50 }),
  wholeSeconds: fc.constantFrom(false, false, false, true),
  onlyTransactions: fc.constantFrom(false, false, false, true),
});

describe.each(['index', 'rows'] as const)('the fast path by %s', (fastPath) => {
  it('says the same as the complete rules', () => {
    const rows: Row[] = [];
    fc.assert(
      fc.property(jtlText, layouts, (text, layout) => {
        const { header, rest } = parts(text.replace('\uFEFF', ''));
        const bytes = bytesOf(rest);
        const fast = scan(bytes, layoutOf(header, { ...layout, fastPath }));
        const complete = scan(bytes, layoutOf(header, { ...layout, fastPath: false }));
        expect(fast).toEqual(complete);
        expect(fast.counts.read).toBe(fast.rows.length + fast.counts.rejected);
        rows.push(...fast.rows);
      }),
      { numRuns: 2500 },
    );
    // The files must hold rows of every kind, or the comparison would be of little worth.
    const subs = rows.filter((row) => row.kind === 'sub');
    expect(rows.length).toBeGreaterThan(8000);
    expect(rows.filter((row) => row.kind === 'transaction').length).toBeGreaterThan(100);
    expect(subs.filter((row) => /-\d$/.test(row.label)).length).toBeGreaterThan(50);
    expect(subs.filter((row) => row.url !== '' && row.label.endsWith(row.url)).length).toBeGreaterThan(50);
    expect(subs.filter((row) => row.thread === null).length).toBeGreaterThan(20);
  });

  it('says the same of any bytes', () => {
    const alphabet = fc.constantFrom(...'0123456789,,,,""\n\n\r ;.-tfrueals17');
    fc.assert(
      fc.property(fc.array(fc.string({ unit: alphabet, maxLength: 40 }), { maxLength: 20 }), (pieces) => {
        const good = '1700000000001,12,x,true,200\n';
        const bytes = bytesOf(pieces.flatMap((piece) => [good, piece]).join(''));
        const header = 'timeStamp,elapsed,label,success,responseCode';
        expect(scan(bytes, layoutOf(header, { fastPath }))).toEqual(scan(bytes, layoutOf(header, { fastPath: false })));
      }),
      { numRuns: 1000 },
    );
  });

  it('is left where numbers or quotes end a buffer', () => {
    // Rows at the very end of the memory, where reading whole words could pass it.
    for (let length = 0; length < 60; length++) {
      const text = `${line()}\n${line()}\n`.slice(0, 120) + '\n1700000000000,1234,"a",200'.slice(0, length);
      const bytes = bytesOf(`${text}\n`).slice();
      const layout = layoutOf(HEADER, { fastPath });
      expect(scan(bytes, layout)).toEqual(scan(bytes, { ...layout, fastPath: false }));
    }
  });
});

describe('garbage', () => {
  it('never does worse than a refusal, and every record is accounted for', async () => {
    const mutation = fc.record({ at: fc.nat(), byte: fc.nat(255), remove: fc.nat(3) });
    let refused = 0;
    let read = 0;
    await fc.assert(
      fc.asyncProperty(jtlText, fc.array(mutation, { maxLength: 12 }), async (text, mutations) => {
        let bytes = bytesOf(text);
        for (const { at, byte, remove } of mutations) {
          const p = at % (bytes.length + 1);
          bytes = new Uint8Array([...bytes.subarray(0, p), byte, ...bytes.subarray(p + remove)]);
        }
        try {
          const { rows, counts } = await readAll(bytes);
          expect(counts.read).toBe(rows.length + counts.rejected);
          expect(Object.values(counts.reasons).reduce((sum, n) => sum + n, 0)).toBe(counts.rejected);
          for (const row of rows) {
            expect(row.latency).toBeGreaterThanOrEqual(0);
            expect(Number.isFinite(row.timestamp)).toBe(true);
            expect(row.failed).toBeLessThanOrEqual(row.weight);
          }
          read++;
        } catch (error) {
          if (!(error instanceof Error) || error.name !== 'HeimrError') throw error;
          refused++;
        }
      }),
      { numRuns: 800 },
    );
    expect(refused).toBeGreaterThan(0);
    expect(read).toBeGreaterThan(refused);
  });
});
