import { describe, expect, it } from 'vitest';
import { analyzeRows, type Row } from '../kpi/jtl.js';

/** A fixed sequence of numbers in 0..1 (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Normal by twelve uniforms. */
const normal = (next: () => number): number => Array.from({ length: 12 }, next).reduce((sum, one) => sum + one, -6);

/**
 * Ten minutes of open load, 20 requests a second, over so many endpoints, each with a speed of its own; none has enough requests to be followed alone.
 * @param factor how many times as long a request of an endpoint takes that starts then
 */
function run(seed: number, endpoints: number, factor: (endpoint: number, at: number) => number): Row[] {
  const next = numbers(seed);
  const rows: Row[] = [];
  for (let at = 0; at < 600_000; at += -50 * Math.log(1 - next())) {
    const endpoint = Math.floor(next() * endpoints);
    const usual = 20 + ((endpoint * 37) % 90);
    const ms = usual * Math.exp(0.35 * normal(next)) * factor(endpoint, at);
    rows.push({ at: Math.round(at), ms: Math.max(1, Math.round(ms)), label: `GET /item/${endpoint}` });
  }
  return rows;
}

const inTrouble = (at: number): boolean => at >= 240_000 && at < 420_000;

describe('endpoints with too few requests to be followed one by one', () => {
  it('are named, all of them, where a third of them gets slower', async () => {
    const { findings, verdict, window } = await analyzeRows(run(1, 60, (endpoint, at) => (endpoint % 3 === 0 && inTrouble(at) ? 4 : 1)));
    expect(findings.map(({ kind }) => kind)).toEqual(['latency-shift']);
    const slow = Array.from({ length: 20 }, (_, i) => `GET /item/${3 * i}`).sort();
    expect([...(findings[0]?.labels ?? [])].sort()).toEqual(slow);
    expect(((findings[0]?.window?.start ?? 0) - (window.start ?? 0)) / 1000).toBeCloseTo(240, -1);
    expect(((findings[0]?.window?.end ?? 0) - (window.start ?? 0)) / 1000).toBeCloseTo(420, -1);
    expect(verdict.status).toBe('failing');
  });

  it('are one finding where all of them get slower by half', async () => {
    const { findings } = await analyzeRows(run(2, 60, (_, at) => (at >= 300_000 ? 1.5 : 1)));
    expect(findings.map(({ kind, labels }) => [kind, labels])).toEqual([['latency-shift', 'all']]);
  });

  it('stand beside one that is followed, and the finding says how many could be told', async () => {
    const busy: Row[] = Array.from({ length: 6000 }, (_, i) => ({ at: i * 100, ms: 30 + (i % 7), label: 'busy' }));
    const rare = run(3, 60, (endpoint, at) => (endpoint < 12 && inTrouble(at) ? 4 : 1));
    const { findings, evidence } = await analyzeRows([...rare, ...busy]);
    expect(findings.map(({ kind, labels }) => [kind, labels.length])).toEqual([['latency-shift', 12]]);
    expect(evidence.map(({ summary }) => summary)).toContain('49 of 61 endpoints show no such rise.');
  });

  it.each([11, 12, 13, 14, 15, 16])('are healthy where nothing changes, seed %i', async (seed) => {
    const { findings, verdict } = await analyzeRows(run(seed, 60, () => 1));
    expect(findings.filter(({ severity }) => severity !== 'info')).toEqual([]);
    expect(verdict.status).toBe('healthy');
  });

  it('are healthy where the traffic moves from quick to slow ones', async () => {
    const next = numbers(5);
    const rows: Row[] = [];
    for (let at = 0; at < 600_000; at += 50) {
      const endpoint = Math.floor(30 * next() * next()) + (at > 300_000 ? 30 : 0);
      rows.push({ at, ms: Math.round((20 + 4 * endpoint) * Math.exp(0.3 * normal(next))), label: `GET /item/${endpoint}` });
    }
    const { findings } = await analyzeRows(rows);
    expect(findings.filter(({ severity }) => severity !== 'info')).toEqual([]);
  });
});
