import { describe, expect, it } from 'vitest';
import { FakeTempo } from './fake-tempo/fake-tempo.js';
import { storeOf } from './fake-tempo/span-store.js';
import { otlp, query, span, trace } from './traces.js';

const START = 1_790_000_000_000;
const whole = trace(
  [
    span(1, null, 0, 100, { kind: 'server', name: 'GET /a', attributes: { 'http.route': '/a' } }),
    ...Array.from({ length: 6 }, (_, i) => query(i + 2, 1, 5 + i * 10, 8, `SELECT ${i % 2}`, { service: 'b' })),
    span(9, 3, 16, 2, { error: true, message: 'no such row', service: 'b' }),
  ],
  { start: START },
);
const rootless = trace([span(1, 77, 0, 300, { kind: 'server' }), span(2, 1, 5, 200, { kind: 'client', error: true })], {
  start: START + 5_000,
});

/** A fake that is not started: its answers alone. */
const fake = await FakeTempo.start(storeOf([otlp([whole, rootless]) as { resourceSpans: unknown[] }]));
await fake.stop();

function search(q: string, more = ''): { status: number; ids: string[]; json: never; text: string } {
  const { status, body } = fake.answer(`/api/search?q=${encodeURIComponent(q)}${more}`);
  const json = status === 200 ? JSON.parse(body) : null;
  const ids = (json?.traces ?? []).map(({ traceID }: { traceID: string }) =>
    traceID === whole.id.replace(/^0+/, '') ? 'whole' : 'rootless',
  );
  return { status, ids, json: json as never, text: body };
}

describe('TraceQL', () => {
  it.each<[string, string[]]>([
    ['{}', ['whole', 'rootless']],
    ['{ duration > 150ms }', ['rootless']],
    ['{ duration >= 0.1s && duration <= 100ms }', ['whole']],
    ['{ kind = server && (span.http.route = "/a" || status = error) }', ['whole']],
    ['{ span.http.route =~ "/(a|b)" }', ['whole']],
    ['{ .http.route != "/a" }', []],
    ['{ span.http.route = nil && kind = server }', ['rootless']],
    ['{ resource.service.name = "b" } | count() > 6', ['whole']],
    ['{ span.db.system.name = "postgresql" } | by(span.db.query.text) | count() >= 3', ['whole']],
    ['{ kind = client } | avg(duration) > 150ms', ['rootless']],
    ['{ statusMessage = "no such row" }', ['whole']],
    ['{ kind = server } > { span.db.query.text = "SELECT 1" }', ['whole']],
    ['{ kind = server } >> { status = error }', ['whole']],
    ['{ status = error } << { kind = server }', ['whole']],
    ['{ kind = server } > { status = error }', []],
    ['{ kind = server } && { status = error }', ['whole', 'rootless']],
    ['{ nestedSetParent < 0 }', ['whole']],
    ['{ traceDuration > 200ms }', ['rootless']],
    ['{ !(kind = server) && duration * 2 > 300ms }', ['rootless']],
    ['{} with (most_recent=true)', ['rootless', 'whole']],
  ])('%s', (q, ids) => expect(search(q).ids).toEqual(ids));

  it('keeps to the range, the limit and the spans a set', () => {
    expect(search('{}', `&start=${START / 1000 + 2}&end=${START / 1000 + 60}`).ids).toEqual(['rootless']);
    expect(search('{}', '&limit=1').ids).toEqual(['whole']);
    const { traces } = search('{ span.db.system.name = "postgresql" } | select(span.db.query.text, span.nothing)', '&spss=2').json as {
      traces: { spanSets: { matched: number; spans: { attributes: { key: string; value: object }[] }[] }[] }[];
    };
    expect(traces[0]?.spanSets[0]).toMatchObject({ matched: 6, spans: [{}, {}] });
    expect(traces[0]?.spanSets[0]?.spans[0]?.attributes).toContainEqual({ key: 'nothing', value: { stringValue: 'nil' } });
  });

  it.each([
    ['{ duration > }', 'invalid TraceQL query: parse error at line 1, col 14: syntax error: unexpected }'],
    ['{', 'invalid TraceQL query: parse error at line 1, col 2: syntax error: unexpected $end'],
    ['{} | nonsense()', 'invalid TraceQL query: parse error at line 1, col 6: syntax error: unexpected IDENTIFIER'],
  ])('refuses %s', (q, text) => expect(search(q)).toMatchObject({ status: 400, text }));

  it('counts and averages over time', () => {
    const metric = (q: string): { labels: object[]; samples: { value?: number }[] }[] =>
      JSON.parse(
        fake.answer(`/api/metrics/query_range?start=${START / 1000 - 10}&end=${START / 1000 + 20}&step=10s&q=${encodeURIComponent(q)}`)
          .body,
      ).series;
    expect(metric('{ kind = client } | count_over_time()')[0]?.samples.map(({ value }) => value)).toEqual([
      undefined,
      undefined,
      7,
      undefined,
    ]);
    expect(metric('{ kind = client } | rate() by (resource.service.name)').map(({ labels }) => labels)).toEqual([
      [{ key: 'resource.service.name', value: { stringValue: 'b' } }],
      [{ key: 'resource.service.name', value: { stringValue: 'a' } }],
    ]);
    expect(metric('{ kind = server } | max_over_time(duration)')[0]?.samples[2]?.value).toBe(0.3);
  });
});
