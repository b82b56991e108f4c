import { type AnalyzeOptions, analyze } from '../../src/analyzer.js';
import type { Analysis } from '../../src/model/analysis.js';

/** A row of a JTL file; what is left out is ordinary. */
export interface Row {
  /** Start, ms after `BASE`. */
  at: number;
  ms: number;
  label?: string;
  code?: string;
  message?: string;
  failure?: string;
  ok?: boolean;
  thread?: string;
  users?: number;
  bytes?: number;
  sent?: number;
  latency?: number;
  connect?: number;
}

/** A whole second, so that steps of time are easy to follow: 2026-11-22T09:00:00Z. */
export const BASE: number = Date.UTC(2026, 10, 22, 9);

const HEADER =
  'timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success,failureMessage,bytes,sentBytes,grpThreads,allThreads,URL,Latency,IdleTime,Connect';

/** The bytes of a JTL file. */
export function jtl(rows: readonly Row[]): Uint8Array {
  const lines = rows.map((row) => {
    const ok = row.ok ?? true;
    const fields = [
      BASE + row.at,
      row.ms,
      row.label ?? 'home',
      row.code ?? (ok ? '200' : '500'),
      row.message ?? (ok ? 'OK' : 'Internal Server Error'),
      row.thread ?? 'users 1-1',
      'text',
      ok,
      row.failure ?? '',
      row.bytes ?? 1000,
      row.sent ?? 100,
      row.users ?? 5,
      row.users ?? 5,
      'http://127.0.0.1/',
      row.latency ?? Math.max(1, row.ms - 1),
      0,
      row.connect ?? 0,
    ];
    return fields.map((field) => (/[",\n]/.test(String(field)) ? `"${String(field).replaceAll('"', '""')}"` : field)).join(',');
  });
  return new TextEncoder().encode(`${[HEADER, ...lines].join('\n')}\n`);
}

/** Analyses rows as one file. */
export function analyzeRows(rows: readonly Row[], options: AnalyzeOptions = {}): Promise<Analysis> {
  return analyze([{ name: 'results.jtl', bytes: jtl(rows) }], options);
}

/** Numbers in [0, 1) that are the same in every run (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Steady traffic: `seconds` with `perSecond` requests each, latencies around `ms` with a tail. */
export function traffic(options: {
  seconds: number;
  perSecond: number;
  ms?: number;
  seed?: number;
  from?: number;
  users?: number;
  label?: string;
}): Row[] {
  const random = seeded(options.seed ?? 1);
  const rows: Row[] = [];
  for (let i = 0; i < options.seconds * options.perSecond; i++) {
    const at = (options.from ?? 0) + Math.floor((i / options.perSecond) * 1000);
    const ms = Math.round((options.ms ?? 50) * Math.exp((random() + random() + random() - 1.5) * 1.2));
    rows.push({ at, ms, thread: `users 1-${(i % 5) + 1}`, users: options.users ?? 5, label: options.label ?? `page ${i % 3}` });
  }
  return rows;
}

/** Analyses rows as a file with the columns that every JTL has, and no others: no users, threads, bytes. */
export function analyzeBareRows(rows: readonly Row[], options: AnalyzeOptions = {}): Promise<Analysis> {
  const lines = rows.map(({ at, ms, label = 'home', ok = true, code = ok ? '200' : '500' }) => [BASE + at, ms, label, code, ok].join(','));
  const bytes = new TextEncoder().encode(`${['timeStamp,elapsed,label,responseCode,success', ...lines].join('\n')}\n`);
  return analyze([{ name: 'results.jtl', bytes }], options);
}
