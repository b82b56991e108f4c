import { decodeText } from '../decode/byte-text.js';
import { lineEnd } from '../decode/csv-record.js';
import type { ByteInput, SamplesReading } from '../model/reading.js';
import { columnsOfHeader } from './k6-csv-columns.js';
import { K6CsvScanner } from './k6-csv-scanner.js';
import { columnsOf, noteRun, refuseWithoutRequests } from './k6-notices.js';
import type { Grade, OpenOptions, Parser } from './parser.js';
import { readSamples } from './sample-scanner.js';
import { spelled } from './trace-id-names.js';

/** Points of k6 as CSV (`k6 run --out csv=FILE`). */
export const k6Csv: Parser = {
  id: 'k6-csv',
  title: 'k6 points, CSV',
  docs: 'docs/parsers/k6-csv.md',
  granularity: 'samples',
  detect,
  open,
};

function detect(head: Uint8Array): Grade {
  const end = lineEnd(head, 0, head.length);
  const first = decodeText(head, 0, Math.min(end < 0 ? head.length : end, 8192));
  const names = first
    .replace(/^\ufeff/, '')
    .trimEnd()
    .split(',');
  return columnsOfHeader(names.map((name) => name.replace(/^"|"$/g, ''))) === null ? 'no' : 'sure';
}

function open(input: ByteInput, { traceIdColumns, note }: OpenOptions): Promise<SamplesReading> {
  const names = spelled(traceIdColumns);
  return readSamples(input, {
    note,
    format: k6Csv.id,
    scanner: () => new K6CsvScanner(names),
    facts: ({ run }) => ({
      columns: columnsOf(run),
      tool: { name: 'k6', version: null },
      stamp: { meaning: 'end', basis: 'format', pairs: 0, againstStart: 0, againstEnd: 0 },
      loadTool: run.loadTool(null),
    }),
    finished: (scanner) => {
      refuseWithoutRequests(input.name, scanner.run);
      noteRun(input.name, scanner.run, note);
      if (scanner.format?.name === 'unix' && scanner.run.requests > 0) {
        note({
          id: 'whole-seconds',
          level: 'info',
          file: input.name,
          what: 'Times are whole seconds: a request is placed in time to a second, its duration is exact.',
          why: 'k6 writes CSV so by default.',
          todo: 'For finer times: K6_CSV_TIME_FORMAT=unix_micro, or --out json.',
        });
      }
      if (scanner.cut) {
        note({
          id: 'truncated',
          level: 'warning',
          file: input.name,
          what: 'The last row is cut.',
          why: 'The test was ended, or the file was copied before k6 had written it to its end.',
          todo: 'Use the whole file, if there is one.',
        });
      }
    },
  });
}
