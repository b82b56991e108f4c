import { LineReader } from '../decode/line-reader.js';
import type { ByteInput, SamplesReading } from '../model/reading.js';
import { readLine } from './k6-json-line.js';
import { K6JsonScanner } from './k6-json-scanner.js';
import { columnsOf, noteRun, refuseWithoutRequests } from './k6-notices.js';
import type { Grade, OpenOptions, Parser } from './parser.js';
import { readSamples } from './sample-scanner.js';
import { spelled } from './trace-id-names.js';

/** Lines of the head that are looked at; a broken first one must not hide the format. */
const LOOKED_AT = 5;

/** Points of k6 in JSON lines (`k6 run --out json=FILE`). */
export const k6Json: Parser = {
  id: 'k6-json',
  title: 'k6 points, JSON lines',
  docs: 'docs/parsers/k6-json.md',
  granularity: 'samples',
  detect,
  open,
};

function detect(head: Uint8Array): Grade {
  const lines = new LineReader();
  lines.feed(head);
  for (let i = 0; i < LOOKED_AT && lines.next() === 'line'; ) {
    if (lines.from === lines.to) continue;
    i++;
    // Cheap before dear: any text file is asked.
    if (lines.bytes[lines.from] !== 123) continue;
    if (readLine(lines.bytes, lines.from, lines.to, [])) return 'sure';
  }
  // A file of one line without an end.
  lines.end();
  return lines.next() === 'line' && lines.line <= LOOKED_AT && readLine(lines.bytes, lines.from, lines.to, []) ? 'sure' : 'no';
}

function open(input: ByteInput, { traceIdColumns, note }: OpenOptions): Promise<SamplesReading> {
  const names = spelled(traceIdColumns);
  return readSamples(input, {
    note,
    format: k6Json.id,
    scanner: () => new K6JsonScanner(names),
    facts: ({ run }) => ({
      columns: columnsOf(run),
      tool: { name: 'k6', version: null },
      // k6 stamps the end (grafana/k6-docs#1051); rows hold the start, taken back by duration and time blocked.
      stamp: { meaning: 'end', basis: 'format', pairs: 0, againstStart: 0, againstEnd: 0 },
      loadTool: run.loadTool(null),
    }),
    finished: (scanner) => {
      refuseWithoutRequests(input.name, scanner.run);
      noteRun(input.name, scanner.run, note);
      if (scanner.cut || scanner.lastIncomplete) {
        note({
          id: 'truncated',
          level: 'warning',
          file: input.name,
          what: scanner.cut ? 'The last line is cut.' : 'The last request lacks its last points: the file ends within it.',
          why: 'The test was ended, or the file was copied before k6 had written it to its end.',
          todo: 'Use the whole file, if there is one.',
        });
      }
    },
  });
}
