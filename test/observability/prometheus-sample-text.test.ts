import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seriesOf } from '../../src/observability/prometheus-answer.js';
import { leanAnswer, sampleNumber } from '../../src/observability/prometheus-sample-text.js';

type Sample = [number, string];
const body = (result: { metric: Record<string, string>; values: Sample[] }[]) =>
  JSON.stringify({ status: 'success', data: { resultType: 'matrix', result } });
const read = (text: string) =>
  seriesOf({ status: 200, contentType: '', body: text, clockOffset: null }, { warnings: new Set(), partial: false })?.map(
    ({ labels, times, values }) => ({ labels, times: [...times], values: [...values] }),
  );

const value = fc.oneof(
  fc.double({ noDefaultInfinity: true }).map(String),
  fc.double({ noDefaultInfinity: true, noNaN: true, min: -1e6, max: 1e6 }).map((number) => number.toFixed(3)),
  fc.integer().map(String),
  fc.bigInt({ min: 0n, max: 10n ** 20n }).map(String),
  fc.constantFrom('NaN', '+Inf', '-Inf', '1e-7', '2.5e+21', '-0', '0.1', '123456789012345678', ''),
);
const sample = fc.tuple(
  fc.integer({ min: 0, max: 4e12 }).map((ms) => ms / 1000),
  value,
);
const text = fc.oneof(fc.string(), fc.constantFrom('"values":[[1,"2"]]', 'x","values":[[1,"2"]],"y":"', '\\"values\\":[[1'));
const one = fc.record({
  metric: fc.dictionary(fc.constantFrom('__name__', 'a', 'values'), text),
  values: fc.array(sample, { minLength: 1 }),
});

describe('samples of an answer', () => {
  it('are those that JSON and Number give', () => {
    fc.assert(
      fc.property(fc.array(one, { minLength: 1, maxLength: 4 }), (result) => {
        const expected = result.map(({ metric, values }) => ({
          labels: metric,
          times: values.map(([seconds]) => Math.round(seconds * 1000)),
          values: values.map(([, written]) => sampleNumber(written)),
        }));
        expect(read(body(result))).toEqual(expected);
      }),
      { numRuns: 400 },
    );
  });

  it('written with spaces are read all the same', () => {
    const spaced = JSON.stringify(JSON.parse(body([{ metric: { a: 'b' }, values: [[1.5, '2']] }])), null, 1);
    expect(leanAnswer(spaced).samples).toEqual([]);
    expect(read(spaced)).toEqual([{ labels: { a: 'b' }, times: [1500], values: [2] }]);
  });

  it('cut short are an error, not fewer samples', () => {
    const whole = body([{ metric: { a: 'b' }, values: Array.from({ length: 3 }, (_, i): Sample => [i, String(i)]) }]);
    for (let end = 1; end < whole.length; end++) expect(() => read(whole.slice(0, end))).toThrow();
  });
});
