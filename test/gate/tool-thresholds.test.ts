import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { analyze } from '../../src/analyzer.js';

/** k6's own summary of a recorded run, with two thresholds as k6 adds them. */
function summary(): Uint8Array {
  const path = join(import.meta.dirname, '../fixtures/k6/lab/pool-exhaustion/summary.json');
  const value = JSON.parse(readFileSync(path, 'utf8')) as { metrics: Record<string, { thresholds?: object }> };
  (value.metrics.http_req_duration as { thresholds?: object }).thresholds = { 'p(95)<10': { ok: false } };
  (value.metrics.http_req_failed as { thresholds?: object }).thresholds = { 'rate<0.5': { ok: true } };
  return new TextEncoder().encode(JSON.stringify(value));
}
const gateOf = async (toolThresholds: 'fail' | 'warn' | 'ignore') =>
  (await analyze([{ name: 'summary.json', bytes: summary() }], { gate: { toolThresholds, fail: ['count < 1'] } })).gate;

test("k6's own thresholds count as chosen, with the result that k6 gave them", async () => {
  const failing = await gateOf('fail');
  expect(failing?.passed).toBe(false);
  const own = failing?.conditions.filter(({ origin }) => origin === 'tool-threshold') ?? [];
  expect(own.map(({ expression, level, outcome }) => [expression, level, outcome]).sort()).toEqual([
    ['http_req_duration: p(95)<10', 'fail', 'failed'],
    ['http_req_failed: rate<0.5', 'fail', 'passed'],
  ]);
  const warning = await gateOf('warn');
  expect([warning?.passed, warning?.conditions.filter(({ level }) => level === 'warn').length]).toEqual([true, 2]);
  expect((await gateOf('ignore'))?.conditions).toHaveLength(1);
});

test('a figure that the tool computed is a figure of a condition too', async () => {
  const { gate, kpis } = await analyze([{ name: 'summary.json', bytes: summary() }], { gate: { fail: ['p95 > 1ms'] } });
  expect(gate?.conditions).toMatchObject([{ outcome: 'failed', value: kpis.overall.latency.p95, n: kpis.overall.count }]);
});
