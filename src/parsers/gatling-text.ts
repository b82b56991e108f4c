import { decodeText } from '../decode/byte-text.js';
import { LineReader } from '../decode/line-reader.js';
import type { ByteInput, SamplesReading } from '../model/reading.js';
import { columnsOf, noteCut, noteRun } from './gatling-notices.js';
import { GatlingTextScanner } from './gatling-text-scanner.js';
import type { Grade, OpenOptions, Parser } from './parser.js';
import { readSamples } from './sample-scanner.js';

/** Lines of the head that are looked at. */
const LOOKED_AT = 20;
/** Lines of which at least this share must be Gatling's. */
const MOST = 0.8;

/** simulation.log of Gatling 1.x to 3.12. */
export const gatlingText: Parser = {
  id: 'gatling-text',
  title: 'Gatling simulation.log, text',
  docs: 'docs/parsers/gatling-text.md',
  granularity: 'samples',
  detect,
  open,
};

/** Simulation.log is a name of many programs, and RUN a word of many logs: the fields must fit too. */
function detect(head: Uint8Array): Grade {
  const lines = new LineReader();
  lines.feed(head);
  let seen = 0;
  let fit = 0;
  let records = 0;
  while (seen < LOOKED_AT) {
    let outcome = lines.next();
    if (outcome === 'none') {
      lines.end();
      outcome = lines.next();
    }
    if (outcome !== 'line') break;
    if (lines.from === lines.to) continue;
    const fields = decodeText(lines.bytes, lines.from, Math.min(lines.to, lines.from + 2000)).split('\t');
    seen++;
    if (isRecord(fields)) {
      fit++;
      if (fields[0] !== 'ASSERTION') records++;
    } else if (lines.open) fit++;
  }
  if (records === 0) return 'no';
  return fit >= MOST * seen ? 'sure' : fit >= 2 ? 'maybe' : 'no';
}

function isRecord(fields: readonly string[]): boolean {
  const [first = '', , third = ''] = fields;
  switch (first) {
    case 'ASSERTION':
      return fields.length === 2;
    case 'RUN':
      return fields.length >= 4 && /^\d{10,17}$/.test(fields.slice(1, 5).find((field) => /^\d+$/.test(field)) ?? '');
    case 'USER':
    case 'SCENARIO':
      return fields.some((field) => field === 'START' || field === 'END') && fields.some(isTime);
    case 'REQUEST':
    case 'ACTION':
      return fields.some((field) => field === 'OK' || field === 'KO') && fields.filter(isTime).length >= 2;
    case 'GROUP':
    case 'ERROR':
      return fields.some(isTime);
    default:
      return (third === 'RUN' || third === 'USER' || third === 'REQUEST' || third === 'GROUP') && fields.some(isTime);
  }
}

function isTime(field: string): boolean {
  return /^-?\d{1,19}$/.test(field);
}

function open(input: ByteInput, { note }: OpenOptions): Promise<SamplesReading> {
  return readSamples(input, {
    note,
    format: gatlingText.id,
    scanner: () => new GatlingTextScanner(),
    facts: ({ run }) => ({
      columns: columnsOf(run),
      tool: { name: 'Gatling', version: run.version },
      stamp: { meaning: 'start', basis: 'format', pairs: 0, againstStart: 0, againstEnd: 0 },
      loadTool: run.loadTool(),
    }),
    finished: ({ run, cut }) => {
      noteRun(input.name, run, note);
      if (cut) noteCut(input.name, null, note);
    },
  });
}
