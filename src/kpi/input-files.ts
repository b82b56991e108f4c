import type { InputFile, Rows } from '../model/analysis.js';
import type { RowCounts } from '../model/reading.js';
import { type CountedFile, excludedRows, isLeftOut } from './count-file.js';
import type { ReportedFile } from './read-figures.js';
import { compareText } from './slowest-rows.js';

const NOTHING_EXCLUDED: Rows['excludedBy'] = {
  transaction: 0,
  subResult: 0,
  outsideWindow: 0,
  labelFilter: 0,
  setup: 0,
  overlap: 0,
  duplicateFile: 0,
};

/** What became of each file, as the analysis states it. */
export function inputFiles(files: readonly CountedFile[]): InputFile[] {
  return files.map((file): InputFile => {
    const leftOut = isLeftOut(file);
    const kept = excludedRows(file.excluded);
    const all = kept + file.counted;
    const excludedBy = leftOut
      ? { ...NOTHING_EXCLUDED, [file.duplicateOf === null ? 'overlap' : 'duplicateFile']: all }
      : { ...NOTHING_EXCLUDED, ...file.excluded };
    const counted = leftOut ? 0 : file.counted;
    return {
      file: file.name,
      format: file.reading.format,
      tool: file.reading.tool,
      granularity: file.reading.granularity,
      compression: file.compression,
      bytes: file.bytes,
      rows: {
        read: file.rows.read,
        counted,
        excluded: leftOut ? all : kept,
        rejected: file.rows.rejected,
        excludedBy,
        rejectedBy: rejectedBy(file.rows),
        firstRejected: file.rows.rejects,
      },
      totals: {
        count: leftOut ? 0 : file.totals.count,
        errors: file.reading.columns.has('success') ? (leftOut ? 0 : file.totals.errors) : null,
        start: counted > 0 ? file.totals.start : null,
        end: counted > 0 ? file.totals.end : null,
      },
      stamp: file.reading.stamp,
      columns: [...file.reading.columns].sort(compareText),
    };
  });
}

/**
 * What became of each file of figures. Its rows are counted if they are in the report.
 * @param beside whether the report is made from single requests, so that these figures would be the same once more
 */
export function reportedInputFiles(files: readonly ReportedFile[], beside: boolean): InputFile[] {
  return files.map(({ name, reading, compression, bytes, rows, duplicateOf, figures }): InputFile => {
    const used = rows.read - rows.rejected;
    const excludedBy = {
      ...NOTHING_EXCLUDED,
      duplicateFile: duplicateOf === null ? 0 : used,
      overlap: duplicateOf === null && beside ? used : 0,
    };
    const excluded = excludedBy.duplicateFile + excludedBy.overlap;
    return {
      file: name,
      format: reading.format,
      tool: reading.tool,
      granularity: reading.granularity,
      compression,
      bytes,
      rows: {
        read: rows.read,
        counted: used - excluded,
        excluded,
        rejected: rows.rejected,
        excludedBy,
        rejectedBy: rejectedBy(rows),
        firstRejected: rows.rejects,
      },
      totals: {
        count: excluded > 0 ? 0 : (figures.overall?.count ?? 0),
        errors: figures.overall === null || excluded > 0 ? null : figures.overall.errors,
        start: excluded > 0 ? null : figures.start,
        end: excluded > 0 ? null : figures.end,
      },
      stamp: null,
      columns: [],
    };
  });
}

function rejectedBy(rows: RowCounts): Rows['rejectedBy'] {
  return Object.entries(rows.reasons)
    .map(([reason, count]) => ({ reason, rows: count }))
    .sort((a, b) => compareText(a.reason, b.reason));
}
