import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Entry } from './fake-loki/entries.js';

/** Folder with recorded runs, beside the checkout; not part of it. */
export const SHARED = process.env.HEIMR_SHARED ?? resolve(import.meta.dirname, '../../../shared');
const RUNS = resolve(SHARED, 'lab/runs');

/** An entry as the lab keeps it. */
export interface StoredEntry {
  ts_ns: string;
  labels: Record<string, string>;
  line: string;
  metadata: Record<string, string>;
}

/** Names of runs with logs; empty where the folder is missing. */
export function labRuns(): string[] {
  return existsSync(RUNS)
    ? readdirSync(RUNS)
        .filter((run) => existsSync(resolve(RUNS, run, 'logs.ndjson.gz')))
        .sort()
    : [];
}

/** Lines of a file of a run, parsed. */
export function labLines<T>(run: string, file: string): T[] {
  return gunzipSync(readFileSync(resolve(RUNS, run, file)))
    .toString()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}

/** Truth of a run. */
export function labTruth(run: string): {
  recordFrom: number;
  recordTo: number;
  testStart: number;
  testEnd: number;
  faults: { kind: string; onset: number; end: number }[];
} {
  return JSON.parse(readFileSync(resolve(RUNS, run, 'truth.json'), 'utf8'));
}

/** Entries of a run, for a fake Loki. */
export function labEntries(run: string): Entry[] {
  return labLines<StoredEntry>(run, 'logs.ndjson.gz').map(({ ts_ns, labels, line, metadata }) => ({
    ns: BigInt(ts_ns),
    labels,
    line,
    metadata: metadata ?? {},
  }));
}
