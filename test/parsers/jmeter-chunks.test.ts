import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jtlText } from './jmeter-arbitrary.js';
import { bytesOf, file, HEADER, line, type Read, readAll } from './jmeter-reading.js';
import { layoutOf, parts, scan } from './jmeter-scanning.js';

/** All that must not depend on the chunks. */
function essence({ rows, counts, notices, reading, whole }: Read) {
  return { rows, counts, notices, whole, stamp: reading.stamp, firstStart: reading.firstStart, columns: [...reading.columns] };
}

async function outcome(bytes: Uint8Array, chunks: readonly number[]): Promise<unknown> {
  try {
    return essence(await readAll(bytes, { chunks }));
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'HeimrError') throw error;
    return error.message;
  }
}

const sizes = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 8 });

describe('chunks', () => {
  it('do not matter to the scanner, whatever they cut', () => {
    fc.assert(
      fc.property(jtlText, sizes, fc.integer({ min: 1, max: 30 }), (text, chunks, capacity) => {
        const { header, rest } = parts(text.replace('\uFEFF', ''));
        const bytes = bytesOf(rest);
        const layout = layoutOf(header, { capacity });
        expect(scan(bytes, layout, chunks)).toEqual(scan(bytes, layout));
      }),
      { numRuns: 1500 },
    );
  });

  it('may cut records anywhere', () => {
    const broken = '"x"y and the rest of a line that is rejected';
    const rows = [
      line({ label: '"a\r\nb, ü"' }),
      line({ label: 'P' }),
      line({ label: 'P-0', elapsed: 5 }),
      broken,
      '',
      line(),
      HEADER,
      line(),
    ];
    for (const end of ['\n', '\r\n', '\r']) {
      const bytes = bytesOf(rows.join('\n').replaceAll(/\r?\n/g, end));
      const layout = layoutOf(HEADER, {});
      const whole = scan(bytes, layout);
      expect(whole).toMatchObject({ counts: { read: 6, rejected: 1 } });
      expect(scan(bytes, layout, [1])).toEqual(whole);
      for (let cut = 1; cut < bytes.length; cut++) expect(scan(bytes, layout, [cut, 1 << 20])).toEqual(whole);
    }
  });

  it('do not matter to the head', async () => {
    await fc.assert(
      fc.asyncProperty(jtlText, sizes, async (text, chunks) => {
        const bytes = bytesOf(text);
        expect(await outcome(bytes, chunks)).toEqual(await outcome(bytes, [1 << 20]));
      }),
      { numRuns: 200 },
    );
  });

  it('do not matter behind the first megabyte', async () => {
    const long = 'z'.repeat(1 << 20);
    const rows = Array.from({ length: 14_000 }, (_, i) =>
      line({ at: i, label: i % 7 === 0 ? `"a ""${i % 5}"",\n"` : `l ${i % 9}`, thread: `T ${i % 4}` }),
    );
    rows.splice(13_000, 0, line({ message: long }), line({ message: `"${long}"` }), line({ label: '"open' }), '"a"b');
    const bytes = bytesOf(file(...rows));
    const whole = await outcome(bytes, [1 << 24]);
    expect(whole).toMatchObject({ counts: { read: 14_004, rejected: 4 } });
    for (const chunks of [[4096], [65_536], [1_000_003], [1, 70_000]]) {
      const read = await outcome(bytes, chunks);
      // Compared piece by piece: a difference in fourteen thousand rows could not be printed.
      expect(JSON.stringify(read) === JSON.stringify(whole)).toBe(true);
    }
  });
});

const SAMPLES = '../shared/samples/jmeter-csv';

function samples(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? samples(path) : [path];
  });
}

if (!existsSync(SAMPLES)) console.log(`skipped: real files in chunks, because ${SAMPLES} is missing`);

describe.skipIf(!existsSync(SAMPLES))('real files in chunks', () => {
  const paths = existsSync(SAMPLES) ? samples(SAMPLES).filter((path) => statSync(path).size < 200_000) : [];

  it.each(paths)('%s', async (path) => {
    const bytes = new Uint8Array(readFileSync(path));
    const whole = await outcome(bytes, [1 << 24]);
    expect(await outcome(bytes, [64, 1, 4096])).toEqual(whole);
    const { header, rest } = parts(new TextDecoder().decode(bytes));
    if (!/timestamp/i.test(header)) return;
    const records = bytesOf(rest);
    const layout = layoutOf(header, {});
    const read = scan(records, layout);
    for (const chunks of [[1], [7], [997], [64, 1, 4096]]) expect(scan(records, layout, chunks)).toEqual(read);
  });
});
