import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { analyze } from '../../src/analyzer.js';

const FOLDER = join(import.meta.dirname, '../fixtures/k6');
interface Truth {
  requests: number;
  failed: number;
  sum: number;
  max: number;
  iterations: number;
}
/** Counted by truth.py, which knows nothing of Heimr. */
const TRUTH = JSON.parse(readFileSync(join(FOLDER, 'truth.json'), 'utf8')) as Record<string, Truth>;

test.each(Object.entries(TRUTH))('%s has the figures that were counted without Heimr', async (name, truth) => {
  const bytes = new Uint8Array(readFileSync(join(FOLDER, 'lab/pool-exhaustion', name)));
  const analysis = await analyze([{ name, bytes }]);
  const { overall } = analysis.kpis;
  expect(overall.count).toBe(truth.requests);
  expect(overall.errors).toBe(truth.failed);
  expect((overall.latency.mean as number) * overall.count).toBeCloseTo(truth.sum, 3);
  expect(overall.latency.max).toBeCloseTo(truth.max, 6);
  expect(analysis.loadTool?.iterations).toBe(truth.iterations);
});

test("a summary's figures are k6's own, with its definition, and what needs requests is not checked", async () => {
  const bytes = new Uint8Array(readFileSync(join(FOLDER, 'lab/pool-exhaustion/summary.json')));
  const { metrics } = JSON.parse(new TextDecoder().decode(bytes)) as { metrics: Record<string, { values: Record<string, number> }> };
  const analysis = await analyze([{ name: 'summary.json', bytes }]);
  const { overall } = analysis.kpis;
  expect(overall.count).toBe(metrics.http_reqs?.values.count);
  expect(overall.errors).toBe(metrics.http_req_failed?.values.passes);
  expect(overall.latency).toMatchObject({ p50: metrics.http_req_duration?.values.med, p95: metrics.http_req_duration?.values['p(95)'] });
  expect(analysis.timeline).toBeNull();
  expect(analysis.statistics).toBeNull();
  expect(analysis.settings.percentiles).toMatchObject({ estimator: 'as-reported', histogram: null });
  expect(analysis.checks.find(({ id }) => id === 'requests')).toMatchObject({ outcome: 'not-checked' });
});
