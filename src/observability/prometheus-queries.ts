import type { BackendRequest } from './connection.js';
import { quoted } from './metrics/promql.js';

/** Longest that a query may take at the backend. */
const TIMEOUT = '30s';
/** VictoriaMetrics hides the newest 30 s and may move the start of a range unless told not to; others take no notice. */
const ALL_OF_IT = [
  ['nocache', '1'],
  ['latency_offset', '1ms'],
] as const;

/** Selector of several metrics within a scope. @param scope conditions without braces */
export function anyOf(names: readonly string[], scope: string): string {
  const pattern = names.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
  return `{__name__=~${quoted(pattern)}${scope === '' ? '' : `,${scope}`}}`;
}

/** Seconds as the API wants them. @param time ms */
export const seconds = (time: number): string => String(time / 1000);

/** Value of a query at one moment. @param time ms */
export function instantRequest(query: string, time: number): BackendRequest {
  const params = [['query', query], ['time', seconds(time)], ['timeout', TIMEOUT], ...ALL_OF_IT] as const;
  return { method: 'POST', path: '/api/v1/query', params };
}

/**
 * Values of a query over time.
 * @param start ms
 * @param end ms
 * @param step ms
 */
export function rangeRequest(query: string, start: number, end: number, step: number): BackendRequest {
  const params = [
    ['query', query],
    ['start', seconds(start)],
    ['end', seconds(end)],
    ['step', seconds(step)],
    ['timeout', TIMEOUT],
    ...ALL_OF_IT,
  ] as const;
  return { method: 'POST', path: '/api/v1/query_range', params };
}
