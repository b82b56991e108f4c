import { jsonOf } from './asker.js';
import type { BackendReply } from './connection.js';
import type { LogLine } from './log-line.js';

/** A series of a metric query. */
export interface LokiSeries {
  labels: Readonly<Record<string, string>>;
  /** Moments (ms since the epoch) and values. */
  points: (readonly [time: number, value: number])[];
}

/** A line with its time as Loki gave it: 19 digits are more than a number holds. */
export interface LokiLine extends LogLine {
  /** ns since the epoch, decimal. */
  ns: string;
}

/** List of names: `labels`, `label/…/values`. Null where there are none. @throws Error where it is no answer of Loki */
export function readNames(reply: BackendReply): string[] | null {
  const { data } = success(reply);
  if (data === undefined || data === null) return null;
  if (!Array.isArray(data) || data.some((name) => typeof name !== 'string')) throw new Error('its data is no list of names');
  return data.length === 0 ? null : data;
}

/** Series of a metric query over time, or at one moment. Null where there are none. @throws Error where it is no answer of Loki */
export function readSeries(reply: BackendReply): LokiSeries[] | null {
  const { kind, result } = resultOf(reply);
  if (kind !== 'matrix' && kind !== 'vector') throw new Error(`a ${kind} came back, not a matrix`);
  const series = result.map((one): LokiSeries => {
    const { metric, values, value } = record(one, 'a series');
    const points = kind === 'matrix' ? values : [value];
    if (!Array.isArray(points)) throw new Error('a series has no values');
    return { labels: texts(metric), points: points.map(readPoint) };
  });
  return series.length === 0 ? null : series;
}

function readPoint(point: unknown): [number, number] {
  if (!Array.isArray(point) || typeof point[0] !== 'number') throw new Error('a value has no time');
  const value = Number(point[1]);
  if (typeof point[1] !== 'string' || Number.isNaN(value)) throw new Error('a value is no number');
  return [point[0] * 1000, value];
}

/**
 * Lines of a log query. Null where there are none.
 * @param service label that names the service; null where none does
 * @throws Error where it is no answer of Loki
 */
export function readLines(reply: BackendReply, service: string | null): LokiLine[] | null {
  const { kind, result } = resultOf(reply);
  if (kind !== 'streams') throw new Error(`a ${kind} came back, not streams`);
  const lines: LokiLine[] = [];
  for (const one of result) {
    const { stream, values } = record(one, 'a stream');
    const labels = texts(stream);
    const key = Object.keys(labels)
      .sort()
      .map((name) => `${name}=${labels[name]}`)
      .join(',');
    if (!Array.isArray(values)) throw new Error('a stream has no values');
    for (const value of values) {
      if (!Array.isArray(value) || typeof value[0] !== 'string' || !/^\d{1,19}$/.test(value[0]) || typeof value[1] !== 'string') {
        throw new Error('a value is no line with its time');
      }
      const beside = typeof value[2] === 'object' && value[2] !== null ? (value[2] as Record<string, unknown>) : {};
      lines.push({
        ns: value[0],
        time: millisecondsOf(value[0]),
        service: (service === null ? undefined : labels[service]) ?? null,
        stream: key,
        labels,
        metadata: beside.structuredMetadata === undefined ? NONE : texts(beside.structuredMetadata),
        text: value[1],
      });
    }
  }
  return lines.length === 0 ? null : lines;
}

const NONE: Readonly<Record<string, string>> = {};

/** Smallest step of a number that holds ms of this century: a little under a quarter of a µs. */
const STEP = 2 ** -12;

/** ms of ns. The fraction is kept to {@link STEP}, and never lost wholly: a line right behind the edge of a bin must stay behind it. */
function millisecondsOf(ns: string): number {
  const whole = Number(ns.slice(0, -6));
  const fraction = Number(ns.slice(-6)) / 1e6;
  return fraction > 0 && whole + fraction === whole ? whole + STEP : whole + fraction;
}

function resultOf(reply: BackendReply): { kind: string; result: unknown[] } {
  const { resultType, result } = record(success(reply).data, 'its data');
  if (typeof resultType !== 'string') throw new Error('it does not say what kind of result it holds');
  if (result === null || result === undefined) return { kind: resultType, result: [] };
  if (!Array.isArray(result)) throw new Error('its result is no list');
  return { kind: resultType, result };
}

function success(reply: BackendReply): Record<string, unknown> {
  const body = record(jsonOf(reply), 'the answer');
  if (body.status !== 'success') throw new Error('it is no answer of Loki: status is not success');
  return body;
}

/** A member of an answer that must be an object. @throws Error where it is none */
export function record(value: unknown, what: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`${what} is no object`);
  return value as Record<string, unknown>;
}

function texts(value: unknown): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [name, text] of Object.entries(record(value, 'a set of labels'))) {
    if (typeof text !== 'string') throw new Error('a label is no text');
    found[name] = text;
  }
  return found;
}
