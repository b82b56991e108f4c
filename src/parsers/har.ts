import { decodeText } from '../decode/byte-text.js';
import { HeimrError } from '../errors.js';
import type { LoadTool } from '../model/load-tool.js';
import type { ByteInput, Note, OptionalColumn, SamplesReading } from '../model/reading.js';
import { HarScanner } from './har-scanner.js';
import { zoneRule } from './jmeter-time-zone.js';
import type { Grade, OpenOptions, Parser } from './parser.js';
import { readSamples } from './sample-scanner.js';

/** Requests of this many and fewer are a page load, not a load test. */
const FEW = 1000;

/** Recordings of a browser or proxy (HTTP Archive 1.1 and 1.2). */
export const har: Parser = {
  id: 'har',
  title: 'HAR (HTTP Archive)',
  docs: 'docs/parsers/har.md',
  granularity: 'samples',
  detect,
  open,
};

/** Members of `log`, by the format and the recorders' own (with an underscore). */
const LOG = /"log"\s*:\s*\{\s*"(?:version|creator|browser|pages|entries|comment|_\w*)"\s*:/;

function detect(head: Uint8Array): Grade {
  const text = decodeText(head, 0, head.length).replace(/^\ufeff/, '');
  if (!/^\s*\{/.test(text) || !LOG.test(text)) return 'no';
  return /"(?:creator|entries|pages)"\s*:/.test(text) ? 'sure' : 'maybe';
}

const COLUMNS: ReadonlySet<OptionalColumn> = new Set([
  'label',
  'responseCode',
  'responseMessage',
  'success',
  'bytesIn',
  'bytesOut',
  'connect',
  'ttfb',
  'url',
]);

function open(input: ByteInput, { timeZone, note }: OpenOptions): Promise<SamplesReading> {
  const toEpoch = timeZone === undefined ? (wall: number): number => wall : zoneRule(timeZone);
  return readSamples(input, {
    format: har.id,
    scanner: () => new HarScanner(toEpoch),
    facts: ({ creator, pageLoads }) => ({
      columns: COLUMNS,
      tool: creator ?? { name: 'HAR', version: null },
      stamp: { meaning: 'start', basis: 'format', pairs: 0, againstStart: 0, againstEnd: 0 },
      loadTool: creator === null ? null : loadTool(creator, pageLoads),
    }),
    finished: (scanner) => {
      refuse(input.name, scanner);
      noteAfter(input.name, scanner, timeZone === undefined, note);
    },
  });
}

function loadTool(creator: { name: string; version: string | null }, loads: readonly number[]): LoadTool {
  const sum = loads.reduce((a, b) => a + b, 0);
  return {
    ...creator,
    users: null,
    iterations: null,
    droppedIterations: null,
    checks: null,
    thresholds: null,
    scenarios: null,
    metrics:
      loads.length === 0
        ? []
        : [
            {
              name: 'onLoad of pages',
              kind: 'trend',
              unit: 'ms',
              count: loads.length,
              sum,
              share: null,
              min: loads.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
              mean: sum / loads.length,
              max: loads.reduce((a, b) => Math.max(a, b), 0),
              last: null,
              percentiles: [],
            },
          ],
  };
}

/** @throws HeimrError where there are no entries at all */
function refuse(name: string, { entries, broken, cut, tally }: HarScanner): void {
  if (tally.counts.read > tally.counts.rejected || entries) return;
  throw new HeimrError(
    'unusable',
    broken !== null
      ? `${name} looks like a HAR, but cannot be read from line ${broken.line} on (byte ${broken.offset}): ${broken.why}.`
      : `${name} looks like a HAR, but ${cut ? 'ends before its entries begin' : 'holds no list of entries'}.`,
    'Record it again, and save it once the page has loaded.',
  );
}

function noteAfter(file: string, scanner: HarScanner, zoneUnknown: boolean, note: Note): void {
  const { counted, notCounted, localStamps, differing, broken, cut } = scanner;
  note({
    id: 'har-verdict',
    level: 'info',
    file,
    what: 'Requests with a status of 200 to 399 and without an error count as successful.',
    why: 'A HAR holds no verdict of its own.',
    todo: '',
  });
  if (counted > 0 && counted <= FEW) {
    note({
      id: 'few-requests',
      level: 'warning',
      file,
      what: `A HAR of ${counted} requests is a recording of one user, not a load test.`,
      why: 'Its percentiles say what this page load was like, and nothing about the system under load.',
      todo: '',
    });
  }
  if (notCounted > 0) {
    note({
      id: 'no-response-time',
      level: 'info',
      file,
      what: `${notCounted} WebSocket connections and data: addresses are not counted.`,
      why: 'Their time is how long a connection was open, or nothing was asked of a server.',
      todo: '',
    });
  }
  if (differing > 0) {
    note({
      id: 'times-differ',
      level: 'info',
      file,
      what: `In ${differing} entries the time is not the sum of its parts; the time was taken.`,
      why: 'Some recorders measure the parts apart.',
      todo: '',
    });
  }
  if (localStamps > 0 && zoneUnknown) {
    note({
      id: 'local-stamps',
      level: 'warning',
      file,
      what: `${localStamps} stamps have no time zone and were read as UTC.`,
      why: 'The format wants one.',
      todo: 'Give the zone of the machine that recorded it with --timezone.',
    });
  }
  if (broken !== null || cut) {
    note({
      id: broken !== null ? 'corrupt' : 'truncated',
      level: 'warning',
      file,
      what:
        broken !== null
          ? `The file cannot be read from line ${broken.line} on (byte ${broken.offset}): ${broken.why}. Entries before that are counted.`
          : 'The file ends early. All entries that are whole are counted.',
      why: 'The recorder was ended before it could write the end, or the file was copied before, or changed by hand.',
      todo: 'Use the whole file, if there is one.',
    });
  }
}
