import { createReadStream, existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/* Where the files come from. Real samples live beside the repository and are never committed; fixtures are. */

const root = fileURLToPath(new URL('../../', import.meta.url));
/** Real files, beside the repository unless HEIMR_SAMPLES names another place. */
export const SHARED = process.env['HEIMR_SAMPLES'] ?? join(root, '..', 'shared');

/** Real raw JTL files, with why they are worth it in their names. */
export const REAL: string[] = [
  ...list(join(SHARED, 'samples/jmeter-csv/ehrbase_daily'), /\.jtl$/),
  join(SHARED, 'samples/jmeter-csv/jmeter51_HTMLReportTestFile_2MB.csv'),
  join(SHARED, 'samples/jmeter-csv/taurus_slow-stdev.jtl'),
  join(SHARED, 'lab/runs/slow-dependency-jmeter/results.jtl.gz'),
];

/** Committed generated JTLs, wherever a folder `generated` stands under the fixtures. */
export const GENERATED: string[] = [join(root, 'fixtures/generated'), join(root, 'test/fixtures/generated')]
  .flatMap((folder) => list(folder, /\.(jtl|csv)$/))
  .filter((file) => /^"?timeStamp"?.elapsed/.test(readFileSync(file, 'latin1').slice(0, 200)));

function list(folder: string, name: RegExp): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => name.test(file)).sort().map((file) => join(folder, file));
}

/** A file as the road takes it; opened when it is walked, so that one that nobody walks leaves nothing open. */
export const inputOf = (file: string, highWaterMark = 65536): { name: string; chunks: AsyncIterable<Uint8Array> } => ({
  name: basename(file),
  chunks: { [Symbol.asyncIterator]: () => createReadStream(file, { highWaterMark })[Symbol.asyncIterator]() as AsyncIterator<Uint8Array> },
});
