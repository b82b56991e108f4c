import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { analyze } from '../../src/analyzer.js';
import { httpConnection } from '../../src/backends/http-connection.js';
import { redact } from '../../src/model/redact.js';
import { Asker } from '../../src/observability/asker.js';
import { grafanaLink } from '../../src/observability/grafana-link.js';
import type { LogLine } from '../../src/observability/log-line.js';
import { groupLines, templatesOf } from '../../src/observability/log-templates.js';
import { askLoki } from '../../src/observability/loki.js';
import { nanoseconds } from '../../src/observability/loki-query.js';
import { templateQuery } from '../../src/observability/loki-template-query.js';
import { openResults } from '../../src/open-results.js';
import type { Entry } from './fake-loki/entries.js';
import { queryRange } from './fake-loki/queries.js';
import { type FakeLoki, startFakeLoki } from './fake-loki/server.js';
import { labEntries, labRuns, labTruth } from './lab-logs.js';
import { LAB } from './lab-series.js';
import { SmallConnection } from './small-connection.js';

/* Evidence of logs carries a query that a user can paste: it must find the lines that were counted, whatever stands in them, and Loki must take it. */

const START = 1_800_000_000_000;
const SELECTOR = '{service_name="shop"}';
const PLACE = { selector: SELECTOR, levels: [] };

let loki: FakeLoki | null = null;
afterEach(async () => {
  await loki?.close();
  loki = null;
});

interface Stream {
  stream: Record<string, string>;
  values: [string, string][];
}

/** Lines that a query finds, by what the fake Loki makes of it. */
function found(query: string, entries: readonly Entry[], start: number, end: number): string[] {
  const params = new URLSearchParams({
    query,
    start: String(nanoseconds(start)),
    end: String(nanoseconds(end)),
    limit: '5000',
    direction: 'forward',
  });
  const sorted = [...entries].sort((a, b) => (a.ns < b.ns ? -1 : a.ns > b.ns ? 1 : 0));
  const { data } = queryRange(params, sorted, nanoseconds(end + 60_000), false) as { data: { result: Stream[] } };
  return data.result.flatMap(({ values }) => values.map(([, line]) => line));
}

const line = (text: string, i: number): LogLine => ({
  time: START + 1 + i,
  service: 'shop',
  stream: 's',
  labels: { service_name: 'shop' },
  metadata: {},
  text,
});
const entryOf = ({ time, labels, metadata, text }: LogLine): Entry => ({ ns: nanoseconds(time), labels, metadata, line: text });

const RUNS = labRuns();
if (RUNS.length === 0) console.log('queries of recorded templates skipped: ../shared/lab is not there');

describe.skipIf(RUNS.length === 0)('templates of recorded logs', () => {
  test.each(RUNS)('%s: each query finds the lines that were counted', { timeout: 60_000 }, async (run) => {
    const { testStart, testEnd } = labTruth(run);
    const entries = labEntries(run);
    loki = await startFakeLoki(entries);
    const asker = new Asker(new SmallConnection(loki.url));
    const target = { window: { start: testStart, end: testEnd }, anomalies: [], healthy: [], requests: [] };
    const { answer } = await askLoki(asker, target, {});
    const last = answer.binStart + (answer.templates[0]?.counts.length ?? 0) * answer.binWidth;
    let [lines, more, without, exact] = [0, 0, 0, 0];
    for (const { query, counts, text, service } of answer.templates) {
      const counted = counts.reduce((a, b) => a + b, 0);
      if (query === '') {
        without++;
        continue;
      }
      // Bins are open at their start and closed at their end; a query is the other way round.
      const { length } = found(query, entries, answer.binStart + 0.001, last + 0.001);
      expect(length, `${service}: ${text}\n${query}`).toBeGreaterThanOrEqual(Math.min(counted, 5000));
      if (length === counted) exact++;
      lines += counted;
      more += length - counted;
    }
    console.log(
      `${run}: ${answer.templates.length} templates, ${exact} queries find their lines and no other, ${without} have none; ${lines} lines, ${more} of others found too`,
    );
    expect(without).toBe(0);
    expect(exact).toBeGreaterThanOrEqual(0.9 * answer.templates.length);
  });
});

test.skipIf(!RUNS.includes('db-lock'))('evidence of logs has the query, and the link opens it', { timeout: 60_000 }, async () => {
  const entries = labEntries('db-lock');
  loki = await startFakeLoki(entries);
  const analysis = await analyze(await openResults([join(LAB, 'db-lock', 'k6.json.gz')]), {
    backends: { loki: { connection: httpConnection({ url: loki.url }), scope: {} }, grafana: { url: 'https://grafana.example' } },
  });
  const logs = analysis.evidence.filter(({ source }) => source === 'loki');
  expect(logs.length).toBeGreaterThan(5);
  for (const { query, link, window, facts, id } of logs) {
    expect(link, id).not.toBeNull();
    const pane = JSON.parse(new URL(link as string).searchParams.get('panes') as string) as { heimr: { queries: { expr: string }[] } };
    expect(pane.heimr.queries[0]?.expr).toBe(query);
    // Lines are counted in bins of 5 s, so those at the edges of the trouble may be some more.
    const lines = found(query, entries, (window?.start ?? 0) - 5000, (window?.end ?? 0) + 5000).length;
    const perSecond = facts.find(({ name }) => name === 'lines per second in the trouble')?.value ?? 0;
    expect(lines).toBeGreaterThanOrEqual(Math.floor((perSecond * ((window?.end ?? 0) - (window?.start ?? 0) - 5000)) / 1000));
  }
});

describe('whatever the lines hold', () => {
  const hostile = fc.oneof(
    fc.constantFrom(
      '"',
      '`',
      '\\',
      "'",
      '{{.x}}',
      '${x}',
      '|= "',
      '\u0000',
      '\u001b[31m',
      '\u202e',
      '\n',
      '\t',
      '\r',
      '\ufffd',
      '\ud800',
      '😀',
      '%',
      '<*>',
      '}',
      '"} |= `',
    ),
    fc.string({ unit: 'grapheme', maxLength: 12 }),
    fc.constantFrom(
      'failed to reach',
      'timeout',
      'order=17',
      'password=hunterone',
      'a@b.example',
      'Authorization: Bearer abcdefg9hijklmnop',
      String.raw`{"a":"{\"password\":\"hunterone\"}"}`,
      '12ms',
    ),
  );
  const text = fc.array(hostile, { minLength: 1, maxLength: 12 }).map((parts) => parts.join(' '));

  test('a query finds all lines of its template, holds nothing that steers, no secret, and is short', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 8 }), (texts) => {
        const lines = texts.map(line);
        const entries = lines.map(entryOf);
        const groups = groupLines(lines);
        for (const group of groups) {
          const query = templateQuery(
            group,
            groups.filter((other) => other !== group),
            PLACE,
          );
          if (query === '') continue;
          expect(query).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
          expect(redact(query)).toBe(query);
          expect(query).not.toMatch(/hunterone|abcdefg|hijklmnop/);
          expect(query.length).toBeLessThan(1100);
          const hits = found(query, entries, START, START + 1000);
          expect(group.lines.map(({ text }) => text).filter((one) => !hits.includes(one))).toEqual([]);
          const link = grafanaLink(
            { url: 'https://grafana.example' },
            { source: 'loki', query, window: { start: START, end: START + 1000 } },
          );
          if (link !== null) {
            const pane = JSON.parse(new URL(link).searchParams.get('panes') as string) as { heimr: { queries: { expr: string }[] } };
            expect(pane.heimr.queries[0]?.expr).toBe(query);
          }
        }
      }),
      { numRuns: 400 },
    );
  });

  test('names of services are escaped, and what cannot be seen in them is written as its number', async () => {
    const service = 'a"b\\c`d\u202ee';
    const entries = Array.from(
      { length: 5 },
      (_, i): Entry => ({
        ns: nanoseconds(START + 1000 + i),
        labels: { service_name: service },
        metadata: {},
        line: `no route to the bank, try ${i}`,
      }),
    );
    loki = await startFakeLoki(entries);
    const asker = new Asker(new SmallConnection(loki.url));
    const target = { window: { start: START, end: START + 60_000 }, anomalies: [], healthy: [], requests: [] };
    const { answer } = await askLoki(asker, target, {});
    const [template] = answer.templates;
    expect(template?.query).toMatch(/^\{service_name="a\\"b\\\\c`d\\u202ee"\} \|= "no route to the bank, try"/);
    expect(found(template?.query ?? '', entries, START, START + 60_000)).toHaveLength(5);
  });
});

test('the text that is looked for is constant, tells the template from others, and holds nothing of one line alone', () => {
  const texts = [
    '{"level":"warn","msg":"slow request","route":"/a","ms":912,"mail":"ann@shop.example"}',
    '{"level":"warn","msg":"slow request","route":"/a","ms":1214,"mail":"bob@shop.example"}',
    '{"level":"warn","msg":"request refused","route":"/a","ms":3,"mail":"eve@shop.example"}',
  ];
  const bins = { start: START, width: 5000, count: 1 };
  const queries = templatesOf(texts.map(line), bins, true, (group, others) => templateQuery(group, others, PLACE)).map(
    ({ query }) => query,
  );
  expect(queries).toEqual([
    `${SELECTOR} |= "{\\"level\\":\\"warn\\",\\"msg\\":\\"slow request\\",\\"route\\":\\"/a\\",\\"ms\\":"`,
    `${SELECTOR} |= "{\\"level\\":\\"warn\\",\\"msg\\":\\"request refused\\",\\"route\\":\\"/a\\",\\"ms\\":"`,
  ]);
});

test('a level that Loki knows is part of it: by a label of the streams, else as detected', () => {
  const warn = (level: object) => ({ ...line('the queue is full', 0), ...level });
  const query = (one: LogLine, levels: string[]) => templateQuery(groupLines([one])[0]!, [], { selector: SELECTOR, levels });
  expect(query(warn({ labels: { level: 'warn' } }), ['level'])).toBe('{service_name="shop", level="warn"} |= "the queue is full"');
  expect(query(warn({ metadata: { detected_level: 'warn' } }), ['level'])).toBe(
    `${SELECTOR} |= "the queue is full" | detected_level="warn"`,
  );
});

test('nothing to look for: no query', () => {
  for (const text of ['', '17', '\u0000\u0001', 'password=hunterone', '::'])
    expect(templateQuery(groupLines([line(text, 0)])[0]!, [], PLACE)).toBe('');
});
