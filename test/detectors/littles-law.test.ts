import { describe, expect, it } from 'vitest';
import { analyzeBareRows, analyzeRows, type Row } from '../kpi/jtl.js';

/** Ten users, each with `atOnce` requests of 90 ms in every 100 ms. */
function rows(atOnce: number): Row[] {
  return Array.from({ length: 200 }, (_, i) =>
    Array.from({ length: 10 * atOnce }, () => ({ at: i * 100, ms: 90, label: 'a', users: 10 })),
  ).flat();
}

describe("Little's law", () => {
  it('holds where each user waits for one answer at a time', async () => {
    const { findings, checks } = await analyzeRows(rows(1));
    expect(checks.find(({ id }) => id === 'littles-law')).toMatchObject({ outcome: 'checked' });
    expect(findings.filter(({ kind }) => kind === 'littles-law')).toEqual([]);
  });

  it('tells of more requests in flight than users, with both figures', async () => {
    const { findings, verdict, evidence } = await analyzeRows(rows(3));
    const finding = findings.find(({ kind }) => kind === 'littles-law');
    expect(finding).toMatchObject({ severity: 'info', labels: 'all' });
    // 6,000 requests × 90 ms in 19.99 s.
    expect(finding?.summary).toBe('On average 27.0 requests were in flight, and there were never more than 10 users.');
    expect(evidence.find(({ id }) => id === finding?.evidence[0])?.facts[0]?.value).toBeCloseTo((6000 * 90) / 19_990, 9);
    expect(verdict.reasons.some(({ findings: ids }) => ids.some((id) => id.startsWith('littles-law')))).toBe(false);
  });

  it('cannot be asked where the file does not count users', async () => {
    const { checks } = await analyzeBareRows(rows(3));
    expect(checks.find(({ id }) => id === 'littles-law')).toMatchObject({
      outcome: 'not-checked',
      reason: 'The file does not say how many users there were.',
    });
  });
});
