import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../src/analyzer.js';
import type { Analysis } from '../../src/model/analysis.js';

/*
 * k6's own end-of-test summary of a recorded run beside what Heimr makes of the points of the same run, figure by figure. k6 keeps all values and
 * interpolates between the two nearest; Heimr gives a value that occurred (nearest rank), from a histogram. So percentiles are compared with both:
 * k6's must come out of the same values by its own rule, and Heimr's by its own, within the bound that it states.
 */
const LAB = join(import.meta.dirname, '../../../shared/lab/runs');
const runs = existsSync(LAB) ? readdirSync(LAB).filter((name) => existsSync(join(LAB, name, 'k6-summary.json'))) : [];
if (runs.length === 0) console.log('comparison with summaries of k6 skipped: ../shared/lab is not there');

type Metric = { values: Record<string, number> };
const summaryOf = (run: string) =>
  (JSON.parse(readFileSync(join(LAB, run, 'k6-summary.json'), 'utf8')) as { metrics: Record<string, Metric> }).metrics;
const unpacked = (run: string, file: string): Uint8Array => gunzipSync(readFileSync(join(LAB, run, file)));
const read = (run: string, file: string): Promise<Analysis> => analyze([{ name: file, bytes: unpacked(run, file) }]);

/** Values of a metric, in order. */
function valuesOf(run: string, metric: string): Float64Array {
  const values = new TextDecoder()
    .decode(unpacked(run, 'k6.json.gz'))
    .split('\n')
    .filter((line) => line.includes(`"metric":"${metric}"`) && line.includes('"type":"Point"'))
    .map((line) => (JSON.parse(line) as { data: { value: number } }).data.value);
  return Float64Array.from(values).sort();
}
/** at position p (n − 1), between two values. */
function interpolated(sorted: Float64Array, p: number): number {
  const at = p * (sorted.length - 1);
  const below = sorted[Math.floor(at)] as number;
  return below + (at - Math.floor(at)) * ((sorted[Math.ceil(at)] as number) - below);
}
const nearestRank = (sorted: Float64Array, p: number): number => sorted[Math.max(0, Math.ceil(p * sorted.length - 1e-9) - 1)] as number;

describe.each(runs)('%s', (run) => {
  const k6 = summaryOf(run);
  const duration = k6.http_req_duration?.values as Record<string, number>;

  test.each(['k6.json.gz', 'k6.csv.gz'])('%s has the counts and exact figures of the summary', async (file) => {
    const { kpis, loadTool, settings } = await read(run, file);
    // Six decimals in CSV.
    const digits = file === 'k6.csv.gz' ? 5 : 9;
    expect(kpis.overall.count).toBe(k6.http_reqs?.values.count);
    expect(kpis.overall.errors).toBe(k6.http_req_failed?.values.passes);
    expect(kpis.overall.latency.min).toBeCloseTo(duration.min as number, digits);
    expect(kpis.overall.latency.max).toBeCloseTo(duration.max as number, digits);
    expect(kpis.overall.latency.mean).toBeCloseTo(duration.avg as number, digits - 1);
    expect(loadTool?.iterations).toBe(k6.iterations?.values.count);
    expect(loadTool?.droppedIterations ?? 0).toBe(k6.dropped_iterations?.values.count ?? 0);
    expect(loadTool?.users?.max).toBe(k6.vus?.values.max);
    const own = (name: string) => loadTool?.metrics.find((metric) => metric.name === name);
    expect(own('data_received')?.sum).toBe(k6.data_received?.values.count);
    expect(own('data_sent')?.sum).toBe(k6.data_sent?.values.count);
    expect(own('iteration_duration')).toMatchObject({ count: k6.iteration_duration?.values.count });
    expect(own('iteration_duration')?.max).toBeCloseTo(k6.iteration_duration?.values.max as number, digits);
    expect(own('iteration_duration')?.mean).toBeCloseTo(k6.iteration_duration?.values.avg as number, digits - 1);
    expect(settings.percentiles.estimator).toBe('nearest-rank');
  });

  test('percentiles are both those of the same values, each by its own rule', async () => {
    const { kpis, settings } = await read(run, 'k6.json.gz');
    const sorted = valuesOf(run, 'http_req_duration');
    const bound = settings.percentiles.relativeError as number;
    for (const [share, theirs, ours] of [
      [0.5, duration.med, kpis.overall.latency.p50],
      [0.9, duration['p(90)'], kpis.overall.latency.p90],
      [0.95, duration['p(95)'], kpis.overall.latency.p95],
      [0.99, duration['p(99)'], kpis.overall.latency.p99],
    ] as const) {
      expect(theirs).toBeCloseTo(interpolated(sorted, share), 9);
      const exact = nearestRank(sorted, share);
      expect(Math.abs((ours as number) - exact) / exact).toBeLessThanOrEqual(bound);
    }
  });

  test('the summary read by itself says what k6 says', async () => {
    const analysis = await analyze([{ name: 'k6-summary.json', bytes: new Uint8Array(readFileSync(join(LAB, run, 'k6-summary.json'))) }]);
    expect(analysis.kpis.overall).toMatchObject({ count: k6.http_reqs?.values.count, errors: k6.http_req_failed?.values.passes });
    expect(analysis.kpis.overall.latency).toMatchObject({
      min: duration.min,
      mean: duration.avg,
      p50: duration.med,
      p90: duration['p(90)'],
      p95: duration['p(95)'],
      p99: duration['p(99)'],
      max: duration.max,
    });
  });
});
