/**
 * Heimr without files, clock or network: bytes in, a plain value out, and that value rendered. `heimr/node` adds the file system.
 *
 * @example
 * const analysis = await analyze([{ name: 'results.jtl', bytes }]);
 * const markdown = render(analysis, 'markdown');
 */

import { HeimrError } from './errors.js';
import type { Analysis } from './model/analysis.js';
import { reporters } from './reporters/catalog.js';
import type { RenderOptions } from './reporters/reporter.js';

export { type AnalyzeInput, type AnalyzeOptions, analyze, type FileInput, type Moment, type Progress } from './analyzer.js';
export { detectors } from './detectors/catalog.js';
export type { Anomaly, Detector } from './detectors/detector.js';
export type { Case } from './diagnoses/case.js';
export { diagnoses } from './diagnoses/catalog.js';
export { type Diagnosis, defineDiagnosis } from './diagnoses/diagnosis.js';
export type { Dossier } from './diagnoses/dossier.js';
export { type ErrorCode, HeimrError } from './errors.js';
export type { GateOptions } from './gate/gate-plan.js';
export type { Objective } from './gate/objective.js';
export type * from './model/analysis.js';
export type { Facts } from './model/facts.js';
export type { Notice } from './model/notice.js';
export type { ByteInput, OptionalColumn, Reading, Reject, RowCounts, SamplesReading, StampConvention } from './model/reading.js';
export { type Dictionary, Kind, type RowText, type SampleBatch } from './model/sample-batch.js';
export { parsers } from './parsers/catalog.js';
export type { Grade, OpenOptions, Parser } from './parsers/parser.js';
export { reporters } from './reporters/catalog.js';
export type { RenderOptions, Reporter } from './reporters/reporter.js';
export type { Typesetter } from './reporters/typesetter.js';

/**
 * Renders an analysis.
 * @param analysis result of `analyze`, or one read back from its JSON
 * @param reporter id of a reporter: `markdown`, `json`, `junit`, `comment`, `github`, `terminal`, or `pdf`, which needs a typesetter
 * @returns text or bytes, whole
 * @throws HeimrError `usage` for an unknown id, or where an option that the reporter needs is missing
 */
export function render(analysis: Analysis, reporter: string, options?: RenderOptions): string | Uint8Array {
  const found = reporters.find((one) => one.id === reporter);
  if (!found)
    throw new HeimrError('usage', `There is no reporter "${reporter}".`, `Use one of: ${reporters.map((one) => one.id).join(', ')}.`);
  return found.render(analysis, options);
}
