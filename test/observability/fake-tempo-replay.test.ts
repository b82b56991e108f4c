import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tracesOf } from '../../src/observability/trace-spans.js';
import { FakeTempo } from './fake-tempo/fake-tempo.js';
import { storeOfFile } from './fake-tempo/span-store.js';
import { labLines } from './lab-logs.js';
import { LAB, labRuns } from './lab-series.js';

interface SearchJson {
  traces: {
    traceID: string;
    durationMs?: number;
    spanSets: { matched: number; spans: { spanID: string; attributes?: object[] }[] }[];
    serviceStats: object;
  }[];
}
interface MetricsJson {
  series: { labels: { key: string; value: object }[]; samples: { timestampMs: string; value?: number }[] }[];
}

/** One recorded exchange with a backend. */
interface RecordedAnswer {
  name: string;
  backend: string;
  request: { method: string; path: string };
  status: number;
  headers: Record<string, string>;
  body: string;
  truncatedFrom?: number;
}

const RUNS = labRuns();
if (RUNS.length === 0) console.warn(`skipped: recorded answers of Tempo: no recorded runs in ${LAB}`);

const byName = <T>(list: T[]): T[] =>
  list
    .map((one) => [JSON.stringify(one), one] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, one]) => one);

describe.skipIf(RUNS.length === 0)('every answer of the recorded Tempo comes back from the fake', () => {
  it.each(RUNS)('%s', { timeout: 60_000 }, async (run) => {
    const store = storeOfFile(join(LAB, run, 'traces.ndjson.gz'));
    const truth = JSON.parse(readFileSync(join(LAB, run, 'truth.json'), 'utf8')) as { recorded: { traces?: { sampledOneIn: number } } };
    const sampled = (truth.recorded.traces?.sampledOneIn ?? 1) > 1;
    const fake = await FakeTempo.start(store);
    try {
      for (const { name, request, status, headers, body, truncatedFrom } of labLines<RecordedAnswer>(run, 'http-answers.ndjson.gz').filter(
        ({ backend }) => backend === 'tempo',
      )) {
        const answer = await fetch(fake.url + request.path);
        const text = await answer.text();
        expect([name, answer.status], request.path).toEqual([name, status]);
        expect((answer.headers.get('content-type') ?? '').split(';')[0], name).toBe((headers['content-type'] ?? '').split(';')[0]);
        if (status !== 200) {
          expect(text.trim(), name).toBe(body.trim());
          continue;
        }
        const path = request.path.split('?')[0] as string;
        if (truncatedFrom !== undefined) sameSeries(seriesIn(body), seriesOf(JSON.parse(text)), name, 'cut');
        else if (path === '/api/search') sameSearch(JSON.parse(body), JSON.parse(text), fake, request.path, name, sampled);
        else if (path.includes('/traces/'))
          expect(JSON.stringify(tracesOf(JSON.parse(text)).map(sorted)), name).toBe(JSON.stringify(tracesOf(JSON.parse(body)).map(sorted)));
        else if (path.includes('/metrics/'))
          sameSeries(seriesOf(JSON.parse(body)), seriesOf(JSON.parse(text)), name, sampled ? 'sampled' : 'whole');
        else if (path.endsWith('/tags'))
          for (const { name: scope, tags } of JSON.parse(body).scopes)
            expect(JSON.parse(text).scopes.find((one: { name: string }) => one.name === scope).tags, name).toEqual(tags);
        else if (path.endsWith('/values')) expect(byName(JSON.parse(text).tagValues), name).toEqual(byName(JSON.parse(body).tagValues));
        else expect(Object.keys(JSON.parse(text)), name).toEqual(Object.keys(JSON.parse(body)));
      }
    } finally {
      await fake.stop();
    }
  });
});

function sorted<T extends { spans: { id: string }[] }>(trace: T): T {
  const keys = (value: unknown): unknown =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(
          Object.entries(value)
            .sort()
            .map(([key, one]) => [key, keys(one)]),
        )
      : value;
  return { ...trace, spans: byName(trace.spans.map((span) => keys(span))) };
}

/** A search gives the first that it finds: as many, and what the real one found is found too when all are asked for. */
function sameSearch(real: SearchJson, got: SearchJson, fake: FakeTempo, path: string, name: string, sampled: boolean): void {
  if (!sampled) expect(got.traces.length, name).toBe(real.traces.length);
  const all = JSON.parse(fake.answer(path.replace(/limit=\d+/, 'limit=100000')).body) as SearchJson;
  const byId = new Map(all.traces.map((trace) => [trace.traceID, trace]));
  for (const trace of real.traces) {
    const own = byId.get(trace.traceID);
    if (own === undefined && fake.traces.get(trace.traceID.padStart(32, '0')) === undefined) continue;
    expect(own?.spanSets.length, `${name} ${trace.traceID}`).toBe(trace.spanSets.length);
    const spans = new Map(own?.spanSets[0]?.spans.map((span) => [span.spanID, span]));
    for (const span of trace.spanSets[0]?.spans ?? []) {
      const same = spans.get(span.spanID);
      if (same !== undefined) expect(byName(same.attributes ?? []), name).toEqual(byName(span.attributes ?? []));
    }
  }
}

function seriesOf({ series }: MetricsJson): Map<string, number[]> {
  return new Map(series.map(({ labels, samples }) => [JSON.stringify(labels), samples.map(({ value }) => value ?? 0)]));
}

/** Whole series of an answer that was cut. */
function seriesIn(body: string): Map<string, number[]> {
  const whole = [...body.matchAll(/\{"labels":(\[\{"key":"__meta_type".*?\}\]),"samples":(\[.*?\])[,}]/g)];
  return seriesOf({ series: whole.map(([, labels = '', samples = '']) => ({ labels: JSON.parse(labels), samples: JSON.parse(samples) })) });
}

/**
 * The same series; their sums agree to a tenth, since the recording was cut at its edges. Of a sampled recording only the series are compared, and of an
 * answer that was cut (comparison of attributes, whose most frequent values Tempo counts by parts of its store) that the fake has most of them.
 */
function sameSeries(real: Map<string, number[]>, got: Map<string, number[]>, name: string, how: 'whole' | 'sampled' | 'cut'): void {
  const missing = [...real.keys()].filter((labels) => !got.has(labels));
  if (how === 'cut') {
    expect(missing.length, name).toBeLessThanOrEqual(real.size / 2);
    return;
  }
  expect(missing, name).toEqual([]);
  if (how === 'sampled') return;
  const sum = (values: readonly number[] = []): number => values.reduce((total, value) => total + value, 0);
  for (const [labels, values] of real) {
    const [expected, found] = [sum(values), sum(got.get(labels))];
    expect(Math.abs(found - expected), `${name} ${labels}: ${found} for ${expected}`).toBeLessThanOrEqual(0.1 * Math.abs(expected) + 0.3);
  }
}
