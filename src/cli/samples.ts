/** `heimr samples`: the normalized table of the files as CSV, streaming. */

import { HeimrError } from '../errors.js';
import type { OpenedFile } from '../input/open-files.js';
import { printable } from '../input/printable.js';
import type { AggregateReading, RowCounts } from '../model/reading.js';
import { openResults } from '../open-results.js';
import { isSameFile } from '../output/paths.js';
import { checkWritable, PendingFile } from '../output/write-files.js';
import { parsers } from '../parsers/catalog.js';
import { openReading } from '../parsers/open-reading.js';
import { TRACE_ID_COLUMNS } from '../parsers/parser.js';
import { loadConfig } from './config.js';
import { EXIT } from './exit-codes.js';
import { noticeMessage } from './messages.js';
import { type CellText, SAMPLE_COLUMNS, sampleRows, spreadsheetSafe } from './sample-rows.js';
import type { TextOutput } from './text-output.js';

/** Flags of `heimr samples`. */
export interface SamplesFlags {
  output?: string;
  spreadsheetSafe?: boolean;
  timezone?: string;
  config?: string;
  quiet?: boolean;
}

/** @returns the exit code; @throws HeimrError */
export async function samples(paths: readonly string[], flags: SamplesFlags, out: TextOutput, err: TextOutput): Promise<number> {
  const config = await loadConfig(flags.config);
  const { output } = flags;
  if (output !== undefined) await checkOutput(output, paths);
  const files = await openResults(paths);
  if (output !== undefined)
    refuseOverwriting(
      output,
      files.map(({ path }) => path),
    );
  const pending = output === undefined ? undefined : await PendingFile.open(output);
  // Rows are data: they are printed as they are.
  const print = (text: string): Promise<void> => (pending ? pending.write(text) : out.writeExactly(text));
  const say = async (text: string) => (flags.quiet ? undefined : err.write(text));
  const timeZone = flags.timezone ?? config.timeZone;
  const traceIdColumns = config.traceIdColumns ?? TRACE_ID_COLUMNS;
  try {
    let headed = false;
    for (const file of files) {
      const reading = await openReading(file, parsers, { timeZone, traceIdColumns, note: (notice) => void say(noticeMessage(notice)) });
      if (reading.granularity !== 'samples') throw noSingleRequests(file.name, reading);
      // Only now: a file of another tool must not leave a header behind that looks like an empty table.
      if (!headed) await print(`${SAMPLE_COLUMNS.join(',')}\n`);
      headed = true;
      const cell = cellText(flags.spreadsheetSafe === true, pending === undefined && out.isTerminal);
      for await (const batch of reading.batches()) {
        await print(sampleRows(batch, file.name, cell));
        if (out.closed) return EXIT.ok;
      }
      const rows = reading.rows();
      if (rows.rejected === rows.read) throw noSample(file.name, rows);
      await say(afterwards(file, rows));
    }
    await pending?.flush();
    await pending?.publish();
  } finally {
    await pending?.discard();
  }
  return EXIT.ok;
}

async function checkOutput(output: string, inputs: readonly string[]): Promise<void> {
  const name = printable(output);
  if (!output.toLowerCase().endsWith('.csv')) {
    throw new HeimrError(
      'usage',
      `-o ${name}: samples are written as .csv only.`,
      'Give a name that ends in .csv, or leave -o away for standard output.',
    );
  }
  refuseOverwriting(output, inputs);
  await checkWritable(output);
}

function refuseOverwriting(output: string, inputs: readonly string[]): void {
  if (inputs.some((input) => isSameFile(input, output))) {
    throw new HeimrError('usage', `-o ${printable(output)} would overwrite an input file.`, 'Choose another name.');
  }
}

/** A file of figures has no rows to print; an empty table would say that nothing was asked for. */
function noSingleRequests(name: string, { format, granularity }: AggregateReading): HeimrError {
  const title = parsers.find(({ id }) => id === format)?.title ?? format;
  const what = granularity === 'intervals' ? 'figures per interval of time' : 'figures of the whole run';
  return new HeimrError(
    'unusable',
    `${name} (${title}) holds no single requests to print, only ${what}.`,
    `Leave it out, or see its figures: heimr analyze ${name}`,
  );
}

/** Cells are exact unless a spreadsheet or a terminal would act on them. */
function cellText(safe: boolean, terminal: boolean): CellText {
  const shown: CellText = terminal ? printable : (text) => text;
  return safe ? (text) => spreadsheetSafe(shown(text)) : shown;
}

function afterwards(file: OpenedFile, rows: RowCounts): string {
  const notices = file.notices().map(noticeMessage).join('');
  if (rows.rejected === 0) return notices;
  const reasons = Object.entries(rows.reasons).map(([reason, count]) => `${count} × ${reason}`);
  const first = rows.rejects[0];
  const example = first ? ` First in line ${first.line}: ${first.text}` : '';
  const text = `warning: ${file.name}: ${rows.rejected} of ${rows.read} rows could not be used and are not in the table (${reasons.join('; ')}).${example}`;
  return `${notices}${printable(text)}\n`;
}

/** As `analyze` says it: what recorded nothing, or nothing that can be read, must not pass for a table. */
function noSample(name: string, { read, rejects }: RowCounts): HeimrError {
  if (read === 0) return new HeimrError('unreadable', `${name} holds no sample.`, 'Check that the test ran and wrote results.');
  const first = rejects[0];
  const where = first ? ` The first one, in line ${first.line}: ${first.reason}.` : '';
  return new HeimrError(
    'unreadable',
    `None of the ${read} rows of ${name} can be used.${where}`,
    'Check the columns against docs/parsers, or save the results with the default settings of the load tool.',
  );
}
