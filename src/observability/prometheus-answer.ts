import { jsonOf } from './asker.js';
import type { BackendReply } from './connection.js';
import type { RawSeries } from './metrics/raw-series.js';
import { leanAnswer, type SampleColumns, sampleNumber } from './prometheus-sample-text.js';

/** What an answer says beside its data. */
export interface Remarks {
  /** Parts of the data may lack. */
  warnings: Set<string>;
  /** Whether a cluster said that some of its stores did not answer. */
  partial: boolean;
}

/** One series of an answer: value at a moment, or values over time. */
export interface AnsweredSeries {
  labels: Record<string, string>;
  /** Moments, ms. */
  times: Float64Array;
  values: Float64Array;
  /** Native histograms: moments, ms, counts and sums. */
  histograms: { times: Float64Array; counts: Float64Array; sums: Float64Array };
}

/**
 * Series of an answer to `query` or `query_range`.
 * @param remarks where warnings are collected
 * @returns null where it holds none
 * @throws Error where it is no answer of Prometheus
 */
export function seriesOf(reply: BackendReply, remarks: Remarks): AnsweredSeries[] | null {
  const { text, samples } = leanAnswer(reply.body);
  const { data } = envelopeOf({ ...reply, body: text }, remarks);
  const result = (data as { result?: unknown } | null)?.result;
  if (!Array.isArray(result)) throw new Error('it holds no result, so this is not the API of Prometheus');
  return result.length === 0 ? null : result.map((one) => readSeries(one as Answered, samples));
}

/**
 * Texts of an answer to `label/…/values`.
 * @returns null where it holds none
 * @throws Error where it is no answer of Prometheus
 */
export function textsOf(reply: BackendReply, remarks: Remarks): string[] | null {
  const { data } = envelopeOf(reply, remarks);
  if (!Array.isArray(data)) throw new Error('it holds no list, so this is not the API of Prometheus');
  const texts = data.filter((one): one is string => typeof one === 'string');
  return texts.length === 0 ? null : texts;
}

/** Raw series; of a native histogram its count and its sum, under the names of a classic one. */
export function rawSeriesOf(answered: readonly AnsweredSeries[]): RawSeries[] {
  return answered.flatMap(({ labels, times, values, histograms }) => {
    const series: RawSeries[] = times.length === 0 ? [] : [{ labels, times, values }];
    const name = labels['__name__'];
    if (name === undefined || histograms.times.length === 0) return series;
    for (const part of ['count', 'sum'] as const) {
      const parts = part === 'count' ? histograms.counts : histograms.sums;
      series.push({ labels: { ...labels, __name__: `${name}_${part}` }, times: histograms.times, values: parts, native: { name, part } });
    }
    return series;
  });
}

type Sample = [seconds: number, value: string];
interface Answered {
  metric?: Record<string, string>;
  value?: Sample;
  /** One number stands for samples that were read before. */
  values?: Sample[] | [number];
  histogram?: [number, { count?: string; sum?: string }];
  histograms?: [number, { count?: string; sum?: string }][];
}

function envelopeOf(reply: BackendReply, remarks: Remarks): { data: unknown } {
  const json = jsonOf(reply) as { status?: unknown; data?: unknown; warnings?: unknown; isPartial?: unknown } | null;
  if (json?.status !== 'success') throw new Error('it has no status "success", so this is not the API of Prometheus');
  if (Array.isArray(json.warnings)) for (const text of json.warnings) if (typeof text === 'string') remarks.warnings.add(text);
  // Cluster of VictoriaMetrics.
  if (json.isPartial === true) remarks.partial = true;
  return { data: json.data };
}

function readSeries(one: Answered, read: readonly SampleColumns[]): AnsweredSeries {
  const place = one.values?.[0];
  const columns = typeof place === 'number' ? read[place] : undefined;
  const samples = columns !== undefined ? [] : ((one.values as Sample[] | undefined) ?? (one.value === undefined ? [] : [one.value]));
  const histograms = one.histograms ?? (one.histogram === undefined ? [] : [one.histogram]);
  return {
    labels: one.metric ?? {},
    times: columns?.times ?? filled(samples, ([seconds]) => Math.round(seconds * 1000)),
    values: columns?.values ?? filled(samples, ([, value]) => sampleNumber(value)),
    histograms: {
      times: filled(histograms, ([seconds]) => Math.round(seconds * 1000)),
      counts: filled(histograms, ([, histogram]) => sampleNumber(histogram.count)),
      sums: filled(histograms, ([, histogram]) => sampleNumber(histogram.sum)),
    },
  };
}

/** `Float64Array.from` goes through an iterator, which is ten times as slow. */
function filled<T>(items: readonly T[], toNumber: (item: T) => number): Float64Array {
  const values = new Float64Array(items.length);
  for (let i = 0; i < items.length; i++) values[i] = toNumber(items[i] as T);
  return values;
}
