import { wholeNumber } from './locust-figures.js';

/** One endpoint of `locust --json`, checked. */
export interface LocustEntry {
  method: string;
  name: string;
  requests: number;
  /** Requests without a time, such as events of what is not HTTP. */
  timeless: number;
  failures: number;
  /** Sum of all times, ms. */
  times: number;
  min: number | null;
  max: number | null;
  bytes: number | null;
  /** First and last moment, ms epoch; null where the object does not say. */
  start: number | null;
  end: number | null;
  /** Requests by rounded time, ms; null where they do not add up to the requests that have a time. */
  histogram: Map<number, number> | null;
  /** Requests and failures by second of the epoch. */
  perSecond: Map<number, number>;
  failuresPerSecond: Map<number, number> | null;
}

/** Distinct times: Locust rounds them to two digits, so that there are 90 for each power of ten. */
const MAX_TIMES = 10_000;
/** Seconds with a count of their own: eleven days. */
export const MAX_SECONDS = 1_000_000;
/** 1990 and 2100, s since the epoch. */
const EARLIEST = 631_152_000;
const LATEST = 4_102_444_800;

/** @returns the entry, or why it is none, in words from a closed list */
export function locustEntry(value: unknown): LocustEntry | string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'no object';
  const all = value as Record<string, unknown>;
  const requests = wholeNumber(all['num_requests']);
  if (requests === null) return 'num_requests is no whole number';
  const failures = wholeNumber(all['num_failures']);
  if (failures === null) return 'num_failures is no whole number';
  const timeless = all['num_none_requests'] === undefined ? 0 : wholeNumber(all['num_none_requests']);
  if (timeless === null || timeless > requests) return 'num_none_requests is no number of requests';
  const times = amount(all['total_response_time']);
  if (times === null) return 'total_response_time is no number';
  const histogram = counts(all['response_times'], 0, Number.MAX_SAFE_INTEGER, MAX_TIMES);
  const timed = requests - timeless;
  const sum = histogram === null ? -1 : [...histogram.values()].reduce((a, b) => a + b, 0);
  return {
    method: textOf(all['method']),
    name: textOf(all['name']),
    requests,
    timeless,
    failures,
    times,
    min: timed === 0 ? null : amount(all['min_response_time']),
    max: timed === 0 ? null : amount(all['max_response_time']),
    bytes: amount(all['total_content_length']),
    start: moment(all['start_time']),
    end: moment(all['last_request_timestamp']),
    histogram: sum === timed ? histogram : null,
    perSecond: counts(all['num_reqs_per_sec'], EARLIEST, LATEST, MAX_SECONDS) ?? new Map(),
    failuresPerSecond: counts(all['num_fail_per_sec'], EARLIEST, LATEST, MAX_SECONDS),
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function amount(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null;
}

/** A moment in ms of one in s. */
function moment(value: unknown): number | null {
  const seconds = amount(value);
  return seconds === null || seconds < EARLIEST || seconds >= LATEST ? null : seconds * 1000;
}

/** Counts by whole number, within bounds; null if anything else is there, or too many. */
function counts(value: unknown, from: number, to: number, most: number): Map<number, number> | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const found = new Map<number, number>();
  const entries = Object.entries(value);
  if (entries.length > most) return null;
  for (const [key, count] of entries) {
    const at = /^\d{1,15}$/.test(key) ? Number(key) : -1;
    const n = wholeNumber(count);
    if (at < from || at > to || n === null) return null;
    found.set(at, (found.get(at) ?? 0) + n);
  }
  return found;
}
