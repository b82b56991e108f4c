import { describe, expect, test } from 'vitest';
import type { Signal } from '../../src/model/telemetry.js';
import { changeOf } from '../../src/observability/signal-change.js';
import { madeSignal } from './made-signal.js';

const HEALTHY = [
  { start: 0, end: 58_000 },
  { start: 122_000, end: 180_000 },
];
const ANOMALY = { start: 60_000, end: 120_000 };

/** A signal with a sample each 2 s. @param value of a moment, s */
function signal(value: (seconds: number) => number | null, more: Partial<Signal> = {}): Signal {
  const times = Array.from({ length: 91 }, (_, i) => i * 2000);
  return madeSignal(times, value, more);
}

/** A fixed noise in −1..1. */
const noise = (s: number): number => Math.sin(s * 12.9898) * 43_758.5453 - Math.floor(Math.sin(s * 12.9898) * 43_758.5453) - 0.5;
const inTrouble = (s: number): boolean => s >= 60 && s <= 120;

describe('a signal in trouble against healthy', () => {
  test('a level that rose: medians, effect, and when', () => {
    const change = changeOf(
      signal((s) => (s >= 64 && s <= 120 ? 0.4 : 0.05) + 0.01 * noise(s)),
      HEALTHY,
      ANOMALY,
    );
    expect(change?.before).toBeCloseTo(0.05, 2);
    expect(change?.during).toBeCloseTo(0.4, 2);
    expect(change?.bad).toBe(true);
    expect(change?.score).toBeGreaterThan(5);
    expect(change?.onset).toBe(64_000);
  });

  test('what never happened before is not infinitely much: time in a statement that is new', () => {
    const change = changeOf(
      signal((s) => (inTrouble(s) ? 0.008 : 0), { unit: 's/s' }),
      HEALTHY,
      ANOMALY,
    );
    expect(change?.score).toBeLessThan(10);
  });

  test('noise is none, however far single values are', () => {
    expect(
      changeOf(
        signal((s) => 0.05 + 0.04 * noise(s)),
        HEALTHY,
        ANOMALY,
      ),
    ).toBeNull();
    expect(
      changeOf(
        signal((s) => (s === 90 ? 5 : 0.05)),
        HEALTHY,
        ANOMALY,
      ),
    ).toBeNull();
  });

  test('a drift that the healthy parts show too scores low', () => {
    const change = changeOf(
      signal((s) => 0.05 + s * 0.001),
      HEALTHY,
      ANOMALY,
    );
    expect(change?.score ?? 0).toBeLessThan(1.5);
  });

  test('a change that nobody would act on is none', () => {
    expect(
      changeOf(
        signal((s) => (inTrouble(s) ? 0.0011 : 0.001)),
        HEALTHY,
        ANOMALY,
      ),
    ).toBeNull();
  });

  test('trouble that comes and goes shows in the outer values', () => {
    const change = changeOf(
      signal((s) => (inTrouble(s) && s % 10 < 3 ? 2 : 0.05)),
      HEALTHY,
      ANOMALY,
    );
    expect(change?.during).toBe(0.05);
    expect(change?.effect).toBeGreaterThan(1.5);
  });

  test('a fall is bad only where less is worse', () => {
    const fallen = (bad: Signal['bad']): boolean | undefined =>
      changeOf(
        signal((s) => (inTrouble(s) ? 0.1 : 0.9), { unit: 'ratio', bad }),
        HEALTHY,
        ANOMALY,
      )?.bad;
    expect([fallen('down'), fallen('up'), fallen('either')]).toEqual([true, false, true]);
  });

  test('what load explains is no change', () => {
    const load = Array.from({ length: 36 }, (_, i) => ({ at: i * 5000, perSecond: 10 + Math.floor(i / 4) * 10 }));
    const at = (s: number): number => (load[Math.min(35, Math.floor(s / 5))] as { perSecond: number }).perSecond;
    const driven = signal((s) => at(s) * 0.01 + 0.001 * noise(s));
    const step = [
      { start: 0, end: 58_000 },
      { start: 122_000, end: 180_000 },
    ];
    expect(changeOf(driven, step, ANOMALY, load)).toBeNull();
  });

  test('gaps are no values, and too few values no change', () => {
    expect(
      changeOf(
        signal((s) => (inTrouble(s) ? null : 1)),
        HEALTHY,
        ANOMALY,
      ),
    ).toBeNull();
  });

  test('one event is enough, unless it also happens when nothing is wrong', () => {
    const event = (value: (s: number) => number): number | null | undefined =>
      changeOf(signal(value, { type: 'event', unit: 'count' }), HEALTHY, ANOMALY)?.onset;
    expect(event((s) => (s === 58 ? 1 : 0))).toBe(58_000);
    expect(event((s) => (s === 58 || s === 10 ? 1 : 0))).toBeUndefined();
    expect(event((s) => (s === 150 ? 1 : 0))).toBeUndefined();
  });
});
