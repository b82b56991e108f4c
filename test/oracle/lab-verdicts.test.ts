import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { analyzeFiles } from '../../src/node.js';

const LAB = join(import.meta.dirname, '../../../shared/lab/runs');
const isThere = existsSync(LAB);
if (!isThere) console.log('verdicts of recorded runs skipped: ../shared/lab is not there');

/** Recorded runs of a real system with a fault from about 65 s to 120 s: what must be found, and on what. */
const EXPECTED: Record<string, [file: string, status: string, kinds: string[], labels: string[] | 'all']> = {
  'bad-deploy': ['k6.json.gz', 'failing', ['latency-shift'], ['search']],
  'cache-stampede': ['k6.json.gz', 'failing', ['latency-shift'], ['home']],
  'db-lock': ['k6.json.gz', 'failing', ['error-burst'], ['checkout']],
  'disk-io': ['k6.json.gz', 'failing', ['latency-shift'], ['checkout']],
  'generator-saturation': ['k6.json.gz', 'invalid-test', ['generator-saturation'], 'all'],
  'healthy-steady': ['k6.json.gz', 'healthy', [], 'all'],
  'memory-leak': ['k6.json.gz', 'failing', ['stall'], 'all'],
  'pool-exhaustion': ['k6.json.gz', 'failing', ['error-burst'], ['checkout', 'order status']],
  'retry-storm': ['k6.json.gz', 'failing', ['error-burst'], ['checkout', 'order status']],
  'slow-dependency': ['k6.json.gz', 'failing', ['latency-shift'], ['checkout']],
  'slow-dependency-jmeter': ['results.jtl.gz', 'failing', ['latency-shift'], ['checkout']],
  'slow-query': ['k6.json.gz', 'failing', ['latency-shift'], ['search']],
};

test.skipIf(!isThere).each(Object.entries(EXPECTED))(
  '%s gets the verdict that the recording is known to deserve',
  async (name, [file, status, kinds, labels]) => {
    const { events, faults } = JSON.parse(readFileSync(join(LAB, name, 'truth.json'), 'utf8')) as {
      events: { at: number; what: string }[];
      faults: unknown[];
    };
    const analysis = await analyzeFiles([join(LAB, name, file)]);
    const alarms = analysis.findings.filter(({ severity }) => severity !== 'info');
    expect(alarms.map(({ kind }) => kind)).toEqual(kinds);
    expect(analysis.verdict.status, JSON.stringify(faults)).toBe(status);
    const [finding] = alarms;
    if (finding === undefined) return;
    expect(finding.labels).toEqual(labels);
    // The tool's own report of dropped iterations has no time; a leak shows only once memory is short.
    if (finding.kind === 'generator-saturation' || name === 'memory-leak') return;
    const [on, off] = ['fault on', 'fault off'].map((what) => events.find((event) => event.what === what)?.at as number);
    expect(Math.abs((finding.window?.start ?? Number.NaN) - (on as number))).toBeLessThanOrEqual(12_000);
    if (off !== undefined) expect(Math.abs((finding.window?.end ?? Number.NaN) - off)).toBeLessThanOrEqual(12_000);
  },
);
