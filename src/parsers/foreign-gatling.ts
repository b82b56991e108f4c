import { hasAll, nodeAt } from './foreign-json.js';
import type { ForeignSignature } from './foreign-signature.js';
import { NO_READER, TOTALS } from './foreign-signature.js';
import type { HeadView } from './foreign-view.js';
import { latin1 } from './foreign-view.js';

// The status stands third behind the name, whatever columns a version puts in front; the quotes keep commas in names.
const AWK =
  "For text logs of Gatling 2.2 to 3.12, one line of awk converts: awk -F'\\t' 'BEGIN{print \"timeStamp,elapsed,label,success\"} " +
  '$1=="REQUEST"{for(i=5;i<=NF;i++)if($i=="OK"||$i=="KO"){n=$(i-3);gsub(/"/,"\\"\\"",n);' +
  'print $(i-2) "," $(i-1)-$(i-2) ",\\"" n "\\"," ($i=="OK"?"true":"false");break}}\' simulation.log > results.csv';

const GIVE_LOG = `The single requests are in simulation.log of the same run. ${AWK}`;

/** One line of a text log. Circuit simulators also write a simulation.log, so a keyword alone is not enough. */
function isRecord(fields: readonly string[]): boolean {
  if (fields[0] === 'RUN') return fields.some((field) => /^\d{13,14}$/.test(field));
  if (fields[2] === 'RUN') return /^\d{13}$/.test(fields[3] ?? '');
  if (fields[0] === 'ASSERTION') return /^[A-Za-z0-9+/=]{8,}$/.test(fields[1] ?? '');
  if (fields[0] === 'USER') return fields.some((field) => field === 'START' || field === 'END') && hasStamp(fields);
  if (fields[0] === 'REQUEST') return fields.some((field) => field === 'OK' || field === 'KO') && hasStamp(fields);
  return false;
}

function hasStamp(fields: readonly string[]): boolean {
  return fields.some((field) => /^\d{13}$/.test(field));
}

/** Version by the RUN line, which comes after any assertions; a line that may be cut tells none. */
function textLog(view: HeadView): string | false {
  const records = view.lines.map((line) => line.split('\t'));
  if (!isRecord(records[0] ?? [])) return false;
  const at = records.findIndex((fields) => fields[0] === 'RUN' || fields[2] === 'RUN');
  const run = records[at];
  if (run === undefined) return 'text';
  if (/^\d{14}$/.test(run[1] ?? '')) return 'text, version 1.x';
  if (at === view.lines.length - 1 && !/[\r\n]\s*$/.test(view.text)) return 'text';
  const version = /^\d+(?:\.[\w-]+){1,3}$/.exec(run.at(-1) ?? '')?.[0];
  // Every 2.x writes the plain text 2.0 there.
  return version === undefined ? 'text' : `text, version ${version === '2.0' ? '2.x' : version}`;
}

/** Binary logs begin with record kind 0 and the version as a length-prefixed string; there is no magic number. */
function binaryLog(view: HeadView): string | false {
  const [kind, a, b, c, length] = view.bytes;
  if (kind !== 0 || a !== 0 || b !== 0 || c !== 0 || length === undefined || length < 3 || length > 32) return false;
  const version = latin1(view, 5, 5 + length);
  return version.length === length && /^\d+\.\d+[\w.+-]*$/.test(version) ? `binary, version ${version}` : false;
}

/** What Gatling writes. */
export const gatlingSignatures: readonly ForeignSignature[] = [
  {
    id: 'gatling-text',
    title: 'Gatling simulation log',
    test: textLog,
    why: NO_READER,
    hint: AWK,
  },
  {
    id: 'gatling-binary',
    title: 'Gatling simulation log',
    test: binaryLog,
    why: 'It holds single requests, but since Gatling 3.13 in a binary layout that this version has no reader for.',
    hint: `Gatling up to 3.12 writes the log as text, which is easy to convert. ${AWK}`,
  },
  {
    id: 'gatling-stats',
    title: 'Gatling statistics file (stats.json, global_stats.json or stats.js)',
    test: ({ json, text }) =>
      hasAll(nodeAt(json, 'numberOfRequests'), 'total', 'ok', 'ko') ||
      hasAll(nodeAt(json, 'stats', 'numberOfRequests'), 'total', 'ok', 'ko') ||
      (/^var stats = \{/.test(text) && /"numberOfRequests"/.test(text)),
    why: TOTALS,
    hint: GIVE_LOG,
  },
  {
    id: 'gatling-html',
    title: 'Gatling HTML report',
    test: ({ html, text }) => html && /<title>Gatling Stats/i.test(text),
    why: TOTALS,
    hint: GIVE_LOG,
  },
];
