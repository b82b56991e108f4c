import { expect, it } from 'vitest';
import { analyzeRows } from '../kpi/jtl.js';

const rows = (slow: number) =>
  ['a', 'b', 'c', 'd', 'e'].flatMap((label, k) =>
    Array.from({ length: 120 }, (_, i) => ({ at: i * 1500 + k, ms: (label === 'e' ? slow : 40) + (i % 10), label })),
  );

it('names an endpoint that is far slower than the others, as information only', async () => {
  const { findings, verdict } = await analyzeRows(rows(2000));
  expect(findings).toMatchObject([{ kind: 'label-outlier', severity: 'info', labels: ['e'] }]);
  // Middle of 44, 44, 44, 44 and 2004 ms by nearest rank.
  expect(findings[0]?.summary).toBe('Its median is 2,004 ms, 46 times that of the other endpoints (44 ms).');
  // 120 requests of a label are too few to follow it over time; all of them together are not.
  expect(verdict.status).toBe('healthy');
});

it('is silent on endpoints that differ as endpoints do', async () => {
  expect((await analyzeRows(rows(300))).findings).toEqual([]);
});

it('says why it did not look', async () => {
  const { checks } = await analyzeRows(Array.from({ length: 50 }, (_, i) => ({ at: i * 3000, ms: 40 })));
  expect(checks.find(({ id }) => id === 'label-outlier')).toMatchObject({
    outcome: 'not-checked',
    reason: expect.stringContaining('Fewer than 5'),
  });
});
