import { describe, expect, it } from 'vitest';
import { analyzeBareRows, analyzeRows, type Row } from '../kpi/jtl.js';
import { isSilentOn, saysWhyNot } from './expect-detector.js';

const USERS = 40;
/** A user sends a request each second; an answer takes 40 to 60 ms. */
const PAUSE = 950;
const RUN = 400_000;

/** Users who wait for their answers before they go on; while the system stands still, none comes. */
function closedRun(freezes: readonly (readonly [from: number, to: number])[]): Row[] {
  const rows: Row[] = [];
  for (let user = 0; user < USERS; user++) {
    for (let at = user * 25, i = 0; at < RUN; i++) {
      const ends = endOf(at + 40 + ((user * 7 + i * 13) % 21), freezes);
      rows.push({ at, ms: ends - at, label: 'a', users: USERS });
      at = ends + PAUSE;
    }
  }
  return rows.sort((a, b) => a.at - b.at);
}

function endOf(at: number, freezes: readonly (readonly [number, number])[]): number {
  const frozen = freezes.find(([from, to]) => at >= from && at < to);
  return frozen ? frozen[1] : at;
}

/** What users who come whatever the system does would have met: 40 a second, each waiting for the end of the freeze. */
function openLatencies(freezes: readonly (readonly [number, number])[]): number[] {
  const latencies: number[] = [];
  for (let at = 0, i = 0; at < RUN; at += 25, i++) latencies.push(endOf(at + 40 + ((i * 13) % 21), freezes) - at);
  return latencies.sort((a, b) => a - b);
}

const rank = (sorted: readonly number[], p: number): number => sorted[Math.ceil(p * sorted.length) - 1] as number;

describe('requests that were not sent', () => {
  const freezes = [
    [150_000, 158_000],
    [250_000, 254_000],
  ] as const;

  it('are counted, and the percentiles with them are those of users who do not wait', async () => {
    const { findings, evidence, kpis } = await analyzeRows(closedRun(freezes));
    const finding = findings.find(({ kind }) => kind === 'coordinated-omission');
    expect(finding).toMatchObject({ severity: 'info', labels: 'all' });
    const facts = new Map(evidence.find(({ id }) => id === finding?.evidence[0])?.facts.map(({ name, value }) => [name, value]));
    const open = openLatencies(freezes);
    // 12 s without a request of 40 users; a request each that waits was sent.
    const notSent = open.length - kpis.overall.count;
    expect(facts.get('requests not sent')).toBeGreaterThan(0.85 * notSent);
    expect(facts.get('requests not sent')).toBeLessThan(1.15 * notSent);
    // Recorded are 40 requests of 8 s and 40 of 4 s among 15,500: nothing at p99.
    expect(facts.get('p99 recorded')).toBe(kpis.overall.latency.p99);
    expect(kpis.overall.latency.p99).toBeLessThan(100);
    for (const [name, p] of [
      ['p99 with requests not sent', 0.99],
      ['p999 with requests not sent', 0.999],
    ] as const) {
      expect(facts.get(name), name).toBeGreaterThan(0.85 * rank(open, p));
      expect(facts.get(name), name).toBeLessThan(1.15 * rank(open, p));
    }
    expect(finding?.summary).toMatch(
      /^While users waited \(1[0-3] s in all\), about \d{3} requests were not sent\. .* p99 would be about \d/,
    );
  });

  it('change no verdict', async () => {
    const one = await analyzeRows(closedRun([[150_000, 158_000]]));
    expect(one.findings.map(({ kind }) => kind)).toContain('coordinated-omission');
    expect(one.verdict.reasons.some(({ findings }) => findings.some((id) => id.startsWith('coordinated-omission')))).toBe(false);
  });

  it('are not worth a word where no percentile is touched', async () => {
    // 40 recorded requests of 4 s and some 120 that were not sent: p99.9 is 4 s either way, p99 is not reached.
    const { findings } = await analyzeRows(closedRun([[150_000, 154_000]]));
    expect(findings.map(({ kind }) => kind)).toEqual(['stall']);
  });

  it('are none where nobody waited', async () => {
    const { findings, checks } = await analyzeRows(closedRun([]));
    expect(checks.find(({ id }) => id === 'coordinated-omission')).toMatchObject({ outcome: 'checked' });
    expect(findings.filter(({ kind }) => kind === 'coordinated-omission')).toEqual([]);
  });

  it('are none where the generator itself stood still', async () => {
    // Nobody sends anything for 8 s, and no answer is late.
    const rows = closedRun([]).filter(({ at }) => at < 150_000 || at >= 158_000);
    const { findings } = await analyzeRows(rows);
    expect(findings.filter(({ kind }) => kind === 'coordinated-omission')).toEqual([]);
    expect(findings.map(({ kind }) => kind)).toContain('generator-saturation');
  });

  it('are none where users merely do what takes long by design', async () => {
    // All users ask for a report of 8 s at the same time, as a script with a common step does: starts are missing, nothing is late.
    const rows = closedRun([
      [150_000, 158_000],
      [250_000, 258_000],
    ]).map((row) => (row.ms > 100 ? { ...row, label: 'report', ms: 7900 } : row));
    const { findings } = await analyzeRows(rows);
    expect(findings.filter(({ kind }) => kind === 'coordinated-omission')).toEqual([]);
  });

  it('are not looked for without the number of users', async () => {
    const { checks } = await analyzeBareRows(closedRun(freezes));
    expect(checks.find(({ id }) => id === 'coordinated-omission')).toMatchObject({
      outcome: 'not-checked',
      reason: expect.stringMatching(/does not say how many users/),
    });
  });

  it('are none on a healthy run with pauses of garbage collection', () => isSilentOn('coordinated-omission', 'gc', 31));

  it('are not looked for in a short run', () => saysWhyNot('coordinated-omission', /The run lasts 10 s/));
});
