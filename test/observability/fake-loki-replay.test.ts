import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FakeLoki, startFakeLoki } from './fake-loki/server.js';
import { labEntries, labLines, labRuns } from './lab-logs.js';

/*
 * The fake answers as the real Loki did: every request recorded with a run is asked again, over the run's own lines. Same status; bodies
 * are the same where they follow from the lines. Sizes, chunks and patterns come from Loki's own storage and miner, so their shape is compared.
 */
interface Recorded {
  name: string;
  backend: string;
  request: { method: string; path: string; headers: Record<string, string> };
  status: number;
  body: string;
  truncatedFrom?: number;
}
const RUNS = labRuns();

if (RUNS.length === 0) console.log('recorded requests to Loki skipped: ../shared/lab is not there');

describe.skipIf(RUNS.length === 0).each(RUNS.length === 0 ? ['no run'] : RUNS)('%s', (run) => {
  let loki: FakeLoki;
  const recorded = RUNS.length === 0 ? [] : labLines<Recorded>(run, 'http-answers.ndjson.gz').filter(({ backend }) => backend === 'loki');
  beforeAll(async () => {
    loki = await startFakeLoki(labEntries(run));
  });
  afterAll(() => loki.close());

  test.each(recorded)('$name', async ({ name, request, status, body, truncatedFrom }) => {
    // The flush itself was not recorded everywhere.
    if (name.includes('after flush')) await fetch(`${loki.url}/flush`, { method: 'POST' });
    const answer = await fetch(loki.url + request.path, { method: request.method, headers: request.headers });
    const text = await answer.text();
    expect(answer.status).toBe(status);
    if (status === 204) return;
    if (status !== 200) return expect(text).toBe(body);
    if (truncatedFrom !== undefined && truncatedFrom !== null) return expect(name).toBe('');
    expect(comparable(name, JSON.parse(text))).toEqual(comparable(name, JSON.parse(body)));
  });
});

// biome-ignore lint/suspicious/noExplicitAny: bodies of any shape
function comparable(name: string, body: any): unknown {
  const { data } = body;
  if (/volume/.test(name)) return data.result.map(({ metric }: { metric: unknown }) => ({ metric }));
  if (/patterns/.test(name)) return typeof data;
  if (/stats before flush/.test(name)) return Object.keys(body);
  if (/stats/.test(name)) return { ...body, chunks: body.streams, bytes: body.bytes > 0, entries: body.entries > 0 };
  if (/detected_fields/.test(name))
    return body.fields.map(({ label, type, parsers }: Record<string, unknown>) => ({ label, type, parsers })).sort(byText);
  // Estimates of ingesters that were flushed a moment ago: what they leave out is theirs.
  if (/detected_labels/.test(name)) return typeof body;
  if (Array.isArray(data)) return [...data].sort(byText).map((one) => (typeof one === 'object' ? Object.entries(one).sort() : one));
  if (data?.resultType === 'streams') {
    return {
      flags: data.encodingFlags,
      values: data.result
        .flatMap(({ stream, values }: { stream: object; values: unknown[][] }) =>
          values.map((value) => [value, Object.entries(stream).sort()]),
        )
        .sort(byText),
    };
  }
  if (data?.resultType !== undefined)
    return [...data.result]
      .sort(byText)
      .map(({ metric, ...rest }) => [Object.entries(metric).sort(), rest])
      .sort(byText);
  return body;
}

/** Order of members is Loki's whim. */
function byText(a: unknown, b: unknown): number {
  const [x, y] = [a, b].map((one) =>
    JSON.stringify(one, (_, value) => (value?.constructor === Object ? Object.entries(value).sort() : value)),
  ) as [string, string];
  return x < y ? -1 : x > y ? 1 : 0;
}
