import { createReadStream, existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
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

/** What the truth beside a fixture says of its rows; see test/fixtures/jmeter. */
interface Truth {
  case: string;
  header: boolean;
  broken: number;
  timeZone: string | null;
  resolution: number;
  requests: { rows: number; count: number };
  transactions: { rows: number };
  subResults: { rows: number };
}

/** Committed files of real JMeters that the oracle can read: rows that are single requests or transactions told by their message. */
export const FIXTURES: { name: string; file: string; requests: number }[] = list(
  join(root, 'test/fixtures/jmeter'),
  /truth\.json$/,
).flatMap((path) => {
  const truth = JSON.parse(readFileSync(path, 'utf8')) as Truth;
  const file = path.replace(/truth\.json$/, 'results.jtl');
  // Which rows are sub-results, and whether stamps are ends, is the fixtures' own test; here it would be assumed, not judged.
  const plain =
    truth.header &&
    truth.broken === 0 &&
    truth.timeZone === null &&
    truth.resolution === 1 &&
    truth.subResults.rows === 0 &&
    truth.requests.rows === truth.requests.count &&
    !['stamps-end', 'labels-instant'].includes(truth.case);
  const told = truth.transactions.rows === 0 || /^[^\n]*responseMessage/.test(readFileSync(file, 'utf8'));
  return plain && told ? [{ name: relative(join(root, 'test/fixtures'), dirname(path)), file, requests: truth.requests.rows }] : [];
});

function list(folder: string, name: RegExp): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => name.test(file))
    .sort()
    .map((file) => join(folder, file));
}

/** A file as the road takes it; opened when it is walked, so that one that nobody walks leaves nothing open. */
export const inputOf = (file: string, highWaterMark = 65536): { name: string; chunks: AsyncIterable<Uint8Array> } => ({
  name: basename(file),
  chunks: { [Symbol.asyncIterator]: () => createReadStream(file, { highWaterMark })[Symbol.asyncIterator]() as AsyncIterator<Uint8Array> },
});
