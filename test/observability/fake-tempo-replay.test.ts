import { describe, expect, it } from 'vitest';
import { tracesOf } from '../../src/observability/trace-assembly.js';
import { FakeTempo } from './fake-tempo/fake-tempo.js';
import { storeOfFile } from './fake-tempo/span-store.js';
import { labFile, labRuns, labTruth, recordedAnswers } from './lab-runs.js';

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

const byName = <T>(list: T[]): T[] =>
  list
    .map((one) => [JSON.stringify(one), one] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, one]) => one);

describe.skipIf(labRuns.length === 0)('every answer of the recorded Tempo comes back from the fake', () => {
  it.each(labRuns)('%s', async (run) => {
    const store = storeOfFile(labFile(run, 'traces.ndjson.gz'));
    const { testStart } = labTruth(run);
    const from = (path: string): number => testStart + 1000 * Number.parseInt(/step=(\d+)s/.exec(path)?.[1] ?? '0', 10);
    const sampled = (labTruth(run).recorded.traces?.sampledOneIn ?? 1) > 1;
    const fake = await FakeTempo.start(store);
    try {
      for (const { name, request, status, headers, body, truncatedFrom } of recordedAnswers(run, 'tempo')) {
        const answer = await fetch(fake.url + request.path);
        const text = await answer.text();
        expect([name, answer.status], request.path).toEqual([name, status]);
        expect((answer.headers.get('content-type') ?? '').split(';')[0], name).toBe((headers['content-type'] ?? '').split(';')[0]);
        if (status !== 200) {
          expect(text.trim(), name).toBe(body.trim());
          continue;
        }
        const path = request.path.split('?')[0] as string;
        if (truncatedFrom !== undefined) sameSeries(seriesIn(body), seriesOf(JSON.parse(text)), from(request.path), name, sampled);
        else if (path === '/api/search') sameSearch(JSON.parse(body), JSON.parse(text), fake, request.path, name, sampled);
        else if (path.includes('/traces/'))
          expect(JSON.stringify(tracesOf(JSON.parse(text)).map(sorted)), name).toBe(JSON.stringify(tracesOf(JSON.parse(body)).map(sorted)));
        else if (path.includes('/metrics/'))
          sameSeries(seriesOf(JSON.parse(body)), seriesOf(JSON.parse(text)), from(request.path), name, sampled);
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

type Samples = { at: number; value: number }[];

function seriesOf({ series }: MetricsJson): Map<string, Samples> {
  return new Map(
    series.map(({ labels, samples }) => [
      JSON.stringify(labels),
      samples.map(({ timestampMs, value }) => ({ at: Number(timestampMs), value: value ?? 0 })),
    ]),
  );
}

/** Whole series of an answer that was cut. */
function seriesIn(body: string): Map<string, Samples> {
  const whole = [...body.matchAll(/\{"labels":(\[\{"key":"__meta_type".*?\}\]),"samples":(\[.*?\])[,}]/g)];
  return seriesOf({ series: whole.map(([, labels = '', samples = '']) => ({ labels: JSON.parse(labels), samples: JSON.parse(samples) })) });
}

/**
 * The same series with the same values, from the first whole interval on: requests before the test are not among the recorded traces. What
 * `compare()` counts is at least what Tempo says, and totals are the same: it takes the most frequent values of each block, so that one which
 * is not among them everywhere is counted too low.
 */
function sameSeries(real: Map<string, Samples>, got: Map<string, Samples>, from: number, name: string, sampled: boolean): void {
  const exact = !name.includes('compare');
  if (exact) expect([...got.keys()].sort(), name).toEqual([...real.keys()].sort());
  expect(real.size, name).toBeGreaterThanOrEqual(exact ? 0 : 100);
  let shared = 0;
  for (const [labels, samples] of real) {
    const own = got.get(labels);
    if (own === undefined) continue;
    shared++;
    // An interval that had not ended when the real one was asked is not told.
    expect(own.length - samples.length).toBeLessThanOrEqual(1);
    expect(own.slice(0, samples.length).map(({ at }) => at)).toEqual(samples.map(({ at }) => at));
    for (const [i, { at, value }] of samples.entries()) {
      if (at < from || (sampled && !name.includes('errors'))) continue;
      const mine = own[i]?.value ?? 0;
      const message = `${name} ${labels} ${at}`;
      if (exact || labels.includes('_total')) expect(mine, message).toBeCloseTo(value, 9);
      else expect(mine, message).toBeGreaterThanOrEqual(value);
    }
  }
  if (!exact) expect(shared / real.size, name).toBeGreaterThan(0.75);
}
