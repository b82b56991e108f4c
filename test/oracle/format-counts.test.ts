import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyzer.js';
import { HeimrError } from '../../src/errors.js';
import { SHARED } from './files.js';

/** Counted by format-counts.py, which knows nothing of Heimr. */
const COUNTS = JSON.parse(readFileSync(join(import.meta.dirname, 'format-counts.json'), 'utf8')) as Record<
  string,
  { requests: number; failed: number; sum: number }
>;
const FOLDER = join(SHARED, 'samples');
const here = existsSync(FOLDER);
if (!here) console.warn(`samples skipped: ${FOLDER} does not exist`);

describe.skipIf(!here)('real files have the figures that were counted without Heimr', () => {
  it.each(Object.entries(COUNTS))('%s', async (name, truth) => {
    const raw = readFileSync(join(FOLDER, name));
    const bytes = new Uint8Array(name.endsWith('.gz') ? gunzipSync(raw) : raw);
    if (truth.requests === 0) {
      await expect(analyze([{ name, bytes }])).rejects.toBeInstanceOf(HeimrError);
      return;
    }
    const { overall } = (await analyze([{ name, bytes }])).kpis;
    expect(overall.count).toBe(truth.requests);
    expect(overall.errors).toBe(truth.failed);
    expect(Math.abs((overall.latency.mean as number) * overall.count - truth.sum)).toBeLessThan(1e-6 * truth.sum + 0.01);
  });
});
