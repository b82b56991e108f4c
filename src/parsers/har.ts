import { decodeText } from '../decode/byte-text.js';
import { HeimrError } from '../errors.js';
import type { LoadTool } from '../model/load-tool.js';
import type { ByteInput, OptionalColumn, SamplesReading } from '../model/reading.js';
import { noteAfter } from './har-notices.js';
import { HarScanner } from './har-scanner.js';
import { zoneRule } from './jmeter-time-zone.js';
import type { Grade, OpenOptions, Parser } from './parser.js';
import { readSamples } from './sample-scanner.js';

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
    note,
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

/** @throws HeimrError where there are no entries at all, or only failures have times */
function refuse(name: string, { entries, broken, cut, tally, timed, waitless }: HarScanner): void {
  if (waitless > 0 && timed === 0)
    throw new HeimrError(
      'unusable',
      `${name} was recorded without times: what it calls so lacks the wait for the answer in all ${waitless} answered requests.`,
      "Record it with times. Playwright leaves them away in its mode 'minimal'; its mode 'full' writes them.",
    );
  if (tally.counts.read > tally.counts.rejected || entries) return;
  throw new HeimrError(
    'unusable',
    broken !== null
      ? `${name} looks like a HAR, but cannot be read from line ${broken.line} on (byte ${broken.offset}): ${broken.why}.`
      : `${name} looks like a HAR, but ${cut ? 'ends before its first entry is whole' : 'holds no list of entries'}.`,
    'Record it again, and save it once the page has loaded.',
  );
}
