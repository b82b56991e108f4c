import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Span, Trace } from '../../src/model/telemetry.js';
import { compareTraces } from '../../src/observability/trace-comparison.js';
import { callGraph } from '../../src/observability/trace-graph.js';
import { query, span, trace } from './traces.js';

/** A request that calls a service, which asks its database; how long it works itself, waits for a connection, and for each query, ms. */
function request({ own = 5, wait = 1, asks = [4], failed = false, version = '1' } = {}, more: Partial<Trace> = {}): Trace {
  const spans: Span[] = [
    span(1, null, 0, 0, { kind: 'server', service: 'front', attributes: { 'http.request.method': 'GET', 'http.route': '/x/{id}' } }),
    span(2, 1, 2, 0, { kind: 'client', service: 'front', attributes: { 'http.request.method': 'GET', 'server.address': 'back.local' } }),
    span(3, 2, 4, 0, { kind: 'server', service: 'back', version, name: 'GET /y' }),
    span(4, 3, 4 + own, wait, { kind: 'client', service: 'back', name: 'pool.acquire', attributes: { 'db.system.name': 'postgresql' } }),
  ];
  let at = 4 + own + wait;
  for (const [i, ms] of asks.entries()) {
    spans.push(query(5 + i, 3, at, ms, 'SELECT ?', { service: 'back', error: failed, message: failed ? 'canceled' : '' }));
    at += ms;
  }
  for (const [i, end] of [at + 4, at + 2, at].entries()) (spans[i] as Span).duration = end - (spans[i] as Span).start;
  return trace(spans, more);
}

describe('slow traces against normal ones', () => {
  it('differ by parts that sum to the difference of the means', () => {
    const asks = fc.array(fc.double({ min: 0, max: 90, noNaN: true }), { maxLength: 8 });
    const any = fc.record({ own: fc.nat({ max: 500 }), wait: fc.nat({ max: 500 }), asks }).map((one) => request(one));
    const some = fc.array(any, { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(some, some, (slow, normal) => {
        const [one] = compareTraces(slow, normal);
        expect(one?.parts.reduce((sum, { difference }) => sum + difference, 0)).toBeCloseTo(one?.difference as number, 6);
      }),
      { numRuns: 100 },
    );
  });

  it.each<[{ own?: number; wait?: number; asks?: number[] }, object]>([
    [{ own: 205 }, { service: 'back', operation: 'GET /y', owed: 'self', peer: null }],
    [{ wait: 201 }, { service: 'back', operation: 'pool.acquire', owed: 'pool', peer: 'postgresql' }],
    [{ asks: [204] }, { service: 'back', operation: 'SELECT ?', owed: 'peer', peer: 'postgresql' }],
  ])('name the part that is slower: %j', (fault, part) => {
    const [one] = compareTraces([request(fault), request(fault)], [request(), request(), request()]);
    expect(one).toMatchObject({ entry: { service: 'front', operation: 'GET /x/{id}' }, traces: { slow: 2, normal: 3 }, difference: 200 });
    expect(one?.parts[0]).toMatchObject({ ...part, difference: 200 });
    expect(one?.poolWaits[0]).toMatchObject({ service: 'back', from: 'span', ms: { slow: fault.wait ?? 1, normal: 1 } });
  });

  it('owe the way to the callee, where the answer began late', () => {
    const slow = request();
    for (const one of slow.spans) if (one.service === 'back') one.start += 300;
    for (const one of slow.spans.slice(0, 2)) one.duration += 300;
    expect(compareTraces([slow], [request()])[0]?.parts[0]).toMatchObject({
      service: 'front',
      peer: 'back',
      owed: 'edge',
      difference: 300,
    });
  });

  it('ask the same many times', () => {
    const many = { asks: Array.from({ length: 26 }, () => 2) };
    const [one] = compareTraces([request(many), request(many)], [request()]);
    expect(one?.patterns).toEqual([
      expect.objectContaining({ pattern: 'n-plus-one', service: 'back', operation: 'SELECT ?', traces: { slow: 2, normal: 0 } }),
    ]);
    expect(one?.patterns[0]?.calls.slow).toBe(26);
    expect(one?.parts[0]?.calls).toEqual({ slow: 26, normal: 1 });
  });

  it('repeat what failed; several calls at once are a fan-out, not many asks', () => {
    const calls = (at: number[], error: boolean): Trace =>
      trace([
        span(1, null, 0, 100, { kind: 'server' }),
        ...at.map((start, i) => span(2 + i, 1, start, 20, { kind: 'client', name: 'call', error: error && i < at.length - 1 })),
      ]);
    const [retried] = compareTraces([calls([0, 20, 41], true)], [calls([0], false)]);
    expect(retried?.patterns).toEqual([
      expect.objectContaining({ pattern: 'retry', calls: { slow: 2, normal: 0 }, ms: { slow: 40, normal: 0 } }),
    ]);
    const [wide] = compareTraces([calls([0, 1, 2, 3, 4, 5], false)], [calls([0], false)]);
    expect(wide?.patterns.map(({ pattern, ms }) => [pattern, ms.slow])).toEqual([['fan-out', 25]]);
    expect(compareTraces([calls([0, 20, 40], false)], [])[0]?.patterns).toEqual([]);
  });

  it('fail where it is deepest', () => {
    const bad = request({ failed: true });
    for (const one of bad.spans.slice(0, 3)) Object.assign(one, { error: true, message: 'passed on' });
    const [one] = compareTraces([bad], [request()]);
    expect(one?.errors).toEqual([
      expect.objectContaining({ service: 'back', peer: 'postgresql', message: 'canceled', traces: { slow: 1, normal: 0 } }),
    ]);
  });

  it('have a version that normal ones do not have', () => {
    const sets = [2, 1].map((version) => Array.from({ length: 20 }, () => request({ version: String(version) })));
    const [first] = compareTraces(sets[0] as Trace[], sets[1] as Trace[])[0]?.shares ?? [];
    expect(first).toMatchObject({ service: 'back', attribute: 'service.version', share: expect.anything() });
    expect(first?.adjusted).toBeLessThan(1e-8);
    expect(compareTraces(sets[0] as Trace[], sets[0] as Trace[])[0]?.shares).toEqual([]);
  });

  it('tell the time outside of the system', () => {
    const linked = (latency: number): Trace => request({}, { request: { label: 'x', latency, success: true, timestamp: 0 } });
    const [one] = compareTraces([linked(518)], [linked(28)]);
    expect(one?.outside).toEqual({ slow: 500, normal: 10 });
    expect(one?.labels).toEqual(['x']);
  });

  it('stand alone where there are no normal ones', () => {
    const [one] = compareTraces([request()], []);
    expect(one?.difference).toBeNaN();
    expect(one?.parts[0]?.ms).toEqual({ slow: 5, normal: Number.NaN });
  });
});

it('call graph: who calls whom, and what tells nothing itself', () => {
  const lost = request();
  lost.spans.splice(2);
  const graph = callGraph([request({ asks: [1, 1] }), request({ asks: [1, 1] }), lost]);
  expect(graph.map(({ caller, callee, kind, answered, calls }) => [caller, callee, kind, answered, calls])).toEqual([
    ['back', 'postgresql', 'database', false, 4],
    ['front', 'back', 'sync', true, 3],
  ]);
  expect(graph[0]?.perEntry).toEqual(new Map([['front GET /x/{id}', 4 / 3]]));
});
