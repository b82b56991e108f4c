import type { InputFile } from '../model/analysis.js';
import type { CountedFile } from './count-file.js';
import { compareText } from './slowest-rows.js';

/** What became of each file, as the analysis states it. */
export function inputFiles(files: readonly CountedFile[]): InputFile[] {
  return files.map((file): InputFile => {
    const duplicate = file.duplicateOf !== null;
    const { transaction, subResult, outsideWindow, labelFilter } = file.excluded;
    const kept = transaction + subResult + outsideWindow + labelFilter;
    const excludedBy = duplicate
      ? { transaction: 0, subResult: 0, outsideWindow: 0, labelFilter: 0, duplicateFile: kept + file.counted }
      : { ...file.excluded, duplicateFile: 0 };
    const counted = duplicate ? 0 : file.counted;
    return {
      file: file.name,
      format: file.reading.format,
      tool: file.reading.tool,
      compression: file.compression,
      bytes: file.bytes,
      rows: {
        read: file.rows.read,
        counted,
        excluded: duplicate ? kept + file.counted : kept,
        rejected: file.rows.rejected,
        excludedBy,
        rejectedBy: Object.entries(file.rows.reasons)
          .map(([reason, rows]) => ({ reason, rows }))
          .sort((a, b) => compareText(a.reason, b.reason)),
        firstRejected: file.rows.rejects,
      },
      totals: {
        count: duplicate ? 0 : file.totals.count,
        errors: file.reading.columns.has('success') ? (duplicate ? 0 : file.totals.errors) : null,
        start: counted > 0 ? file.totals.start : null,
        end: counted > 0 ? file.totals.end : null,
      },
      stamp: file.reading.stamp,
      columns: [...file.reading.columns].sort(compareText),
    };
  });
}
