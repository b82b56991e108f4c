import { expect, it } from 'vitest';
import type { Detector } from '../../src/detectors/detector.js';
import { analyzeRows } from '../kpi/jtl.js';

const detector = (id: string, rest: Partial<Detector>): Detector => ({
  id,
  title: id,
  docs: '',
  kinds: [],
  unable: () => null,
  detect: () => [],
  ...rest,
});

it('keeps every outcome, a failed detector included, and calls nothing healthy', async () => {
  const analysis = await analyzeRows([{ at: 0, ms: 1 }], {
    detectors: [
      detector('looked', {}),
      detector('blind', { unable: () => 'needs 100 requests' }),
      detector('broken', {
        detect: () => {
          throw new Error('division by zero');
        },
      }),
    ],
  });
  expect(analysis.checks.slice(0, 3)).toEqual([
    { id: 'looked', title: 'looked', outcome: 'checked', reason: '' },
    { id: 'blind', title: 'blind', outcome: 'not-checked', reason: 'needs 100 requests' },
    { id: 'broken', title: 'broken', outcome: 'failed', reason: 'division by zero' },
  ]);
  expect(analysis.checks.map((check) => check.id)).not.toContain('detectors');
  expect(analysis.verdict.status).toBe('inconclusive');
});

it('says that nothing was looked for where there is no detector', async () => {
  const { checks, verdict } = await analyzeRows([{ at: 0, ms: 1 }], { detectors: [] });
  expect(checks.map((check) => [check.id, check.outcome])).toEqual([
    ['detectors', 'not-checked'],
    ['gate', 'not-checked'],
    ['baseline', 'not-checked'],
    ['observability', 'not-checked'],
    ['diagnoses', 'not-checked'],
  ]);
  expect(verdict.status).toBe('inconclusive');
});

it('gives a reason for every check that a tiny run is too small for, and no verdict', async () => {
  const { checks, verdict, findings } = await analyzeRows([{ at: 0, ms: 1 }]);
  const own = checks.slice(0, 13);
  expect(own.filter(({ outcome }) => outcome === 'not-checked').map(({ reason }) => reason)).not.toContain('');
  expect(own.find(({ id }) => id === 'latency-shift')?.reason).toBe('The run lasts 1 ms; changes are looked for from 120 s on.');
  expect(findings).toEqual([]);
  expect(verdict.status).toBe('inconclusive');
  expect(verdict.sentence).toContain('changes are looked for from 120 s on');
});
