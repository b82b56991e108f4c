import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { analyze } from '../src/analyzer.js';
import { HeimrError } from '../src/errors.js';
import { type ExpectedFinding, faultKinds, healthyKinds, type RunFormat, scoreRun, simulateRun } from '../src/testing.js';

const sha = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe('simulated runs', () => {
  it('are the same bytes from the same options, and others from another seed', () => {
    const make = (seed: number) => simulateRun({ kind: 'stall', seed, format: 'jtl' });
    expect(sha(make(3).file.bytes)).toBe(sha(make(3).file.bytes));
    expect(make(3).truth).toEqual(make(3).truth);
    expect(sha(make(3).file.bytes)).not.toBe(sha(make(4).file.bytes));
  });

  it.each(['jtl', 'k6-json', 'k6-csv', 'gatling'] as const satisfies RunFormat[])('are read back whole from %s', async (format) => {
    const { file, truth } = simulateRun({ kind: 'error-burst', seed: 2, format });
    const { kpis, window, input } = await analyze([file]);
    expect(kpis.overall.count).toBe(truth.requests);
    expect(kpis.byLabel.map(({ label }) => label)).toEqual([...truth.labels].sort());
    expect(input[0]?.rows.rejected).toBe(0);
    expect(Math.abs((window.start as number) - truth.testStart)).toBeLessThan(5000);
    // What failed in the time of the burst, counted in the file, is what the truth says of it.
    const failed = truth.events[0]?.impact.failed as number;
    expect(kpis.overall.errors).toBeGreaterThanOrEqual(failed);
  });

  it('of a healthy kind have nothing that must be found', () => {
    for (const kind of ['steady', 'gc', 'cron'])
      expect(simulateRun({ kind }).truth.expected).toMatchObject({ verdict: 'healthy', mustFind: [] });
  });

  it('are refused for what there is not, with the near name', () => {
    expect(() => simulateRun({ kind: 'latency-step-al' })).toThrow(HeimrError);
    expect(() => simulateRun({ kind: 'latency-step-al' })).toThrow('There is no kind of run "latency-step-al".');
    expect(() => simulateRun({ kind: 'stall', severity: 4 as 3 })).toThrow('The severity is 4.');
    expect(() => simulateRun({ kind: 'stall', seed: 0.5 })).toThrow('The seed is 0.5.');
    expect(() => simulateRun({ kind: 'stall', format: 'har' as 'jtl' })).toThrow('There is no format "har".');
    expect(new Set([...healthyKinds, ...faultKinds]).size).toBe(34);
  });
});

describe('scores', () => {
  const { truth } = simulateRun({ kind: 'latency-step-one', seed: 7 });
  const event = truth.expected.mustFind[0] as ExpectedFinding;
  const at = (from: number, to: number) => ({ start: truth.testStart + from * 1000, end: truth.testStart + to * 1000 });
  const [from, to] = event.window;
  const labels = event.endpoints;
  const finding = { kind: 'latency-shift', severity: 'warning' as const, window: at(from, to), labels };

  it('tell a finding in time from one that is late, and from none', () => {
    expect(scoreRun(truth, [finding]).events).toEqual([
      { hit: true, timely: true, strict: true, right: true, onsetError: expect.closeTo(0, 3) },
    ]);
    expect(scoreRun(truth, [{ ...finding, window: at(from + 45, to) }]).events[0]).toMatchObject({ hit: true, timely: false });
    expect(scoreRun(truth, []).events).toEqual([{ hit: false, timely: false, strict: false, right: false, onsetError: null }]);
  });

  it('tell the right name, a neighbour, and a wrong one', () => {
    expect(scoreRun(truth, [{ ...finding, kind: 'latency-trend' }]).events[0]).toMatchObject({ strict: false, right: true });
    expect(scoreRun(truth, [{ ...finding, kind: 'error-rate' }]).events[0]).toMatchObject({ strict: false, right: false });
  });

  it('count what is found where nothing is, but no information', () => {
    const early = { ...finding, window: at(0, 5) };
    expect(scoreRun(truth, [early])).toMatchObject({ alarms: 1, falseAlarms: 1 });
    expect(scoreRun(truth, [{ ...early, severity: 'info' }])).toMatchObject({ alarms: 0, falseAlarms: 0 });
  });
});
