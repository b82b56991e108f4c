import type { Analysis, InputFile, Rows } from '../../model/analysis.js';
import { moment, span } from '../../model/moments.js';
import { bytes, count, counted, percentage } from '../../model/quantities.js';
import { numberColumn, table, textColumn } from './table.js';
import { type Block, list, type Note, paragraph, quoted, type Section, strong, type Table, type Text } from './tree.js';

/** Rows that a report shows of a table with one row a file. */
const FILES = 100;

/** Rejected rows that a report shows. */
const REJECTED = 20;

/** What became of every row of every file. */
export function input({ input, window }: Analysis): Section {
  const blocks: Block[] = [paragraph('Rows read = counted + left out by a rule + rejected.'), accounts(input), ...mismatches(input)];
  const rules = input.flatMap(exclusions);
  if (rules.length > 0) blocks.push(paragraph('Left out by a rule:'), list(rules));
  const reasons = input.flatMap(rejections);
  if (reasons.length > 0) blocks.push(paragraph('Rejected:'), list(reasons.slice(0, REJECTED)), ...firstRejected(input));
  if (input.length > 1)
    blocks.push(paragraph('What each file holds alone, and whether their clocks agree:'), totals(input), paragraph(overlap(input, window)));
  return { title: 'Input', brief: false, blocks };
}

function accounts(files: readonly InputFile[]): Table {
  const columns = [
    textColumn('file'),
    textColumn('format'),
    textColumn('written by'),
    numberColumn('size', 'unpacked'),
    numberColumn('read', 'rows'),
    numberColumn('counted', 'rows'),
    numberColumn('left out', 'rows'),
    numberColumn('rejected', 'rows'),
  ];
  return table(
    columns,
    files,
    ({ file, format, tool, compression, bytes: size, rows }) => [
      [quoted(file)],
      format,
      tool.version === null ? [quoted(tool.name)] : [quoted(`${tool.name} ${tool.version}`)],
      `${bytes(size)}${compression === 'none' ? '' : ` (was ${compression})`}`,
      count(rows.read),
      count(rows.counted),
      count(rows.excluded),
      count(rows.rejected),
    ],
    { noun: 'files', limit: FILES, where: 'input' },
  );
}

/** The sum is checked here too: a report must not repeat a claim that its own numbers deny. */
function mismatches(files: readonly InputFile[]): Note[] {
  return files
    .filter(({ rows: { read, counted, excluded, rejected } }) => read !== counted + excluded + rejected)
    .map(({ file }) => ({
      kind: 'note',
      text: [strong('These do not add up'), ' for ', quoted(file), '. That is a fault of Heimr; please report it.'],
    }));
}

const RULES: Record<keyof Rows['excludedBy'], string> = {
  transaction: 'transactions (shown in a table of their own)',
  subResult: 'parts of another request (their parent is counted)',
  outsideWindow: 'outside the part of the run that was asked for',
  labelFilter: 'labels that were filtered out',
  setup: 'requests of the setup or teardown of the script, which are no load',
  overlap: 'in another file of the same run too, and counted there',
  duplicateFile: 'the file was given twice',
};

function exclusions({ file, rows: { excludedBy } }: InputFile): Text[] {
  const rules = Object.keys(RULES) as (keyof Rows['excludedBy'])[];
  return rules
    .filter((rule) => excludedBy[rule] > 0)
    .map((rule) => [quoted(file), `: ${counted(excludedBy[rule], 'row')}: ${RULES[rule]}.`]);
}

function rejections({ file, rows: { read, rejectedBy } }: InputFile): Text[] {
  return rejectedBy.map(({ reason, rows }) => [quoted(file), `: ${counted(rows, 'row')} (${percentage(rows / read)}): ${reason}`]);
}

function firstRejected(files: readonly InputFile[]): Block[] {
  const first = files.flatMap(({ file, rows }) => rows.firstRejected.map((reject) => ({ file, ...reject })));
  if (first.length === 0) return [];
  const columns = [textColumn('file:line'), textColumn('reason'), textColumn('text')];
  const shown = table(
    columns,
    first,
    ({ file, line, reason, text }) => [[quoted(`${file}:${line}`)], reason, text === '' ? '(empty)' : [quoted(text)]],
    { noun: 'rejected rows', limit: REJECTED, where: 'input' },
  );
  return [paragraph('The first rejected rows:'), shown];
}

function totals(files: readonly InputFile[]): Table {
  const columns = [
    textColumn('file'),
    numberColumn('requests', ''),
    numberColumn('failed', ''),
    textColumn('first start (UTC)'),
    textColumn('last end (UTC)'),
  ];
  return table(
    columns,
    files,
    ({ file, totals }) => [[quoted(file)], count(totals.count), count(totals.errors), moment(totals.start), moment(totals.end)],
    { noun: 'files', limit: FILES, where: 'input' },
  );
}

/** Injectors of one run should cover the same time; a file beside it is another run or a clock that is off. */
function overlap(files: readonly InputFile[], window: Analysis['window']): string {
  const held = files.flatMap(({ totals: { start, end } }) => (start === null || end === null ? [] : [{ start, end }]));
  if (held.length < 2) return 'Fewer than two files hold counted requests, so there is no overlap to judge.';
  const from = Math.max(...held.map(({ start }) => start));
  const to = Math.min(...held.map(({ end }) => end));
  if (to <= from) {
    return `The files do not all overlap in time: one begins ${span(from - to)} after another ended. They are parts of a run one after the other, or a clock is off.`;
  }
  const whole = window.duration ?? 0;
  const share = whole > 0 ? ` (${percentage(Math.min(1, (to - from) / whole))} of the window)` : '';
  return `All files overlap for ${span(to - from)}${share}.`;
}
