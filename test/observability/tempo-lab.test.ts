import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import type { TestTarget } from '../../src/model/telemetry.js';
import { Asker } from '../../src/observability/asker.js';
import { askTempo } from '../../src/observability/tempo.js';
import { compareTraces, type TraceComparison } from '../../src/observability/trace-comparison.js';
import { FakeTempo } from './fake-tempo/fake-tempo.js';
import { storeOfFile } from './fake-tempo/span-store.js';
import { labFile, labRuns, labTruth } from './lab-runs.js';
import { connectionTo } from './tempo-connection.js';

/** What an analysis of the run's k6 file would ask: slowest, failed and every eighth ordinary request, with the true window of the fault. */
function targetOf(run: string): TestTarget {
  const { testStart, testEnd, faults } = labTruth(run);
  const [fault] = faults;
  const all = gunzipSync(readFileSync(labFile(run, 'k6.json.gz')))
    .toString()
    .split('\n')
    .filter((line) => line.includes('"metric":"http_req_duration"') && line.includes('trace_id'))
    .map((line) => JSON.parse(line).data)
    .map(({ time, value, tags, metadata }) => ({
      ...{ traceId: metadata.trace_id as string, label: tags.name as string, latency: value as number },
      ...{ success: tags.expected_response === 'true', timestamp: Date.parse(time) - value },
    }));
  const during = all.filter(({ timestamp }) => fault !== undefined && timestamp >= fault.onset && timestamp < fault.end);
  const slowest = new Set([...during].sort((a, b) => b.latency - a.latency).slice(0, 100));
  const requests = all
    .map((one) => ({ ...one, why: !one.success ? ('failed' as const) : slowest.has(one) ? ('slow' as const) : ('ordinary' as const) }))
    .filter(({ why }, i) => why !== 'ordinary' || i % 8 === 0)
    .sort((a, b) => a.timestamp - b.timestamp);
  return {
    window: { start: testStart, end: testEnd },
    anomalies: faults.map(({ onset, end, kind, affectedRequests: labels }) => ({ finding: kind, window: { start: onset, end }, labels })),
    healthy: [{ start: testStart + 10_000, end: fault === undefined ? testEnd : fault.onset - 2_000 }],
    requests,
  };
}

/** Slow and failed traces of the trouble against ordinary ones of healthy time. */
function compared(target: TestTarget, traces: Awaited<ReturnType<typeof askTempo>>['answer']['traces']): TraceComparison[] {
  const slow = traces.filter(({ start }) => target.anomalies.some(({ window }) => start >= window.start && start < window.end));
  const normal = traces.filter(({ start }) => target.healthy.some((window) => start >= window.start && start < window.end));
  return compareTraces(slow, normal);
}

describe.skipIf(labRuns.length === 0)('traces of recorded runs, fetched by trace id', () => {
  let fake: FakeTempo | null = null;
  const cases: [run: string, part: object][] = [
    ['slow-dependency', { service: 'payments', owed: 'self' }],
    ['pool-exhaustion', { service: 'orders', owed: 'pool', peer: 'postgresql' }],
    ['db-lock', { service: 'inventory', owed: 'peer', peer: 'postgresql', operation: expect.stringContaining('UPDATE stock') }],
    ['slow-query', { service: 'catalog', owed: 'peer', peer: 'postgresql' }],
    ['disk-io', { peer: 'postgresql' }],
    ['retry-storm', { service: 'orders', owed: 'self' }],
  ];
  afterAll(async () => fake?.stop());

  it.each(cases)('%s: the part that grew most is the fault’s', async (run, part) => {
    await fake?.stop();
    fake = await FakeTempo.start(storeOfFile(labFile(run, 'traces.ndjson.gz')));
    const target = targetOf(run);
    const asker = new Asker(connectionTo(fake.url));
    const { answer, notices } = await askTempo(asker, target, {});
    expect(answer.byId.found).toBe(answer.byId.asked);
    expect(answer.traces.length).toBeGreaterThanOrEqual(100);
    expect(answer.traces.length).toBeLessThanOrEqual(160);
    expect(notices.filter(({ level }) => level === 'warning')).toEqual([]);
    const [first] = compared(target, answer.traces);
    expect(first?.parts[0]).toMatchObject(part);
    expect(first?.parts.reduce((sum, { difference }) => sum + difference, 0)).toBeCloseTo(first?.difference as number, 6);
    const { traces, duration, parts } = first as TraceComparison;
    const ms = (value: number | undefined): string => `${Math.round(value ?? 0)} ms`;
    console.log(
      `${run}: ${asker.asked.length} questions, ${answer.traces.length} traces; ${first?.labels}: ${traces.slow} against ${traces.normal}, ${ms(duration.normal)} -> ${ms(duration.slow)}, of it ${ms(parts[0]?.difference)} in ${parts[0]?.service} ${parts[0]?.owed} ${parts[0]?.peer ?? ''}`,
    );
  });

  it('a sampled run without ids: found by search, one query per item seen', async () => {
    await fake?.stop();
    fake = await FakeTempo.start(storeOfFile(labFile('bad-deploy', 'traces.ndjson.gz')));
    const target = targetOf('bad-deploy');
    const { answer, notices } = await askTempo(new Asker(connectionTo(fake.url)), target, {});
    expect(answer.byId.found / answer.byId.asked).toBeLessThan(0.95);
    expect(notices.map(({ id }) => id)).toContain('tempo-match-rate');
    const [first] = compared(target, answer.traces);
    expect(first?.patterns[0]).toMatchObject({ pattern: 'n-plus-one', service: 'catalog', peer: 'postgresql' });
    expect(first?.shares).toContainEqual(expect.objectContaining({ service: 'catalog', attribute: 'service.version' }));

    const without = await askTempo(new Asker(connectionTo(fake.url)), { ...target, requests: [] }, {});
    expect(without.answer.traces.length).toBeGreaterThan(40);
    expect(without.notices.map(({ id }) => id)).toContain('tempo-no-ids');
  });

  it('a healthy run: nothing grew', async () => {
    await fake?.stop();
    fake = await FakeTempo.start(storeOfFile(labFile('healthy-steady', 'traces.ndjson.gz')));
    const target = targetOf('healthy-steady');
    const { answer } = await askTempo(new Asker(connectionTo(fake.url)), target, {});
    expect(answer.traces.length).toBeGreaterThanOrEqual(100);
    const middle = (target.window.start + target.window.end) / 2;
    const halves = [answer.traces.filter(({ start }) => start < middle), answer.traces.filter(({ start }) => start >= middle)] as const;
    for (const { shares, errors, patterns, difference, duration } of compareTraces(halves[1], halves[0])) {
      expect(errors).toEqual([]);
      expect(patterns.filter(({ pattern }) => pattern !== 'fan-out')).toEqual([]);
      expect(shares).toEqual([]);
      expect(Math.abs(difference)).toBeLessThan(Math.max(40, duration.normal));
    }
  });
});
