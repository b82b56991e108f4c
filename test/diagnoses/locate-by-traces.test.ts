import { expect, test } from 'vitest';
import { locateByTraces } from '../../src/diagnoses/locate-by-traces.js';
import type { Location } from '../../src/diagnoses/part.js';
import { repeatsOf } from '../../src/diagnoses/repeats.js';
import type { Span, Trace } from '../../src/model/telemetry.js';
import { both, span, target } from './trace-fixture.js';

const ANOMALY = { start: 60_000, end: 120_000 };
const db = { 'db.system.name': 'mysql', 'db.query.text': 'SELECT ?' };

function locate(traces: Trace[]): Location {
  return locateByTraces({ traces, byId: { asked: 0, found: 0 } }, target(traces), ANOMALY, 'all') as Location;
}

const places = ({ latency }: Location): string[] =>
  latency.map(({ kind, service, peer, share }) => `${kind} ${service} ${peer ?? '-'} ${share.toFixed(2)}`);

/** An edge that calls a shop, which works for `own` ms and asks a database for `asked` ms; `way` ms are lost between the two. */
function chain({ own = 10, asked = 5, way = 1, more = {} }: { own?: number; asked?: number; way?: number; more?: Partial<Span> }): Span[] {
  const served = own + asked;
  return [
    span('edge', null, 'edge', 'server', 0, served + 2 * way + 2),
    span('call', 'edge', 'edge', 'client', 1, served + 2 * way, { attributes: { 'server.address': 'shop' } }),
    span('shop', 'call', 'shop', 'server', 1 + way, served, more),
    span('sql', 'shop', 'shop', 'client', 1 + way + own, asked, { attributes: db }),
  ];
}

test('a service that works longer', () => {
  expect(
    places(
      locate(
        both(
          () => chain({}),
          () => chain({ own: 110 }),
        ),
      ),
    ),
  ).toEqual(['own shop - 1.00']);
});

test('a statement that takes longer belongs to who asks, and names the database', () => {
  const found = locate(
    both(
      () => chain({}),
      () => chain({ asked: 105 }),
    ),
  );
  expect(places(found)).toEqual(['database shop mysql 1.00']);
  expect(found.latency[0]?.operation).toBe('SELECT ?');
});

test('the way between two services', () => {
  expect(
    places(
      locate(
        both(
          () => chain({}),
          () => chain({ way: 51 }),
        ),
      ),
    ),
  ).toEqual(['network edge shop 1.00']);
});

test('a third party without spans is seen from its caller', () => {
  const call = (ms: number): Span[] => [
    span('edge', null, 'edge', 'server', 0, ms + 2),
    span('call', 'edge', 'edge', 'client', 1, ms, { attributes: { 'server.address': 'bank.example' } }),
  ];
  expect(
    places(
      locate(
        both(
          () => call(20),
          () => call(320),
        ),
      ),
    ),
  ).toEqual(['peer edge bank.example 1.00']);
});

test('time before the first service is the entry', () => {
  const traces = both(
    () => chain({}),
    () => chain({}),
  ).map((one) => (one.id.startsWith('s') && one.request ? { ...one, request: { ...one.request, latency: 500 } } : one));
  expect(places(locate(traces))).toEqual(['entry edge - 1.00']);
});

test('requests that are as quick as before lose nothing anywhere', () => {
  expect(
    locate(
      both(
        () => chain({}),
        () => chain({ own: 11 }),
      ),
    ).latency,
  ).toEqual([]);
});

test('failures begin where the deepest error is', () => {
  const failing = (): Span[] =>
    chain({}).map((one) => (one.id === 'sql' ? one : { ...one, error: true, message: `${one.service} failed` }));
  const traces = both(() => chain({}), failing).map((one) =>
    one.id.startsWith('s') && one.request ? { ...one, request: { ...one.request, success: false } } : one,
  );
  const { errors } = locate(traces);
  expect(errors.map(({ kind, service, share, operation }) => [kind, service, share, operation])).toEqual([
    ['own', 'shop', 1, 'shop failed'],
  ]);
});

test('a call that nobody answered is at the service that was called', () => {
  const refused = (): Span[] => [
    span('edge', null, 'edge', 'server', 0, 5, { error: true }),
    span('call', 'edge', 'edge', 'client', 1, 2, { error: true, message: 'connection refused', attributes: { 'server.address': 'shop' } }),
  ];
  const traces = both(() => chain({}), refused).map((one) =>
    one.id.startsWith('s') && one.request ? { ...one, request: { ...one.request, success: false } } : one,
  );
  expect(locate(traces).errors.map(({ kind, service }) => `${kind} ${service}`)).toEqual(['unreachable shop']);
});

test('calls that are made again after a failure, and calls for each item', () => {
  const retried = (): Span[] => [
    span('edge', null, 'edge', 'server', 0, 70),
    ...[0, 1, 2].map((i) =>
      span(`try${i}`, 'edge', 'edge', 'client', 1 + i * 20, 19, { error: i < 2, attributes: { 'server.address': 'shop' } }),
    ),
    ...Array.from({ length: 12 }, (_, i) => span(`q${i}`, 'edge', 'edge', 'client', 61, 0.5, { attributes: db })),
  ];
  const once = (): Span[] => [
    span('edge', null, 'edge', 'server', 0, 30),
    span('try', 'edge', 'edge', 'client', 1, 19, { attributes: { 'server.address': 'shop' } }),
    span('q', 'edge', 'edge', 'client', 25, 0.5, { attributes: db }),
  ];
  const traces = both(once, retried);
  const found = repeatsOf({ traces, byId: { asked: 0, found: 0 } }, target(traces), ANOMALY, 'all');
  expect(found.map(({ service, peer, before, during, afterFailure }) => [service, peer, before, during, afterFailure.during])).toEqual([
    ['edge', 'mysql', 1, 12, 0],
    ['edge', 'shop', 1, 3, 1],
  ]);
});
