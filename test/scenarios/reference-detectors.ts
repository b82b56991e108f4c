import { Kind } from '../../src/model/sample-batch.js';
import { parsers } from '../../src/parsers/catalog.js';
import { detectParser } from '../../src/parsers/detect.js';
import { logBinomialTail } from '../../src/stats/binomial-tail.js';

/*
 * What others do, to be put beside the detectors in the same table, on the same files, by the same scorer: z > 3 on p95 per second, modified
 * z > 3.5 on p95 per 10 s, and change points of log p50 and p95 per endpoint with a binomial scan for errors. On purpose they share nothing
 * with the detectors but the tail of the binomial distribution.
 */

/** A request as a reference detector sees it; times in ms. */
export interface Row {
  start: number;
  ms: number;
  ok: boolean;
  label: string;
}

/** What one finds. */
export interface Found {
  kind: string;
  start: number;
  end: number;
  label: string | string[] | null;
}

/** All requests of a result file, in order of their starts. */
export async function rowsOf({ name, bytes }: { name: string; bytes: Uint8Array }): Promise<Row[]> {
  const parser = detectParser(bytes.subarray(0, 65_536), name, parsers);
  const whole = async function* (): AsyncGenerator<Uint8Array> {
    yield bytes;
  };
  const reading = await parser.open({ name, chunks: whole() }, { timeZone: 'UTC', traceIdColumns: [], note: () => {} });
  if (reading.granularity !== 'samples') throw new Error(`${name} holds no requests`);
  const rows: Row[] = [];
  for await (const batch of reading.batches()) {
    for (let i = 0; i < batch.rows; i++) {
      if (batch.kind[i] !== Kind.request) continue;
      const label = batch.labels.text(batch.label[i] as number);
      rows.push({ start: (batch.timestamp[i] as number) / 1000, ms: batch.latency[i] as number, ok: batch.success[i] === 1, label });
    }
  }
  return rows.sort((a, b) => a.start - b.start);
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
const mean = (values: readonly number[]): number => sum(values) / Math.max(1, values.length);
const deviation = (values: readonly number[]): number => {
  const m = mean(values);
  return Math.sqrt(mean(values.map((v) => (v - m) ** 2)));
};
const quantile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] as number;
};
const median = (values: readonly number[]): number => quantile(values, 0.5);
const spread = (values: readonly number[]): number => {
  const m = median(values);
  return median(values.map((v) => Math.abs(v - m)));
};

/** Latencies in windows of `width` seconds. */
function windowsOf(rows: readonly Row[], from: number, seconds: number, width: number): number[][] {
  const out = Array.from({ length: Math.max(1, Math.floor(seconds / width)) }, (): number[] => []);
  for (const { start, ms } of rows) out[Math.floor((start - from) / 1000 / width)]?.push(ms);
  return out;
}

/** Flagged windows that lie close are one finding. */
function joined(flags: readonly number[], width: number, gap: number, from: number): Found[] {
  const spans: { from: number; to: number }[] = [];
  for (const i of flags) {
    const last = spans.at(-1);
    if (last && i * width - last.to <= gap) last.to = (i + 1) * width;
    else spans.push({ from: i * width, to: (i + 1) * width });
  }
  return spans.map((span) => ({
    kind: span.to - span.from < 15 ? 'stall' : 'latency-shift',
    start: from + span.from * 1000,
    end: from + span.to * 1000,
    label: null,
  }));
}

function flagged(
  rows: readonly Row[],
  width: number,
  gap: number,
  isHigh: (all: readonly number[]) => (value: number) => boolean,
): Found[] {
  const { from, seconds } = spanOf(rows);
  const p95 = windowsOf(rows, from, seconds, width).map((values) => (values.length > 0 ? quantile(values, 0.95) : Number.NaN));
  const high = isHigh(p95.filter((value) => !Number.isNaN(value)));
  const flags = [...p95.keys()].filter((i) => high(p95[i] as number));
  return joined(flags, width, gap, from);
}

function spanOf(rows: readonly Row[]): { from: number; seconds: number } {
  const from = (rows[0] as Row).start;
  return { from, seconds: ((rows.at(-1) as Row).start - from) / 1000 };
}

/** z > 3 on the p95 of each second. */
export const zScore = (rows: readonly Row[]): Found[] =>
  flagged(rows, 1, 10, (all) => {
    const [m, s] = [mean(all), deviation(all)];
    return (value) => (value - m) / s > 3;
  });

/** Modified z > 3.5 (Iglewicz, Hoaglin 1993) on the p95 of every 10 s. */
export const modifiedZScore = (rows: readonly Row[]): Found[] =>
  flagged(rows, 10, 20, (all) => {
    const [m, s] = [median(all), spread(all) || 1e-9];
    return (value) => (0.6745 * (value - m)) / s > 3.5;
  });

/** First indices of pieces with constant levels (PELT), least squares with a penalty for each. */
function pieces(values: readonly number[], penalty: number, shortest: number): number[] {
  const n = values.length;
  const steps = values.slice(1).map((v, i) => v - (values[i] as number));
  const noise = Math.max((spread(steps) / 0.6745 / Math.SQRT2) ** 2, 1e-6 * Math.max(1e-6, deviation(values) ** 2));
  const [sums, squares] = [[0], [0]];
  for (const v of values) {
    sums.push((sums.at(-1) as number) + v);
    squares.push((squares.at(-1) as number) + v * v);
  }
  const at = (list: readonly number[], i: number): number => list[i] as number;
  const cost = (a: number, b: number): number => (at(squares, b) - at(squares, a) - (at(sums, b) - at(sums, a)) ** 2 / (b - a)) / noise;
  const best = new Array<number>(n + 1).fill(Number.POSITIVE_INFINITY);
  const before = new Array<number>(n + 1).fill(0);
  best[0] = -penalty;
  let open = [0];
  for (let to = shortest; to <= n; to++) {
    for (const from of open.filter((one) => to - one >= shortest)) {
      const total = at(best, from) + cost(from, to) + penalty;
      if (total < at(best, to)) [best[to], before[to]] = [total, from];
    }
    open = [...open.filter((from) => to - from < shortest || at(best, from) + cost(from, to) <= at(best, to)), to - shortest + 1];
  }
  const cuts: number[] = [];
  for (let to = at(before, n); to > 0; to = at(before, to)) cuts.unshift(to);
  return cuts;
}

/** Autocorrelation of neighbours, once the local median is taken away. */
function autocorrelation(values: readonly number[]): number {
  const local = values.map((v, i) => v - median(values.slice(Math.max(0, i - 6), i + 7)));
  const m = mean(local);
  const all = sum(local.map((v) => (v - m) ** 2));
  const next = sum(local.slice(1).map((v, i) => (v - m) * ((local[i] as number) - m)));
  return Math.min(0.8, Math.max(0, next / (all || 1)));
}

interface Span {
  kind: string;
  from: number;
  to: number;
  label: string | null;
}

/** Rising levels of one percentile of one endpoint, at a load that does not rise. */
function shifts(rows: readonly Row[], load: readonly number[], from: number, seconds: number, label: string, share: number): Span[] {
  const [floorShare, floorMs] = share > 0.9 ? [0.2, 20] : [0.1, 10];
  const width = rows.length < 300 ? undefined : [5, 10, 15, 30, 60].find((w) => (w * rows.length) / seconds >= 20);
  if (width === undefined) return [];
  const skip = Math.ceil(30 / width);
  let last = 1;
  const levels = windowsOf(rows, from, seconds - 5, width)
    .slice(skip)
    .map((values) => {
      if (values.length >= 5) last = Math.max(0.5, quantile(values, share));
      return last;
    });
  if (levels.length < 12) return [];
  const logs = levels.map(Math.log);
  const rho = autocorrelation(logs);
  const cuts = pieces(logs, (30 * Math.log(logs.length) * (1 + rho)) / (1 - rho), Math.max(3, Math.round(15 / width)));
  const edges = [0, ...cuts, levels.length];
  const level = edges.slice(1).map((to, i) => median(levels.slice(edges[i], to)));
  const loadOf = (i: number): number => mean(load.slice(((edges[i] as number) + skip) * width, ((edges[i + 1] as number) + skip) * width));
  const out: Span[] = [];
  for (let i = 1; i < level.length; i++) {
    const [a, b] = [level[i - 1] as number, level[i] as number];
    if (b / a - 1 < floorShare || b - a < floorMs || loadOf(i) / loadOf(i - 1) - 1 > 0.05) continue;
    let j = i;
    while (j + 1 < level.length && (level[j + 1] as number) > (a + b) / 2) j++;
    const start = ((edges[i] as number) + skip) * width;
    const end = j + 1 === level.length ? seconds : ((edges[j + 1] as number) + skip) * width;
    out.push({ kind: share > 0.9 ? 'tail' : end - start <= 20 ? 'stall' : 'latency-shift', from: start, to: end, label });
    i = j;
  }
  return out;
}

const LENGTHS = [1, 2, 5, 10, 20, 30, 60, 120, 240];

/** Windows in which more requests fail than the run's own rate explains. */
function errorScan(rows: readonly Row[], from: number, seconds: number, label: string | null): Span[] {
  const length = Math.ceil(seconds);
  const [n, k] = [new Array<number>(length).fill(0), new Array<number>(length).fill(0)];
  for (const { start, ok } of rows) {
    const i = Math.floor((start - from) / 1000);
    if (i < 0 || i >= length) continue;
    n[i] = (n[i] as number) + 1;
    if (!ok) k[i] = (k[i] as number) + 1;
  }
  const block = Math.round(Math.min(seconds / 4, Math.max(30, (4 * seconds) / Math.max(1, sum(k)))));
  const rates: number[] = [];
  for (let i = 0; i + block <= length; i += block) {
    const all = sum(n.slice(i, i + block));
    if (all > 0) rates.push(sum(k.slice(i, i + block)) / all);
  }
  const base = Math.max(rates.length > 0 ? quantile(rates, 0.25) : 0, 1 / Math.max(1, rows.length));
  const running = (values: readonly number[]): number[] => {
    const sums = [0];
    for (const v of values) sums.push((sums.at(-1) as number) + v);
    return sums;
  };
  const requests = running(n);
  const out: Span[] = [];
  for (let round = 0; round < 4; round++) {
    const failures = running(k);
    const between = (list: readonly number[], a: number, b: number): number =>
      (list[Math.min(length, b)] as number) - (list[Math.max(0, a)] as number);
    let best: { chance: number; at: number; width: number; failed: number; rate: number } | null = null;
    for (const width of LENGTHS) {
      for (let at = 0; at + width <= length; at++) {
        const failed = between(failures, at, at + width);
        const all = between(requests, at, at + width);
        if (failed < 5 || failed < 0.01 * all || failed < 3 * base * all) continue;
        const chance = logBinomialTail(failed, all, Math.min(0.5, base));
        if (chance + Math.log(length * LENGTHS.length) >= Math.log(1e-3)) continue;
        if (!best || chance < best.chance || (chance === best.chance && failed > best.failed))
          best = { chance, at, width, failed, rate: failed / all };
      }
    }
    if (!best) break;
    const { at, width, rate } = best;
    const high = (a: number, b: number): boolean =>
      between(failures, a, b) / Math.max(1, between(requests, a, b)) >= Math.max(0.3 * rate, 2 * base);
    let [start, end] = [at, at + width];
    while (start > 0 && high(start - 10, start) && high(start - 30, start)) start = Math.max(0, start - 10);
    while (end < length && high(end, end + 10) && high(end, end + 30)) end = Math.min(length, end + 10);
    out.push({ kind: end - start < 90 && end < length - 10 ? 'error-burst' : 'error-rate', from: start, to: end, label });
    for (let i = start; i < end; i++) k[i] = 0;
  }
  return out;
}

/** Change points of every endpoint, and errors; the same time on half of the endpoints is one finding. */
export function changePointsAndErrors(rows: readonly Row[]): Found[] {
  const { from, seconds } = spanOf(rows);
  const load = new Array<number>(Math.ceil(seconds) + 60).fill(0);
  const byLabel = new Map<string, Row[]>();
  for (const row of rows) {
    const second = Math.floor((row.start - from) / 1000);
    load[second] = (load[second] as number) + 1;
    const own = byLabel.get(row.label);
    if (own) own.push(row);
    else byLabel.set(row.label, [row]);
  }
  const spans: Span[] = [];
  for (const [label, own] of byLabel) {
    const good = own.filter(({ ok }) => ok);
    const p50 = shifts(good, load, from, seconds, label, 0.5);
    const p95 = shifts(good, load, from, seconds, label, 0.95);
    spans.push(...p50, ...p95.filter((one) => !p50.some((other) => one.from < other.to + 15 && other.from < one.to + 15)));
    spans.push(...errorScan(own, from, seconds, label));
  }
  const isError = (span: Span): boolean => span.kind.startsWith('error');
  const out: Found[] = [];
  const found = (kind: string, start: number, end: number, label: Found['label']): Found => ({
    kind,
    start: from + start * 1000,
    end: from + end * 1000,
    label,
  });
  const taken = new Set<Span>();
  for (const span of spans) {
    if (taken.has(span)) continue;
    const group = spans.filter(
      (one) =>
        !taken.has(one) &&
        isError(one) === isError(span) &&
        one.from < span.to &&
        span.from < one.to &&
        Math.abs(one.from - span.from) <= 45,
    );
    for (const one of group) taken.add(one);
    const labels = [...new Set(group.map(({ label }) => label as string))];
    const count = (kind: string): number => group.filter((one) => one.kind === kind).length;
    const kind = group.map((one) => one.kind).sort((a, b) => count(b) - count(a))[0] as string;
    const label = labels.length >= Math.max(2, byLabel.size / 2) ? null : labels.length === 1 ? (labels[0] as string) : labels;
    out.push(found(kind, Math.min(...group.map((one) => one.from)), Math.max(...group.map((one) => one.to)), label));
  }
  for (const span of errorScan(rows, from, seconds, null)) {
    const one = found(span.kind, span.from, span.to, null);
    if (!out.some((other) => other.kind.startsWith('error') && other.start < one.end && one.start < other.end)) out.push(one);
  }
  return out;
}

/** By the name in the table. */
export const REFERENCES: Readonly<Record<string, (rows: readonly Row[]) => Found[]>> = {
  'z > 3 on p95 per second': zScore,
  'modified z > 3.5 on p95 per 10 s': modifiedZScore,
  'PELT and error scan': changePointsAndErrors,
};
