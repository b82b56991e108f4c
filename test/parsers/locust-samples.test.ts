import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { locustExceptions } from '../../src/parsers/locust-exceptions.js';
import { locustFailures } from '../../src/parsers/locust-failures.js';
import { locustHistory } from '../../src/parsers/locust-history.js';
import { locustStats } from '../../src/parsers/locust-stats.js';
import { SHARED } from '../oracle/files.js';
import { readFigures } from './locust-reading.js';

/** Figures of the real files by Python's own reader (test/oracle/locust-counts.py). */
interface Counts {
  rows: number;
  count: number;
  errors: number;
  endpoints: number;
  sum: number;
  failures: number;
  first: [string, string];
  mean: number;
  min: number;
  max: number;
  rate: number;
  p50: number;
  p95: number | null;
  start: number;
  end: number;
  users: number;
  steps: [number, number, number, number][];
  means: Record<string, number>;
}
const FOLDER = join(SHARED, 'samples/locust');
const COUNTS = JSON.parse(readFileSync(join(import.meta.dirname, '../oracle/locust-counts.json'), 'utf8')) as Record<string, Counts>;
const here = existsSync(FOLDER);
if (!here) console.warn(`samples of Locust skipped: ${FOLDER} does not exist`);
const file = (name: string): Uint8Array => new Uint8Array(readFileSync(join(FOLDER, name)));
const of = (part: RegExp): [string, Counts][] => Object.entries(COUNTS).filter(([name]) => part.test(name));

describe.skipIf(!here)("others' files of Locust", () => {
  it.each(of(/_stats\.csv$|requests\.csv$/))('%s', async (name, truth) => {
    const { figures, counts } = await readFigures(locustStats, file(name), { name });
    expect(counts).toMatchObject({ read: truth.rows, rejected: 0 });
    expect(figures.overall).toMatchObject({ count: truth.count, errors: truth.errors, throughput: truth.rate });
    expect(figures.overall?.latency).toMatchObject({ mean: truth.mean, min: truth.min, max: truth.max, p50: truth.p50, p95: truth.p95 });
    expect(figures.byLabel.length).toBe(truth.endpoints);
    expect(figures.byLabel.reduce((sum, { count }) => sum + count, 0)).toBe(truth.sum);
    expect(Object.fromEntries(figures.byLabel.map(({ label, latency }) => [label, latency.mean]))).toEqual(truth.means);
  });

  it.each(of(/_history\.csv$/))('%s', async (name, truth) => {
    const { figures, counts } = await readFigures(locustHistory, file(name), { name });
    expect(counts).toMatchObject({ read: truth.rows, rejected: 0 });
    expect(figures.overall).toMatchObject({ count: truth.count, errors: truth.errors, latency: { mean: truth.mean, max: truth.max } });
    expect(figures).toMatchObject({ start: truth.start, end: truth.end, loadTool: { users: { max: truth.users } } });
    expect(figures.history?.steps.map(({ start, count, errors, users }) => [start, count, errors, users])).toEqual(truth.steps);
    // Version 1.1 writes percentiles of the last seconds.
    expect(figures.overall?.latency.p95).toBe(name.startsWith('hand/') ? null : truth.p95);
  });

  it.each(of(/_failures\.csv$/))('%s', async (name, truth) => {
    const { figures, counts } = await readFigures(locustFailures, file(name), { name });
    expect(counts).toMatchObject({ read: truth.rows, rejected: 0 });
    expect(figures.failures?.reduce((sum, { count }) => sum + count, 0)).toBe(truth.failures);
    expect([figures.failures?.[0]?.label, figures.failures?.[0]?.message]).toEqual(truth.first);
    expect(figures.failures?.every((failure) => failure.class === '4xx' && failure.code === '429')).toBe(true);
  });

  it.each(of(/_exceptions\.csv$/))('%s', async (name, truth) => {
    const { counts } = await readFigures(locustExceptions, file(name), { name });
    expect(counts).toMatchObject({ read: truth.rows, rejected: 0 });
  });
});
