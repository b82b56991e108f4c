import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Condition, ConditionError, OPERATORS, ORDERED, OUTSIDE, printCondition } from '../../src/gate/condition.js';
import { METRICS, type Metric } from '../../src/gate/metrics.js';
import { parseCondition } from '../../src/gate/parse-condition.js';
import { UNITS } from '../../src/gate/units.js';

const refusal = (text: string): ConditionError => {
  try {
    parseCondition(text);
  } catch (error) {
    if (error instanceof ConditionError) return error;
    throw error;
  }
  throw new Error(`${text} was accepted`);
};

describe('a condition', () => {
  it.each<[string, Condition]>([
    ['p95 > 800ms', { metric: 'p95', operator: '>', limit: { amount: '800', unit: 'ms' } }],
    ['error_rate > 1%', { metric: 'error_rate', operator: '>', limit: { amount: '1', unit: '%' } }],
    ['error_rate>=.01share', { metric: 'error_rate', operator: '>=', limit: { amount: '0.01', unit: 'share' } }],
    ["p99{label='Checkout'} > 2s", { metric: 'p99', label: 'Checkout', operator: '>', limit: { amount: '2', unit: 's' } }],
    ['apdex < .85', { metric: 'apdex', operator: '<', limit: { amount: '0.85', unit: '' } }],
    ['throughput < 100/s', { metric: 'throughput', operator: '<', limit: { amount: '100', unit: '/s' } }],
    ['throughput <= 6000 /m', { metric: 'throughput', operator: '<=', limit: { amount: '6000', unit: '/m' } }],
    ['verdict >= degraded', { metric: 'verdict', operator: '>=', limit: { status: 'degraded' } }],
    ['verdict == invalid-test', { metric: 'verdict', operator: '==', limit: { status: 'invalid-test' } }],
    ['dropped_iterations != 0', { metric: 'dropped_iterations', operator: '!=', limit: { amount: '0', unit: '' } }],
    [
      `\t max { population = "ok" , window='steady' } > 0.50 m `,
      { metric: 'max', population: 'ok', window: 'steady', operator: '>', limit: { amount: '0.5', unit: 'm' } },
    ],
    [
      String.raw`p50{label='it\'s "a" \\ b'} > 1ms`,
      { metric: 'p50', label: String.raw`it's "a" \ b`, operator: '>', limit: { amount: '1', unit: 'ms' } },
    ],
    ["p50{transaction='a}b{c,d=e'} > 1ms", { metric: 'p50', transaction: 'a}b{c,d=e', operator: '>', limit: { amount: '1', unit: 'ms' } }],
  ])('%s is read', (text, condition) => {
    expect(parseCondition(text)).toEqual(condition);
  });

  it.each<[string, number, string, string]>([
    ['', 1, 'empty', 'p95 > 800ms'],
    ['p95', 4, 'comparison is missing', '>='],
    ['p95 is 8', 5, 'comparison should stand here', '!='],
    ['p95 = 800ms', 5, 'comparison should stand here', '=='],
    ['p95 >', 6, 'limit is missing', '10ms'],
    ['p95 > 800', 7, '800 has no unit', '800ms, 800s or 800m'],
    ['p95 > 0', 7, '0 has no unit', '0ms'],
    ['p95 > 800 %', 11, '% is no unit of p95', '800ms, 800s or 800m'],
    ['p95 > 800 MS', 11, 'MS is no unit of p95', '800ms'],
    ['p95 > 1e3ms', 8, 'e3ms is no unit of p95', '1ms, 1s or 1m'],
    ['p95 > -5ms', 7, 'number should stand here', '10ms'],
    ['p95 > 1,5s', 8, ',5s is no unit', '1s'],
    ['p95 > 5.ms', 8, '.ms is no unit', '5ms'],
    ['p95 > 1234567890123456ms', 7, 'more than 15 digits', 'shorter'],
    ['p95 > 800ms and error_rate > 1%', 13, 'should end here', 'one condition for each'],
    ['error_rate > 1', 14, '1 has no unit', '1% or 1 share'],
    ['error_rate > 1ms', 15, 'ms is no unit of error_rate', '1% or 1 share'],
    ['apdex < 85%', 11, 'apdex takes no unit', '85 alone'],
    ['users < 10/s', 11, 'users takes no unit', '10 alone'],
    ['throughput < 100', 14, '100 has no unit', '100/s or 100/m'],
    ['bytes > 5', 9, '5 has no unit', '5MiB'],
    ['p59 > 1s', 1, 'p59 is no figure', 'Did you mean p95?'],
    ['P95 > 1s', 1, 'P95 is no figure', 'Did you mean p95?'],
    ['errorRate > 1%', 1, 'errorRate is no figure', 'Did you mean error_rate?'],
    ['latency > 1s', 1, 'latency is no figure', 'p50, p75'],
    ["p95{lable='x'} > 1s", 5, 'lable is no selector', 'Did you mean label?'],
    ['p95{} > 1s', 5, 'selector should stand here', 'label'],
    ['p95{label=x} > 1s', 11, 'text in quotes', "label='…'"],
    ["p95{label='x} > 1s", 11, 'does not end', "'"],
    [String.raw`p95{label='a\n'} > 1s`, 13, 'backslash', '\\\\'],
    ["p95{label='x' > 1s", 15, '} or ,', '}'],
    ["p95{label='x', label='y'} > 1s", 16, 'given twice', 'each'],
    ["p95{label='x', transaction='y'} > 1s", 16, 'exclude each other', 'each'],
    ["p95{population='good'} > 1s", 16, "cannot be 'good'", "population='ok'"],
    ["error_rate{population='ok'} > 1%", 12, 'takes no population', 'away'],
    ["users{label='x'} < 1", 7, 'run as a whole', 'braces'],
    ["p95{label='x', window='steady'} > 1s", 16, 'whole run only', '--from'],
    ['verdict >= bad', 12, 'bad is no verdict', 'healthy, degraded'],
    ['verdict >= degarded', 12, 'degarded is no verdict', 'Did you mean degraded?'],
    ['verdict >= inconclusive', 12, 'neither better nor worse', '=='],
    ['verdict > failing', 11, 'never be true', 'verdict >= failing'],
    ['verdict < healthy', 11, 'never be true', 'verdict <= healthy'],
    ['error_rate > 100%', 1, 'never be true', '100%'],
    ['error_rate >= 1.01 share', 1, 'never be true', '100%'],
    ['apdex < 0', 1, 'never be true', 'between 0 and 1'],
    ['apdex > 1', 1, 'never be true', 'between 0 and 1'],
    ['p95 < 0ms', 1, 'never be true', 'never below 0'],
    ['apdex == 2', 1, 'never be true', 'between 0 and 1'],
  ])('%j is refused at character %i', (text, position, message, hint) => {
    const error = refusal(text);
    expect(error.message).toContain(message);
    expect(error.hint).toContain(hint);
    expect(error.position).toBe(position);
  });

  it.each(['error_rate >= 100%', 'apdex <= 0', 'p95 <= 0ms', 'count != 5', 'verdict >= failing', 'verdict != healthy'])(
    '%s can be true and is accepted',
    (text) => {
      expect(printCondition(parseCondition(text))).toBe(text);
    },
  );
});

/* What can be written: every metric with every unit, with selectors that it takes. */
const amount = fc.oneof(
  fc.integer({ min: 1, max: 999_999_999 }).map(String),
  fc.tuple(fc.integer({ min: 0, max: 999_999 }), fc.integer({ min: 1, max: 9 })).map(([whole, last]) => `${whole}.${String(last)}`),
);
const selectorsOf = (metric: Metric) =>
  metric.of === 'run'
    ? fc.constant({})
    : fc.oneof(
        fc.record({ label: fc.string({ unit: 'binary', maxLength: 40 }) }, { requiredKeys: [] }),
        fc.record({ transaction: fc.string({ maxLength: 40 }) }),
        fc.record({ window: fc.constantFrom('whole' as const, 'steady' as const) }),
        metric.latency ? fc.record({ population: fc.constantFrom('all' as const, 'ok' as const) }) : fc.constant({}),
      );
const numeric = fc
  .constantFrom(...METRICS.filter(({ quantity }) => quantity !== null))
  .chain((metric) =>
    fc.record({
      metric: fc.constant(metric.name),
      selectors: selectorsOf(metric),
      // '!=' is the one comparison that any limit makes sense with.
      operator: fc.constant('!=' as const),
      limit: fc.record({ amount, unit: fc.constantFrom(...Object.keys(UNITS[metric.quantity!])) }),
    }),
  )
  .map(({ metric, selectors, operator, limit }): Condition => ({ metric, ...selectors, operator, limit }));
const verdicts = fc
  .record({ operator: fc.constantFrom('==' as const, '!=' as const), status: fc.constantFrom(...ORDERED, ...OUTSIDE) })
  .map(({ operator, status }): Condition => ({ metric: 'verdict', operator, limit: { status } }));

describe('the grammar', () => {
  it('reads what it prints', () => {
    fc.assert(
      fc.property(fc.oneof(numeric, verdicts), (condition) => {
        expect(parseCondition(printCondition(condition))).toEqual(condition);
      }),
      { numRuns: 1000 },
    );
  });

  it('takes blanks wherever something ends', () => {
    const blanks = fc.string({ unit: fc.constantFrom(' ', '\t', '\n'), maxLength: 3 });
    fc.assert(
      fc.property(fc.array(blanks, { minLength: 9, maxLength: 9 }), fc.constantFrom(...OPERATORS), (gap, operator) => {
        const parts = ['p95', '{', 'label', '=', "'a b'", '}', operator, '2', 's'];
        const text = parts.map((part, i) => `${gap[i]}${part}`).join('');
        expect(parseCondition(text)).toEqual({ metric: 'p95', label: 'a b', operator, limit: { amount: '2', unit: 's' } });
      }),
    );
  });

  it('ends in a condition, or an error with its place, whatever the text', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'p95',
        'verdict',
        'error_rate',
        'label',
        'window',
        '{',
        '}',
        '=',
        ',',
        "'",
        '"',
        '\\',
        '>',
        '<',
        '!=',
        '==',
        '800',
        'ms',
        '%',
        ' ',
        '.',
        '-',
        '__proto__',
        'constructor',
        'toString',
        '\u0000',
        '\u202e',
      ),
      fc.string({ unit: 'binary', maxLength: 5 }),
    );
    const text = fc.oneof(
      fc.array(piece, { maxLength: 30 }).map((parts) => parts.join('')),
      fc.string({ maxLength: 3000 }),
    );
    fc.assert(
      fc.property(text, (hostile) => {
        try {
          const condition = parseCondition(hostile);
          expect(parseCondition(printCondition(condition))).toEqual(condition);
        } catch (error) {
          if (!(error instanceof ConditionError)) throw error;
          expect(error.message).not.toBe('');
          expect(error.hint).not.toBe('');
          expect(error.position).toBeGreaterThanOrEqual(1);
          expect(error.position).toBeLessThanOrEqual(hostile.length + 1);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('refuses a condition with anything behind it', () => {
    fc.assert(
      fc.property(
        numeric,
        fc.string({ minLength: 1, maxLength: 10 }).filter((more) => /^[^ \t\r\n0-9.]/.test(more)),
        (condition, more) => {
          const error = refusal(`${printCondition(condition)} ${more}`);
          expect(error.position).toBeGreaterThan(1);
        },
      ),
    );
  });
});
