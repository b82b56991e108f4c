import { expect, it } from 'vitest';
import { HeimrError } from '../../src/errors.js';
import { parsers } from '../../src/parsers/catalog.js';
import { detectParser } from '../../src/parsers/detect.js';
import type { Parser } from '../../src/parsers/parser.js';
import { contractFiles } from './contract-files.js';
import { mutated, restructured, seeded } from './contract-mutations.js';

/** `npm run fuzz` goes on for three minutes; the suite only looks whether the command works. */
const SECONDS = Number(process.env.HEIMR_FUZZ_SECONDS ?? 5);
/** Inputs after which it ends before its time. */
const INPUTS = Number(process.env.HEIMR_FUZZ_INPUTS ?? Number.POSITIVE_INFINITY);
const SEED = Number(process.env.HEIMR_FUZZ_SEED ?? 1);
/** One input may take so much time of the processor, ms. (By the clock, a process that has to wait for others looks as if it hung.) */
const HANG = 2000;

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** Reads what is claimed. @returns whether a parser took it */
async function read(bytes: Uint8Array): Promise<boolean> {
  let parser: Parser;
  try {
    parser = detectParser(bytes, 'file', parsers);
  } catch (error) {
    if (error instanceof HeimrError) return false;
    throw error;
  }
  try {
    const reading = await parser.open({ name: 'file', chunks: once(bytes) }, { timeZone: 'UTC', traceIdColumns: [], note: () => {} });
    let handedOut = 0;
    if (reading.granularity === 'samples') for await (const batch of reading.batches()) handedOut += batch.rows;
    else await reading.aggregates();
    const counts = reading.rows();
    if (reading.granularity === 'samples' && handedOut + counts.rejected !== counts.read) {
      throw new Error(`${parser.id}: ${handedOut} rows and ${counts.rejected} rejected are not ${counts.read} read`);
    }
  } catch (error) {
    if (!(error instanceof HeimrError)) throw error;
  }
  return true;
}

it(
  'files made wrong by structure and by byte crash nothing, hang nothing and lose nothing',
  async () => {
    const random = seeded(SEED);
    const files = parsers.map(({ id }) => ({ id, bytes: contractFiles[id]?.().subarray(0, 6000) as Uint8Array, inputs: 0, taken: 0 }));
    // Most mistakes show in few records, and short files are read in a fraction of the time.
    const piece = (bytes: Uint8Array): Uint8Array => bytes.subarray(0, random(8) === 0 ? bytes.length : 800 + random(1200));
    const until = performance.now() + SECONDS * 1000;
    for (let i = 0; i < INPUTS && performance.now() < until; i++) {
      const file = files[i % files.length] as (typeof files)[number];
      let bytes = random(2) === 0 ? restructured(piece(file.bytes), random) : mutated(piece(file.bytes), random);
      for (let more = random(3); more > 0 && bytes.length > 1; more--) bytes = mutated(bytes, random);
      const start = process.cpuUsage();
      try {
        if (await read(bytes)) file.taken++;
      } catch (error) {
        throw new Error(`${file.id}, input ${i} of seed ${SEED}: ${(error as Error).stack}`);
      }
      file.inputs++;
      const { user, system } = process.cpuUsage(start);
      expect((user + system) / 1000, `${file.id}, input ${i} of seed ${SEED} took too long`).toBeLessThan(HANG);
    }
    const inputs = files.reduce((sum, file) => sum + file.inputs, 0);
    const taken = files.reduce((sum, file) => sum + file.taken, 0);
    console.log(`fuzz: ${inputs} inputs, ${((100 * taken) / inputs).toFixed(1)} % past detection`);
    console.log(files.map((file) => `  ${file.id}: ${file.inputs}, ${((100 * file.taken) / file.inputs).toFixed(0)} %`).join('\n'));
    expect(taken / inputs).toBeGreaterThan(0.5);
  },
  (SECONDS + 60) * 1000,
);
