import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Trace } from '../../src/model/telemetry.js';
import { estimateClock, matters } from '../../src/observability/clock-estimate.js';
import { span, trace } from '../diagnoses/trace-fixture.js';

const START = 1_800_000_000_000;

/** A request that waited `there` ms, was served for `served` ms and waited `back` ms, seen by a server whose clock is ahead. */
function request(i: number, ahead: number, { there = 2, served = 50, back = 3, success = true } = {}): Trace {
  const spans = [span('1', 'tool', 'edge', 'server', 0, served), span('2', '1', 'edge', 'client', 1, served / 2)];
  const at = START + i * 1000;
  return trace(String(i), at + there + ahead, spans, { timestamp: at, latency: there + served + back, success });
}

const requests = (n: number, ahead: number, more: (i: number) => object = () => ({})): Trace[] =>
  Array.from({ length: n }, (_, i) => request(i, ahead, more(i)));

describe('the clock of the services against that of the load tool', () => {
  test('lies within what the traces allow, whatever they are, and the best guess too', () => {
    const ms = fc.double({ min: 0, max: 3000, noNaN: true });
    const one = fc.record({ there: ms, served: ms, back: ms });
    fc.assert(
      fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.array(one, { minLength: 8, maxLength: 60 }), (ahead, all) => {
        const found = estimateClock(all.map((more, i) => request(i, ahead, more)));
        if (found === null) throw new Error('no estimate');
        expect(found.low).toBeLessThanOrEqual(ahead + 0.01);
        expect(found.high).toBeGreaterThanOrEqual(ahead - 0.01);
        expect(found.offset).toBeGreaterThanOrEqual(found.low);
        expect(found.offset).toBeLessThanOrEqual(found.high);
        expect(found.traces).toBe(all.length);
      }),
    );
  });

  test.each([0, 1200, -1200, 30_000, -30_000])('%i ms ahead', (ahead) => {
    const found = estimateClock(requests(180, ahead, (i) => ({ there: 1 + (i % 7), back: 1 + (i % 5) })));
    expect(Math.abs((found?.offset ?? Number.NaN) - ahead)).toBeLessThan(2);
    expect(matters(found as NonNullable<typeof found>)).toBe(ahead !== 0);
  });

  test('a queue before the first service, or a load tool that is late, is none', () => {
    const queued = estimateClock(requests(40, 0, () => ({ there: 6000 })));
    expect(queued?.high).toBeCloseTo(6000, 3);
    expect(matters(queued as NonNullable<typeof queued>)).toBe(false);
    const late = estimateClock(requests(40, 0, () => ({ back: 6000 })));
    expect(matters(late as NonNullable<typeof late>)).toBe(false);
  });

  test('a few that contradict do not decide: a wrong trace, work that goes on after the answer', () => {
    const found = estimateClock([...requests(97, 0), request(97, 90_000), request(98, -90_000), request(99, 40_000)]);
    expect(Math.abs(found?.offset ?? Number.NaN)).toBeLessThan(5);
  });

  test('a clock that is set during the test: what is between is not known', () => {
    const found = estimateClock([...requests(50, 0), ...requests(50, 20_000)]) as NonNullable<ReturnType<typeof estimateClock>>;
    expect(found.low).toBeLessThan(1);
    expect(found.high).toBeGreaterThan(19_990);
    expect(matters(found)).toBe(false);
  });

  test('a load tool that sends spans of its own: the server counts, not they', () => {
    const own = requests(20, 5000).map((one): Trace => {
      const [server, ...rest] = one.spans.map((each) => ({ ...each, start: each.start + 5002 }));
      return { ...one, start: one.request?.timestamp ?? 0, spans: [span('tool', null, 'k6', 'client', 0, 55), server!, ...rest] };
    });
    expect(estimateClock(own)?.offset).toBeCloseTo(5000, -1);
  });

  test('nothing is said from few traces, from failed requests, or from those that the client left early', () => {
    expect(estimateClock(requests(7, 30_000))).toBeNull();
    expect(estimateClock(requests(40, 30_000, () => ({ success: false })))).toBeNull();
    expect(estimateClock(requests(40, 30_000).map((one) => ({ ...one, request: { ...one.request!, latency: 10 } })))).toBeNull();
    expect(estimateClock(requests(40, 30_000).map((one) => ({ ...one, request: null })))).toBeNull();
  });
});
