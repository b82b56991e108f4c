import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Span } from '../../src/model/telemetry.js';
import { analysedTree } from '../../src/observability/trace-analysed.js';
import { criticalPath, selfTime } from '../../src/observability/trace-critical-path.js';
import { type TraceTree, treeOf } from '../../src/observability/trace-tree.js';
import { span, trace } from './traces.js';

const tree = (spans: Span[]): TraceTree => treeOf(trace(spans))!;

/** Critical path by span number, ms. */
function path(spans: Span[]): Record<number, number> {
  const sums: Record<number, number> = {};
  for (const { span: place, from, to } of criticalPath(tree(spans))) {
    const n = Number.parseInt((spans[place] as Span).id, 16);
    sums[n] = (sums[n] ?? 0) + to - from;
  }
  return sums;
}

const anySpans = fc
  .array(
    fc.record({
      up: fc.nat({ max: 1000 }),
      start: fc.double({ min: -50, max: 200, noNaN: true }),
      duration: fc.double({ min: 0, max: 300, noNaN: true }),
      kind: fc.constantFrom('server', 'client', 'internal', 'producer', 'consumer'),
      error: fc.boolean(),
    }),
    { minLength: 1, maxLength: 40 },
  )
  .map((all) =>
    all.map(({ up, start, duration, kind, error }, i) =>
      span(i + 1, i === 0 || up > 950 ? null : (up % i) + 1, start, duration, { kind, error }),
    ),
  );

describe('critical path', () => {
  it('covers the duration of the entry once, whatever the spans', () => {
    fc.assert(
      fc.property(anySpans, (spans) => {
        const one = tree(spans);
        const { start, duration } = spans[one.entry] as Span;
        const segments = criticalPath(one);
        let cursor = start + duration;
        for (const { from, to } of segments) {
          expect(to).toBe(cursor);
          expect(from).toBeLessThanOrEqual(to);
          cursor = from;
        }
        expect(cursor).toBe(segments.length === 0 ? start + duration : start);
        const sum = analysedTree(one).contributions.reduce((total, { ms }) => total + ms, 0);
        expect(sum).toBeCloseTo(duration, 6);
      }),
      { numRuns: 500 },
    );
  });

  it('takes the child that ended last, and what no child covers as own time', () => {
    expect(path([span(1, null, 0, 100), span(2, 1, 10, 50), span(3, 1, 20, 20), span(4, 1, 70, 20)])).toEqual({ 1: 30, 2: 50, 4: 20 });
  });

  it('clips a child that overlaps the one after it: starts may be stamped in whole ms', () => {
    expect(path([span(1, null, 0, 10), span(2, 1, 0, 5.4), span(3, 1, 5, 4)])).toEqual({ 1: 1, 2: 5, 3: 4 });
  });

  it('does not wait for what is only started', () => {
    expect(path([span(1, null, 0, 10), span(2, 1, 2, 80)])).toEqual({ 1: 10 });
    expect(path([span(1, null, 0, 10, { kind: 'producer' }), span(2, 1, 2, 6, { kind: 'consumer' })])).toEqual({ 1: 10 });
  });

  it('waited for the answer of a call that it left', () => {
    const spans = [
      span(1, null, 0, 310, { kind: 'server' }),
      span(2, 1, 2, 300, { kind: 'client', error: true }),
      span(3, 2, 4, 900, { kind: 'server', service: 'b' }),
    ];
    expect(path(spans)).toEqual({ 1: 10, 2: 2, 3: 298 });
  });

  it('goes 50,000 levels deep', () => {
    const spans = Array.from({ length: 50_000 }, (_, i) => span(i + 1, i === 0 ? null : i, i / 1000, 200 - i / 500));
    expect(Object.values(path(spans)).reduce((a, b) => a + b, 0)).toBeCloseTo(200, 6);
  });
});

it('self time is the duration without the union of the children', () => {
  const one = tree([span(1, null, 0, 100), span(2, 1, 10, 50), span(3, 1, 40, 40), span(4, 1, 90, 50)]);
  expect(selfTime(one, 0)).toBe(100 - 70 - 10);
});
