import { type Entry, labelKey, Refusal } from './entries.js';
import { durationMs } from './lexer.js';
import { checkSeries, evaluate } from './metric.js';
import { parse } from './parser.js';
import { type Passed, passing } from './pipeline.js';
import type { LogQuery } from './syntax.js';

const MAX_ENTRIES = 5000;
const MAX_POINTS = 11_000;
/** `max_query_length`: 30 days and an hour. */
const MAX_LENGTH = 721n * 3_600_000_000_000n;

/** Moment of a parameter, ns: ns, seconds with at most ten digits, or RFC 3339. */
export function moment(text: string | null, missing: bigint): bigint {
  if (text === null || text === '') return missing;
  if (/^\d{1,10}(\.\d+)?$/.test(text)) return BigInt(Math.round(Number(text) * 1e6)) * 1000n;
  if (/^\d+$/.test(text)) return BigInt(text);
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw new Refusal(`could not parse '${text}' as a timestamp`);
  return BigInt(time) * 1_000_000n;
}

/** Start and end of a request, ns. */
export function span(params: URLSearchParams, now: bigint): { start: bigint; end: bigint } {
  const end = moment(params.get('end'), now);
  const start = moment(params.get('start'), end - 3_600_000_000_000n);
  if (end <= start) throw new Refusal('end timestamp must not be before or equal to start time');
  return { start, end };
}

/** `/loki/api/v1/query_range` */
export function queryRange(params: URLSearchParams, entries: readonly Entry[], now: bigint, categorize: boolean): unknown {
  const { start, end } = span(params, now);
  const query = parse(params.get('query') ?? '');
  if (end - start > MAX_LENGTH)
    throw new Refusal(`the query time range exceeds the limit (query length: ${(end - start) / 3_600_000_000_000n}h0m0s, limit: 30d1h)`);
  if (query.kind === 'log') return logAnswer(query, params, entries, start, end, categorize);
  const asked = params.get('step');
  const step =
    asked === null
      ? Math.max(1000, Math.floor(Number((end - start) / 1_000_000n) / 250 / 1000) * 1000)
      : /[a-z]/.test(asked)
        ? durationMs(asked)
        : Number(asked) * 1000;
  if (!(step > 0)) throw new Refusal('zero or negative query resolution step widths are not accepted. Try a positive integer');
  const [from, to] = [Math.floor(Number(start) / 1e6 / step) * step, Math.ceil(Number(end) / 1e6 / step) * step];
  if ((to - from) / step > MAX_POINTS) {
    throw new Refusal('exceeded maximum resolution of 11,000 points per time series. Try increasing the value of the step parameter');
  }
  const times: number[] = [];
  for (let time = from; time <= to; time += step) times.push(time);
  const series = evaluate(query, entries, times);
  checkSeries(series);
  return success(
    'matrix',
    series.map(({ labels, values }) => ({
      metric: labels,
      values: [...values].sort(([a], [b]) => a - b).map(([i, value]) => [(times[i] as number) / 1000, String(value)]),
    })),
  );
}

/** `/loki/api/v1/query` */
export function queryInstant(params: URLSearchParams, entries: readonly Entry[], now: bigint): unknown {
  const query = parse(params.get('query') ?? '');
  if (query.kind === 'log')
    throw new Refusal('log queries are not supported as an instant query type, please change your query to a range query type');
  const time = Number(moment(params.get('time'), now)) / 1e6;
  const series = evaluate(query, entries, [time]);
  checkSeries(series);
  return success(
    'vector',
    series.map(({ labels, values }) => ({ metric: labels, value: [time / 1000, String(values.get(0))] })),
  );
}

function logAnswer(
  query: LogQuery,
  params: URLSearchParams,
  entries: readonly Entry[],
  start: bigint,
  end: bigint,
  categorize: boolean,
): unknown {
  const limit = Number(params.get('limit') ?? 100);
  if (!Number.isInteger(limit) || limit <= 0) throw new Refusal('limit must be a positive value');
  if (limit > MAX_ENTRIES)
    throw new Refusal(`max entries limit per query exceeded, limit > max_entries_limit_per_query (${limit} > ${MAX_ENTRIES})`);
  const direction = (params.get('direction') ?? 'backward').toLowerCase();
  if (direction !== 'forward' && direction !== 'backward') throw new Refusal(`invalid direction '${direction}'`);
  const inSpan = entries.filter(({ ns }) => ns >= start && ns < end);
  const taken: Passed[] = [];
  for (const one of passing(query, direction === 'forward' ? inSpan : inSpan.reverse())) {
    if (taken.length === limit) break;
    taken.push(one);
  }
  const streams = new Map<string, { stream: Record<string, string>; values: unknown[] }>();
  for (const { entry, parsed } of taken) {
    const stream = categorize ? { ...entry.labels } : { ...entry.labels, ...entry.metadata, ...parsed };
    const key = labelKey(stream);
    const beside = {
      ...(Object.keys(entry.metadata).length > 0 ? { structuredMetadata: entry.metadata } : {}),
      ...(Object.keys(parsed).length > 0 ? { parsed } : {}),
    };
    const value = [String(entry.ns), entry.line, ...(categorize ? [beside] : [])];
    const known = streams.get(key);
    if (known === undefined) streams.set(key, { stream, values: [value] });
    else known.values.push(value);
  }
  return success('streams', [...streams.values()], categorize);
}

/** The envelope of an answer. */
export function success(resultType: string, result: unknown[], categorize = false): unknown {
  return {
    status: 'success',
    data: {
      resultType,
      ...(categorize ? { encodingFlags: ['categorize-labels'] } : {}),
      result,
      stats: { summary: { totalLinesProcessed: 0, totalBytesProcessed: 0, execTime: 0.001 } },
    },
  };
}
