import { describe, expect, it } from 'vitest';
import { joinFigures } from '../../src/kpi/join-figures.js';
import { type ReportedFile, readFigures } from '../../src/kpi/read-figures.js';
import { type AggregateRow, type Aggregates, NO_LATENCY } from '../../src/model/aggregates.js';
import type { Notice } from '../../src/model/notice.js';
import { locustExceptions } from '../../src/parsers/locust-exceptions.js';
import { locustFailures } from '../../src/parsers/locust-failures.js';
import { locustHistory } from '../../src/parsers/locust-history.js';
import { locustJson } from '../../src/parsers/locust-json.js';
import { locustStats } from '../../src/parsers/locust-stats.js';
import type { Parser } from '../../src/parsers/parser.js';
import { bytesOf, inChunks } from '../parsers/jmeter-reading.js';
import { fixture, truthOf } from '../parsers/locust-reading.js';

const PARSERS: Record<string, Parser> = {
  'stats.csv': locustStats,
  'requests.csv': locustStats,
  'distribution.csv': locustStats,
  'stats_history.csv': locustHistory,
  'failures.csv': locustFailures,
  'exceptions.csv': locustExceptions,
};

/** Reads files by their names, as the analyzer does. */
async function read(files: Record<string, string | Uint8Array>): Promise<ReportedFile[]> {
  const found: ReportedFile[] = [];
  for (const [name, content] of Object.entries(files)) {
    const bytes = typeof content === 'string' ? bytesOf(content) : content;
    const end = Object.keys(PARSERS).find((one) => name.replace(/\.gz$/, '').endsWith(`_${one}`)) ?? '';
    const parser = PARSERS[end] ?? locustJson;
    const reading = await parser.open({ name, chunks: inChunks(bytes, [65_536]) }, { traceIdColumns: [], note: () => undefined });
    if (reading.granularity === 'samples') throw new Error('holds requests');
    const identity = `${bytes.length} ${new TextDecoder('latin1').decode(bytes)}`;
    found.push(await readFigures({ name, compression: 'none', reading, bytes: () => bytes.length, identity: () => identity }, found));
  }
  return found;
}

const setOf = (folder: string, run: string, ends: readonly string[], from = 'run'): Record<string, Uint8Array> =>
  Object.fromEntries(ends.map((end) => [`${run}_${end}`, fixture(`${folder}/${from}_${end}`)]));
const ALL = ['stats.csv', 'stats_history.csv', 'failures.csv', 'exceptions.csv'];

async function join(
  files: Record<string, string | Uint8Array>,
  merge = false,
): Promise<{ figures: Aggregates; notices: Notice[]; ids: string[] }> {
  const notices: Notice[] = [];
  const figures = joinFigures(await read(files), notices, merge);
  return { figures, notices, ids: notices.map(({ id }) => id) };
}

describe('the files of one run', () => {
  it.each(['2.47.0/plain', '2.47.0/full-history', '2.47.0/healthy'])('%s: each says what it has', async (one) => {
    const { figures, ids } = await join(setOf(one, 'out/run', ALL));
    const { overall, failures } = truthOf(one).stats;
    expect(figures.overall).toMatchObject({
      count: overall.count,
      errors: overall.errors,
      latency: { p95: overall.p95, p99: overall.p99 },
    });
    expect(figures.overall?.throughput).toBeGreaterThan(10);
    expect(figures.failures?.reduce((sum, { count }) => sum + count, 0)).toBe(Object.values(failures).reduce((a, b) => a + b, 0));
    expect(figures.history?.steps.reduce((sum, { count }) => sum + count, 0)).toBe(overall.count);
    expect(figures.loadTool).toMatchObject({ users: { max: expect.any(Number) }, metrics: one.endsWith('healthy') ? [] : [{}, {}] });
    expect(figures.set).toMatchObject({ run: 'out/run' });
    expect(figures.end).not.toBeNull();
    expect(figures.duration).toBe((figures.end as number) - (figures.start as number));
    expect(ids).toEqual([]);
  });

  it('do not depend on their order', async () => {
    const files = setOf('2.47.0/plain', 'run', ALL);
    const { figures } = await join(files);
    const turned = await join(Object.fromEntries(Object.entries(files).reverse()));
    expect(turned.figures).toEqual(figures);
  });

  it('each stand alone', async () => {
    const { count, errors } = truthOf('2.47.0/plain').stats.overall;
    const alone = async (end: string) => (await join(setOf('2.47.0/plain', 'run', [end]))).figures;
    expect(await alone('stats.csv')).toMatchObject({ overall: { count, errors }, history: null, failures: null });
    expect((await alone('stats_history.csv')).history?.steps.length).toBeGreaterThan(1);
    expect((await alone('failures.csv')).failures?.length).toBe(6);
    expect(await alone('failures.csv')).toMatchObject({ overall: null });
    expect((await alone('exceptions.csv')).loadTool?.metrics.length).toBe(2);
  });

  it('say so where the history ends before the run', async () => {
    const { figures, notices } = await join(setOf('2.8.6/plain', 'run', ALL));
    const { stats, stats_history: history } = truthOf('2.8.6/plain');
    expect(history.overall.count).toBeLessThan(stats.overall.count);
    expect(figures.overall?.count).toBe(stats.overall.count);
    expect(figures.history?.steps.reduce((sum, { count }) => sum + count, 0)).toBe(history.overall.count);
    expect(figures.end).toBeNull();
    expect(figures.duration).toBeGreaterThan(20_000);
    expect(notices).toMatchObject([
      { id: 'history-ends-early', level: 'info', what: `The history ends at ${history.overall.count} of ${stats.overall.count} requests.` },
    ]);
  });

  it('are warned of where they do not agree', async () => {
    const files = setOf('2.47.0/plain', 'run', ['stats.csv', 'failures.csv']);
    const other = { ...files, ...setOf('2.47.0/full-history', 'run', ['failures.csv']) };
    const { figures, notices } = await join(other);
    expect(notices).toMatchObject([{ id: 'parts-disagree', level: 'warning', file: 'run_failures.csv' }]);
    expect(figures.overall?.errors).toBe(truthOf('2.47.0/plain').stats.overall.errors);
    const later = await join({ ...setOf('2.47.0/healthy', 'run', ['stats.csv']), ...setOf('2.47.0/plain', 'run', ['stats_history.csv']) });
    expect(later.notices).toMatchObject([{ id: 'parts-disagree', file: 'run_stats_history.csv' }]);
  });

  it('of 0.12: percentiles from the distribution beside totals from the requests', async () => {
    const { figures, ids } = await join(setOf('0.12.2/writers', 'run', ['requests.csv', 'distribution.csv', 'failures.csv']));
    const { overall } = truthOf('0.12.2/writers').all;
    expect(figures.overall).toMatchObject({
      count: overall.count,
      errors: overall.errors,
      latency: { max: overall.max, p95: overall.p95, p99: overall.p99 },
    });
    expect(figures.byLabel.every(({ latency }) => latency.p95 !== null && latency.max !== null)).toBe(true);
    expect(ids).toEqual([]);
  });

  it('are refused where two are the same part', async () => {
    const files = await read({
      'run_stats.csv': fixture('2.47.0/plain/run_stats.csv'),
      'run_stats.csv.gz': fixture('2.47.0/healthy/run_stats.csv'),
    });
    expect(() => joinFigures(files, [])).toThrow(/same part/);
  });

  it('are refused where nothing was recorded', async () => {
    const head = new TextDecoder().decode(fixture('2.47.0/healthy/run_stats.csv')).split('\r\n')[0];
    const empty = `${head}\r\n,Aggregated,0,0,0,0.0,0,0,0,0.0,0.0,N/A,N/A,N/A,N/A,N/A,N/A,N/A,N/A,N/A,N/A,N/A\r\n`;
    const failures = 'Method,Name,Error,Occurrences\r\n';
    await expect(join({ 'run_stats.csv': empty, 'run_failures.csv': failures })).rejects.toMatchObject({
      code: 'unreadable',
      message: expect.stringContaining('run_stats.csv'),
    });
    await expect(join({ 'run_failures.csv': failures })).rejects.toMatchObject({ code: 'unreadable' });
    await expect(join({ 'run_exceptions.csv': 'Count,Message,Traceback,Nodes\r\n' })).rejects.toMatchObject({ code: 'unreadable' });
    await expect(join({ 'run_stats.csv': `${head}\r\nGET,/,x\r\n` })).rejects.toMatchObject({
      message: expect.stringContaining('line 2: too few fields'),
    });
  });

  it('use what is left where one part is broken', async () => {
    const { figures, ids } = await join({
      ...setOf('2.47.0/plain', 'run', ['stats.csv']),
      'run_stats_history.csv': `${new TextDecoder().decode(fixture('2.47.0/plain/run_stats_history.csv')).split('\r\n')[0]}\r\nx,y\r\n`,
    });
    expect(ids).toEqual(['part-unusable']);
    expect(figures.history).toBeNull();
    expect(figures.overall?.count).toBe(truthOf('2.47.0/plain').stats.overall.count);
  });
});

describe('two exports of one run', () => {
  it('count once, with the totals of the later one', async () => {
    const files = { ...setOf('2.47.0/plain', 'run', ALL), 'run.json': fixture('2.47.0/plain/run.json') };
    for (const order of [Object.entries(files), Object.entries(files).reverse()]) {
      const { figures, ids } = await join(Object.fromEntries(order));
      const { overall } = truthOf('2.47.0/plain').all;
      expect(figures.overall).toMatchObject({ count: overall.count, errors: overall.errors, latency: { p95: overall.p95 } });
      expect(figures.failures?.length).toBe(6);
      expect(figures.loadTool?.users?.max).toBe(4);
      expect(figures.loadTool?.metrics.length).toBe(2);
      expect(ids).toEqual(['same-run-twice']);
    }
  });

  it('are told from runs that are alike', async () => {
    await expect(
      join({ 'a.json': fixture('2.47.0/plain/run.json'), 'b.json': fixture('2.47.0/full-history/run.json') }),
    ).rejects.toMatchObject({ code: 'usage' });
  });

  it('count once as the same bytes too', async () => {
    const { figures } = await join({ 'a.json': fixture('2.47.0/plain/run.json'), 'b.json': fixture('2.47.0/plain/run.json') });
    expect(figures.overall?.count).toBe(truthOf('2.47.0/plain').all.overall.count);
  });
});

describe('files of several runs', () => {
  const two = { ...setOf('2.47.0/plain', 'a', ALL), ...setOf('2.47.0/full-history', 'b', ALL) };

  it('are refused with the reason and the way out', async () => {
    await expect(join(two)).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringMatching(/a_stats\.csv.*b_stats\.csv.*two runs, by their names \(a and b\)/),
      hint: expect.stringMatching(/one by one.*--merge/),
    });
    const files = await read({ 'a.json': fixture('2.47.0/plain/run.json'), 'b.json': fixture('2.47.0/healthy/run.json') });
    (files[1] as ReportedFile).reading = { ...(files[1] as ReportedFile).reading, tool: { name: 'k6', version: null } };
    expect(() => joinFigures(files, [])).toThrow(/different tools \(Locust and k6\)/);
  });

  it('are joined exactly with merge, and have no percentiles', async () => {
    const { figures, ids, notices } = await join(two, true);
    const [a, b] = [truthOf('2.47.0/plain').stats, truthOf('2.47.0/full-history').stats];
    const mean =
      ((a.overall.mean as number) * a.overall.count + (b.overall.mean as number) * b.overall.count) / (a.overall.count + b.overall.count);
    expect(figures.overall).toMatchObject({
      count: a.overall.count + b.overall.count,
      errors: a.overall.errors + b.overall.errors,
      bytesIn: a.overall.bytes + b.overall.bytes,
      throughput: null,
      latency: { sd: null, p50: null, p75: null, p90: null, p95: null, p99: null, p999: null },
    });
    expect(figures.overall?.latency.mean).toBeCloseTo(mean, 6);
    expect(figures.overall?.latency.min).toBeCloseTo(Math.min(a.overall.min as number, b.overall.min as number), 9);
    expect(figures.overall?.latency.max).toBeCloseTo(Math.max(a.overall.max as number, b.overall.max as number), 9);
    for (const { label, count, errors, latency } of figures.byLabel) {
      expect(count).toBe((a.labels[label as string]?.count ?? 0) + (b.labels[label as string]?.count ?? 0));
      expect(errors).toBe((a.labels[label as string]?.errors ?? 0) + (b.labels[label as string]?.errors ?? 0));
      expect(latency.p95).toBeNull();
    }
    const failed = figures.failures?.reduce((sum, { count }) => sum + count, 0);
    expect(failed).toBe(a.overall.errors + b.overall.errors);
    expect(figures.failures?.length).toBe(6);
    expect(figures.history?.steps.reduce((sum, { count }) => sum + count, 0)).toBe(a.overall.count + b.overall.count);
    expect(ids).toEqual(['figures-merged']);
    expect(notices[0]?.what).toMatch(/^Figures of 2 runs were joined \(a_stats/);
  });

  it('with nothing failed still have a list of failures', async () => {
    const healthy = setOf('2.47.0/healthy', 'c', ALL);
    const { figures } = await join({ ...two, ...setOf('2.47.0/healthy', 'd', ALL), ...healthy }, true);
    // The empty lists are the same bytes, and double nothing; the same statistics under two names are one run.
    expect(figures.failures?.length).toBe(6);
    const counts = ['plain', 'full-history', 'healthy'].map((one) => truthOf(`2.47.0/${one}`).stats.overall.count);
    expect(figures.overall?.count).toBe(counts.reduce((x, y) => x + y));
  });

  it('need totals to be merged', async () => {
    await expect(
      join({ ...setOf('2.47.0/plain', 'a', ['stats.csv']), ...setOf('2.47.0/plain', 'b', ['failures.csv']) }, true),
    ).rejects.toMatchObject({ code: 'usage', message: expect.stringContaining('b_failures.csv') });
  });

  it('join parts, successes and steps by hand', () => {
    const row = (fields: Partial<AggregateRow>): AggregateRow => ({
      label: null,
      count: 0,
      errors: null,
      throughput: 5,
      latency: NO_LATENCY,
      latencyOk: null,
      bytesIn: null,
      bytesOut: null,
      connect: null,
      ttfb: null,
      ...fields,
    });
    const part = (mean: number, max: number) => ({ mean, max, p50: 1, p95: 2, p99: 3 });
    const run = (name: string, overall: AggregateRow, more: Partial<Aggregates>): ReportedFile => {
      const figures: Aggregates = {
        only: 'totals',
        set: null,
        start: null,
        end: null,
        duration: null,
        overall,
        byLabel: [{ ...overall, label: name }],
        transactions: [],
        percentiles: 'own',
        history: null,
        failures: null,
        loadTool: null,
        ...more,
      };
      const rows = { read: 1, rejected: 0, rejects: [], reasons: {} };
      return {
        name,
        compression: 'none',
        bytes: 1,
        identity: null,
        rows,
        figures,
        duplicateOf: null,
        reading: {
          granularity: 'summary',
          format: 'x',
          tool: { name: 'k6', version: null },
          aggregates: async () => figures,
          rows: () => rows,
        },
      };
    };
    const latency = { ...NO_LATENCY, min: 1, mean: 10, max: 20, p95: 15 };
    const step = (start: number, count: number) => ({ start, count, errors: null, users: 2, latency });
    const a = run('a', row({ count: 10, errors: 2, latency, latencyOk: latency, connect: part(4, 9) }), {
      start: 5,
      end: 50,
      history: { step: 1000, steps: [step(0, 1), step(1000, 2)] },
    });
    const b = run(
      'b',
      row({ count: 30, errors: 22, latency: { ...latency, mean: 20, max: 40 }, latencyOk: { ...latency, mean: 40 }, connect: part(8, 7) }),
      { start: 3, end: 40, history: { step: 1000, steps: [step(1000, 4), step(2000, 8)] } },
    );
    const notices: Notice[] = [];
    const joined = joinFigures([a, b], notices, true);
    expect(joined.overall).toEqual(
      row({
        count: 40,
        errors: 24,
        throughput: null,
        latency: { ...NO_LATENCY, min: 1, mean: 17.5, max: 40 },
        latencyOk: { ...NO_LATENCY, min: 1, mean: 25, max: 20 },
        connect: { mean: 7, max: 9, p50: null, p95: null, p99: null },
      }),
    );
    // What one of them alone has stays as it is.
    expect(joined.byLabel.map(({ label, count, latency: own }) => [label, count, own.p95])).toEqual([
      ['a', 10, 15],
      ['b', 30, 15],
    ]);
    expect(joined.history?.steps.map(({ start, count, users, latency: own }) => [start, count, users, own.p95])).toEqual([
      [0, 1, 2, 15],
      [1000, 6, 4, null],
      [2000, 8, 2, 15],
    ]);
    expect(joined).toMatchObject({ start: 3, end: 50, duration: 47, set: null });
    const other = { ...b, figures: { ...b.figures, history: { step: 5000, steps: [] } } };
    expect(joinFigures([a, other], [], true).history).toBeNull();
  });
});
