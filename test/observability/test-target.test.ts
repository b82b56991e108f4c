import { describe, expect, test } from 'vitest';
import type { Facts } from '../../src/model/facts.js';
import { testTarget } from '../../src/observability/test-target.js';
import { analyzeWithFacts } from '../kpi/analyze-with-facts.js';

const START = 1_800_000_000_000;

/** Facts of a file with a trace id in each row: `n` rows, one each 100 ms, of two labels. */
async function factsOf(n: number, traceId: (i: number) => string): Promise<Facts> {
  const rows = Array.from(
    { length: n },
    (_, i) => `${START + i * 100},${i % 50 === 0 ? 900 : 20},${i % 2 === 0 ? 'a' : 'b'},200,true,${traceId(i)}`,
  );
  const bytes = new TextEncoder().encode(`timeStamp,elapsed,label,responseCode,success,tid\n${rows.join('\n')}\n`);
  const { facts } = await analyzeWithFacts([{ name: 'x.jtl', bytes }]);
  return facts as Facts;
}

const hex = (i: number): string => i.toString(16).padStart(32, '0');
const finding = (start: number, end: number, severity: 'critical' | 'info' = 'critical') => ({
  id: `f${start}`,
  kind: 'latency-shift',
  severity,
  window: { start, end },
  labels: ['a'],
  service: null,
  title: '',
  summary: '',
  evidence: [],
  counterEvidence: [],
  recommendation: '',
  confidence: 1,
});

describe('what backends are asked about', () => {
  test('trouble, and what is healthy around it: without the first seconds, clear of its edges', () => {
    const { anomalies, healthy } = testTarget([finding(60_000, 100_000), finding(20_000, 30_000, 'info')], null, {
      start: 0,
      end: 180_000,
    });
    expect(anomalies).toEqual([{ finding: 'f60000', window: { start: 60_000, end: 100_000 }, labels: ['a'] }]);
    expect(healthy).toEqual([
      { start: 10_000, end: 45_000 },
      { start: 115_000, end: 180_000 },
    ]);
  });

  test('narrower edges where little would be left; trouble all over leaves nothing', () => {
    expect(testTarget([finding(30_000, 50_000)], null, { start: 0, end: 60_000 }).healthy).toEqual([{ start: 6_000, end: 25_000 }]);
    expect(testTarget([finding(0, 60_000)], null, { start: 0, end: 60_000 }).healthy).toEqual([]);
  });

  test('the clock of the backends', () => {
    const { window, anomalies } = testTarget([finding(60_000, 100_000)], null, { start: 0, end: 180_000 }, -2000);
    expect([window.start, anomalies[0]?.window.start]).toEqual([-2000, 58_000]);
  });

  test('requests: a fair sample of each label and step, the slowest beside it, by ids as backends have them', async () => {
    const facts = await factsOf(1200, (i) => (i % 3 === 0 ? hex(i + 1).toUpperCase() : `00-${hex(i + 1)}-00f067aa0ba902b7-01`));
    const { requests, load } = testTarget([], facts, { start: START, end: START + 120_000 });
    const fair = requests.filter(({ why }) => why === 'ordinary');
    // Twelve steps of 10 s, two labels, eight of each.
    expect(fair).toHaveLength(192);
    expect(requests.every(({ traceId }) => /^[0-9a-f]{32}$/.test(traceId))).toBe(true);
    expect(new Set(requests.map(({ traceId }) => traceId)).size).toBe(requests.length);
    expect(requests.filter(({ why, label }) => why === 'slow' && label === 'a').every(({ latency }) => latency === 900)).toBe(true);
    // Slow ones are one in fifty: a sample that preferred them would have many.
    expect(fair.filter(({ latency }) => latency === 900).length).toBeLessThan(20);
    expect(load?.[3]?.perSecond).toBeCloseTo(10, 0);
  });

  test('a file without trace ids has none to ask for', async () => {
    expect(testTarget([], await factsOf(500, () => ''), { start: START, end: START + 50_000 }).requests).toEqual([]);
  });
});
