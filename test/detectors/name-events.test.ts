import { expect, it } from 'vitest';
import type { Anomaly } from '../../src/detectors/detector.js';
import { nameEvents } from '../../src/detectors/name-events.js';

const anomaly = (kind: string, start: number, end: number, rest: Partial<Anomaly> = {}): Anomaly => ({
  kind,
  window: { start: start * 1000, end: end * 1000 },
  labels: 'all',
  before: null,
  strength: 1,
  critical: false,
  summary: '',
  facts: [],
  against: [],
  ...rest,
});
const names = (anomalies: Anomaly[]) => nameEvents(anomalies).map(({ kind, covers }) => [kind, covers.map((one) => one.kind)]);

it('gives one event its most specific name, and keeps what else was seen of it', () => {
  expect(names([anomaly('latency-shift', 100, 400), anomaly('error-rate', 105, 400), anomaly('rate-limit', 110, 400)])).toEqual([
    ['rate-limit', ['error-rate', 'latency-shift']],
  ]);
});

it('keeps events apart that are apart in time', () => {
  expect(names([anomaly('latency-shift', 100, 150), anomaly('error-burst', 300, 330)])).toEqual([
    ['latency-shift', []],
    ['error-burst', []],
  ]);
});

it('does not explain by failures what was slow before they began', () => {
  expect(names([anomaly('latency-shift', 100, 400), anomaly('error-burst', 300, 330)])).toEqual([
    ['latency-shift', []],
    ['error-burst', []],
  ]);
});

it('does not hide a long change behind a stall within it', () => {
  expect(names([anomaly('stall', 200, 203), anomaly('latency-shift', 190, 500)])).toEqual([
    ['latency-shift', []],
    ['stall', []],
  ]);
});

it('leaves what is only good to know out of it', () => {
  expect(names([anomaly('label-outlier', 0, 500, { informative: true }), anomaly('error-rate', 0, 500)])).toEqual([
    ['error-rate', []],
    ['label-outlier', []],
  ]);
});

it('does not hide a lasting change behind failures of a second', () => {
  expect(names([anomaly('error-burst', 200, 201), anomaly('latency-shift', 200, 256)])).toEqual([
    ['error-burst', []],
    ['latency-shift', []],
  ]);
  expect(names([anomaly('error-burst', 200, 201), anomaly('latency-shift', 200, 220)])).toEqual([['error-burst', ['latency-shift']]]);
});

it('explains nothing of the endpoints that an event does not touch', () => {
  const limited = anomaly('rate-limit', 100, 150, { labels: ['a', 'b'] });
  expect(names([limited, anomaly('latency-shift', 100, 150, { labels: ['c'] })])).toEqual([
    ['rate-limit', []],
    ['latency-shift', []],
  ]);
  expect(names([limited, anomaly('latency-shift', 100, 150, { labels: ['b'] })])).toEqual([['rate-limit', ['latency-shift']]]);
  // A system that is at its end slows all of them.
  expect(names([anomaly('queueing', 100, 150), anomaly('latency-shift', 100, 150, { labels: ['c'] })])).toEqual([
    ['queueing', ['latency-shift']],
  ]);
});

it('some seconds of waiting of one endpoint are part of what else it shows', () => {
  const waits = anomaly('stall', 120, 123, { labels: ['a'] });
  expect(names([waits, anomaly('latency-shift', 100, 150, { labels: ['a'] })])).toEqual([['latency-shift', ['stall']]]);
  expect(names([waits, anomaly('error-burst', 115, 130, { labels: ['a'] })])).toEqual([['error-burst', ['stall']]]);
  expect(names([waits, anomaly('latency-shift', 100, 150, { labels: ['c'] })])).toEqual([
    ['latency-shift', []],
    ['stall', []],
  ]);
});
