import { describe, expect, it } from 'vitest';
import type { Span } from '../../src/model/telemetry.js';
import { assembledTraces, tracesOf } from '../../src/observability/trace-assembly.js';
import { asTempo, otlp, span, trace } from './traces.js';

const front = span(2, 1, 0, 40, { kind: 'server', service: 'front' });
const call = span(3, 2, 5, 30, { kind: 'client', service: 'front' });
const answer = span(4, 3, 8, 20, { kind: 'server', service: 'back', error: true, message: 'password=hunter2 at 10.0.0.1' });
const whole = trace([front, call, answer]);

describe('traces of an answer', () => {
  it('are the same from OTLP, Tempo v1 and v2', () => {
    const [plain] = tracesOf(otlp([whole]));
    expect(plain).toMatchObject({ id: whole.id, start: whole.start, incomplete: false });
    expect(plain?.spans.map(({ start, duration, service, kind }) => [start, duration, service, kind])).toEqual([
      [0, 40, 'front', 'server'],
      [5, 30, 'front', 'client'],
      [8, 20, 'back', 'server'],
    ]);
    const { resourceSpans } = asTempo(otlp([whole])) as { resourceSpans: unknown };
    expect(tracesOf({ batches: resourceSpans })).toEqual([plain]);
    expect(tracesOf({ trace: { resourceSpans }, metrics: {} })).toEqual([plain]);
    expect(tracesOf({ trace: { resourceSpans }, status: 'PARTIAL' })[0]?.incomplete).toBe(true);
  });

  it('hold no secret', () => {
    expect(tracesOf(otlp([whole]))[0]?.spans[2]?.message).toBe('password=*** at 10.0.0.1');
  });

  it('are none for an unknown id, and an error for what is no trace', () => {
    for (const empty of [{ trace: {}, metrics: {} }, {}, { batches: [] }, { resourceSpans: [{}] }]) expect(tracesOf(empty)).toEqual([]);
    for (const wrong of [null, [], 'x', { traces: [] }]) expect(() => tracesOf(wrong)).toThrow('it holds no trace');
  });

  it('keep fractions of a millisecond', () => {
    const json = otlp([trace([span(1, null, 0, 0.000_123), span(2, 1, 1.000_001, 5)])]);
    expect(tracesOf(json)[0]?.spans.map(({ start, duration }) => [start, duration])).toEqual([
      [0, 0.000_123],
      [1.000_001, 5],
    ]);
  });

  it('have parents before children, also where a clock or a circle says otherwise', () => {
    const odd = tracesOf(otlp([trace([span(3, 2, 0, 5), span(2, 1, 0.5, 8), span(1, null, 0.8, 10)])]))[0];
    expect(odd?.spans.map(({ id }) => Number.parseInt(id, 16))).toEqual([1, 2, 3]);
    expect(tracesOf(otlp([trace([span(1, 3, 0, 5), span(2, 1, 0, 5), span(3, 2, 0, 5)])]))[0]?.spans).toHaveLength(3);
  });

  it.each<[string, Span[], boolean]>([
    ['the parent of the entry, which is the load tool', [front, call, answer], false],
    ['the parent of two entries', [front, { ...front, id: '00000000000000ff', start: 50 }], false],
    ['a parent in the middle', [front, answer], true],
    ['the parent of a call', [call, answer], true],
    ['a parent beside a true root', [{ ...front, parent: null }, answer], true],
  ])('lack %s', (_what, spans, incomplete) => {
    expect(tracesOf(otlp([trace(spans)]))[0]?.incomplete).toBe(incomplete);
  });

  it('are moved where a clock is wrong, with all below', () => {
    const late = [
      span(1, null, 0, 100, { kind: 'server', instance: 'i1' }),
      span(2, 1, 10, 80, { kind: 'client', instance: 'i1' }),
      span(3, 2, 5_000, 60, { kind: 'server', service: 'b', instance: 'i2' }),
      span(4, 3, 5_010, 40, { service: 'b', instance: 'i2' }),
    ];
    const [{ trace: settled, skew } = { trace: null, skew: 0 }] = assembledTraces(otlp([trace(late)]));
    expect(settled?.spans.map(({ start }) => start)).toEqual([0, 10, 20, 30]);
    expect(skew).toBe(4_980);
    const left = late.map((one) => (one.id.endsWith('2') ? { ...one, error: true } : one));
    expect(assembledTraces(otlp([trace(left)]))[0]?.skew).toBe(0);
  });

  it('give a shared id of Zipkin to the call, and the answer one of its own', () => {
    const shared = [
      span(1, null, 0, 50, { kind: 'server' }),
      span(2, 1, 5, 40, { kind: 'client' }),
      span(2, 1, 6, 30, { kind: 'server', service: 'b' }),
      span(3, 2, 8, 10, { kind: 'client', service: 'b' }),
    ];
    const spans = tracesOf(otlp([trace(shared)]))[0]?.spans ?? [];
    expect(spans.map(({ service, kind }) => `${service} ${kind}`)).toEqual(['a server', 'a client', 'b server', 'b client']);
    expect(spans.slice(1).map(({ parent }) => spans.findIndex(({ id }) => id === parent))).toEqual([0, 1, 2]);
  });
});
