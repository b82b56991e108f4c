import fc from 'fast-check';
import { expect, test } from 'vitest';
import { criticalPath, spanTree } from '../../src/diagnoses/critical-path.js';
import type { Span } from '../../src/model/telemetry.js';
import { span, trace } from './trace-fixture.js';

function path(spans: Span[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { span: one, duration } of criticalPath(spanTree(trace('t', 0, spans)))) sums[one.id] = (sums[one.id] ?? 0) + duration;
  return sums;
}

test('calls one after the other: each has its own time, the rest is the caller', () => {
  expect(
    path([span('root', null, 'a', 'server', 0, 100), span('x', 'root', 'a', 'client', 10, 30), span('y', 'root', 'a', 'client', 50, 40)]),
  ).toEqual({
    root: 30,
    x: 30,
    y: 40,
  });
});

test('calls side by side: only the slowest counts, and what came before it', () => {
  expect(
    path([
      span('root', null, 'a', 'server', 0, 100),
      span('fast', 'root', 'a', 'client', 10, 20),
      span('slow', 'root', 'a', 'client', 10, 80),
    ]),
  ).toEqual({
    root: 20,
    slow: 80,
  });
});

test('work that outlives its caller is cut where the caller gave up', () => {
  expect(
    path([
      span('root', null, 'a', 'server', 0, 310),
      span('call', 'root', 'a', 'client', 5, 300),
      span('work', 'call', 'b', 'server', 6, 900),
    ]),
  ).toEqual({
    root: 10,
    call: 1,
    work: 299,
  });
});

test('parents that are missing: the root that lasts longest is followed', () => {
  expect(path([span('orphan', 'gone', 'b', 'server', 0, 10), span('root', 'also gone', 'a', 'server', 0, 50)])).toEqual({ root: 50 });
});

test('a loop of parents ends', () => {
  expect(Object.values(path([span('a', 'b', 's', 'server', 0, 10), span('b', 'a', 's', 'server', 0, 10)]))).toEqual([]);
});

test('whatever the spans, the durations sum to that of the root', () => {
  const any = fc.array(fc.tuple(fc.nat(20), fc.nat(1000), fc.nat(1000)), { maxLength: 30 });
  fc.assert(
    fc.property(fc.nat(1000), any, (duration, rest) => {
      const spans = [
        span('0', null, 's', 'server', 0, duration),
        ...rest.map(([parent, start, length], i) => span(String(i + 1), String(Math.min(parent, i)), 's', 'internal', start, length)),
      ];
      const sum = Object.values(path(spans)).reduce((total, one) => total + one, 0);
      expect(sum).toBeCloseTo(duration, 6);
    }),
  );
});
