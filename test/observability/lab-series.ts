import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Window } from '../../src/model/window.js';
import type { RawSeries } from '../../src/observability/metrics/raw-series.js';

/** Folder of recorded runs, beside the repository; `HEIMR_LAB` names another one. */
export const LAB = process.env['HEIMR_LAB'] ?? resolve(import.meta.dirname, '../../../shared/lab/runs');

/** Names of recorded runs; none where they are not on this machine. */
export const labRuns = (): string[] => (existsSync(LAB) ? readdirSync(LAB).sort() : []);

/** Raw samples of a run, and the window that was recorded. */
export function labSeries(run: string): { series: RawSeries[]; window: Window; test: Window; truth: Truth } {
  const truth = JSON.parse(readFileSync(join(LAB, run, 'truth.json'), 'utf8')) as Truth;
  const lines = gunzipSync(readFileSync(join(LAB, run, 'metrics.ndjson.gz')))
    .toString('utf8')
    .trimEnd()
    .split('\n');
  const series = lines.map((line): RawSeries => {
    const { labels, values } = JSON.parse(line) as { labels: Record<string, string>; values: [number, number | string][] };
    return { labels, times: values.map(([time]) => time), values: values.map(([, value]) => Number(value)) };
  });
  return {
    series,
    window: { start: truth.recordFrom, end: truth.recordTo },
    test: { start: truth.testStart, end: truth.testEnd },
    truth,
  };
}

/** What was wrong in a run, as recorded. */
export interface Truth {
  healthy: boolean;
  recordFrom: number;
  recordTo: number;
  testStart: number;
  testEnd: number;
  faults: { kind: string; service: string; target: string; onset: number; end: number }[];
}
