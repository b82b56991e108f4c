/** Normalized samples as CSV (RFC 4180): what was read, for anyone to check. */

import { redact } from '../model/redact.js';
import { KIND_NAMES, type SampleBatch } from '../model/sample-batch.js';

/** Columns of `heimr samples`, in order. */
export const SAMPLE_COLUMNS = [
  'timestamp',
  'latency',
  'label',
  'error_code',
  'response_message',
  'success',
  'bytes_in',
  'bytes_out',
  'connect',
  'ttfb',
  'thread',
  'trace_id',
  'kind',
  'weight',
  'failed',
  'file',
  'line',
] as const;

/** A text cell → the text that is printed. */
export type CellText = (text: string) => string;

/**
 * A spreadsheet runs a cell that begins with one of these as a formula.
 * @returns the text with an apostrophe before it, which spreadsheets do not show
 */
export const spreadsheetSafe: CellText = (text) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

/**
 * @param file name for the column `file`
 * @param cell what is done to texts before they are quoted
 * @returns the rows of a batch, each with its line end
 */
export function sampleRows(batch: SampleBatch, file: string, cell: CellText): string {
  const name = quoted(cell(file));
  const text = (value: string) => (value === '' ? '' : quoted(cell(redact(value))));
  let rows = '';
  for (let i = 0; i < batch.rows; i++) {
    const thread = batch.thread[i] ?? -1;
    const message = batch.text(i, 'responseMessage') || batch.text(i, 'failureMessage');
    rows += `${Math.round(batch.timestamp[i] ?? Number.NaN)},${batch.latency[i]},${text(batch.labels.text(batch.label[i] ?? 0))},`;
    rows += `${text(batch.codes.text(batch.code[i] ?? 0))},${text(message)},${batch.success[i] === 1},`;
    rows += `${known(batch.bytesIn[i])},${known(batch.bytesOut[i])},${known(batch.connect[i])},${known(batch.ttfb[i])},`;
    rows += `${thread < 0 ? '' : text(batch.threads.text(thread))},${text(batch.text(i, 'traceId'))},${KIND_NAMES[batch.kind[i] ?? 0]},`;
    rows += `${batch.weight[i]},${batch.failed[i]},${name},${batch.line[i]}\n`;
  }
  return rows;
}

function known(value: number | undefined): string {
  return value === undefined || Number.isNaN(value) ? '' : String(value);
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
