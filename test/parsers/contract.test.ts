import { describe, expect, it } from 'vitest';
import { HeimrError } from '../../src/errors.js';
import type { Notice } from '../../src/model/notice.js';
import { KIND_NAMES } from '../../src/model/sample-batch.js';
import { parsers } from '../../src/parsers/catalog.js';
import type { Parser } from '../../src/parsers/parser.js';
import { contractFiles } from './contract-files.js';
import { mutated, seeded } from './contract-mutations.js';
import { rowsOf } from './jmeter-reading.js';

/** Chunks that are overwritten once the next one is asked for, as the edge does; Buffers, whose `slice` is no copy. */
async function* inBuffers(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  for (let p = 0, i = 0; p < bytes.length; i++) {
    const size = sizes[i % sizes.length] as number;
    const chunk = Buffer.alloc(Math.min(size, bytes.length - p));
    chunk.set(bytes.subarray(p, p + chunk.length));
    p += chunk.length;
    yield chunk;
    chunk.fill(0x23);
  }
}

/** Everything that a parser makes of bytes: rows or figures, counters, notices. */
async function outcome(parser: Parser, bytes: Uint8Array, sizes: readonly number[]): Promise<{ handedOut: number; all: unknown }> {
  const notices: Notice[] = [];
  const input = { name: 'file', chunks: inBuffers(bytes, sizes) };
  const reading = await parser.open(input, { timeZone: 'UTC', traceIdColumns: ['trace_id'], note: (notice) => notices.push(notice) });
  if (reading.granularity !== 'samples') {
    const figures = await reading.aggregates();
    return { handedOut: reading.rows().read - reading.rows().rejected, all: { figures, rows: reading.rows(), notices } };
  }
  const rows = [];
  for await (const batch of reading.batches()) rows.push(...rowsOf(batch));
  return {
    handedOut: rows.length,
    all: {
      rows,
      counts: reading.rows(),
      notices,
      columns: [...reading.columns].sort(),
      stamp: reading.stamp,
      loadTool: reading.loadTool(),
    },
  };
}

/** As {@link outcome}; a HeimrError is an outcome too, anything else fails the test. Nothing may be lost. */
async function survives(parser: Parser, bytes: Uint8Array): Promise<void> {
  try {
    const { handedOut, all } = await outcome(parser, bytes, [4096]);
    const counts = (all as { counts?: { read: number; rejected: number } }).counts;
    if (counts) expect(handedOut + counts.rejected).toBe(counts.read);
  } catch (error) {
    if (!(error instanceof HeimrError)) throw error;
    expect(error.hint).not.toBe('');
  }
}

/** What holds for every parser, whatever its format. */
function describeParserContract(parser: Parser): void {
  describe(parser.id, () => {
    const file = contractFiles[parser.id];
    it('has a file for this test', () => {
      expect(file).toBeDefined();
    });
    if (file === undefined) return;
    const bytes = file();

    it('claims its own file, and no other parser does', () => {
      const claims = parsers.filter((one) => one.detect(bytes.subarray(0, 65_536), 'file') !== 'no').map(({ id }) => id);
      expect(claims.filter((id) => id !== 'jmeter-csv' || parser.id === 'jmeter-csv')).toEqual([parser.id]);
    });

    it('reads it whole', async () => {
      const { handedOut, all } = await outcome(parser, bytes, [65_536]);
      expect(handedOut).toBeGreaterThan(0);
      const { counts } = all as { counts?: { rejected: number; read: number } };
      if (counts) expect(counts.read).toBe(handedOut + counts.rejected);
    });

    it('gives rows of the normalized table', async () => {
      const { all } = await outcome(parser, bytes, [65_536]);
      const { rows, columns } = all as { rows?: ReturnType<typeof rowsOf>; columns?: string[] };
      if (columns === undefined || rows === undefined) return;
      for (const row of rows) {
        expect(row.timestamp).toBeGreaterThan(1e15);
        expect(row.timestamp).toBeLessThan(4.2e15);
        expect(row.latency).toBeGreaterThanOrEqual(0);
        expect(row.weight).toBeGreaterThanOrEqual(1);
        expect(KIND_NAMES).toContain(row.kind);
        if (!columns.includes('bytesIn')) expect(row.bytesIn).toBeNaN();
        if (!columns.includes('users')) expect(row.users).toBeNaN();
      }
    });

    for (const sizes of [[1], [7], [4096], [1, 3, 500, 17, 2]]) {
      it(`gives the same for chunks of ${sizes.join(', ')} bytes`, async () => {
        expect((await outcome(parser, bytes, sizes)).all).toEqual((await outcome(parser, bytes, [bytes.length])).all);
      });
    }

    it('bears truncation at any place', async () => {
      const random = seeded(7);
      for (let i = 0; i < 60; i++) await survives(parser, bytes.subarray(0, random(bytes.length)));
      for (let cut = 1; cut < 40; cut++) await survives(parser, bytes.subarray(0, Math.max(0, bytes.length - cut)));
    });

    it('bears corruption of any kind', async () => {
      const random = seeded(11);
      for (let i = 0; i < 150; i++) await survives(parser, mutated(bytes, random));
    });

    it('bears nothing, and what is no file of its own', async () => {
      await survives(parser, new Uint8Array(0));
      await survives(parser, new TextEncoder().encode('\n\n'));
      for (const other of parsers) {
        const theirs = contractFiles[other.id]?.();
        if (theirs && other.id !== parser.id) await survives(parser, theirs.subarray(0, 20_000));
      }
    });
  });
}

for (const parser of parsers) describeParserContract(parser);
