import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyzer.js';
import { inputOf, SHARED } from './files.js';

/* What became of each row of the small real files, against numbers that sample-counts.mjs worked out beforehand. */

interface Counts {
  refused?: string;
  read: number;
  counted: number;
  excluded: number;
  rejected: number;
  transactions: number;
  errors: number;
  labels: string[];
}
const expected = JSON.parse(readFileSync(new URL('sample-counts.json', import.meta.url), 'utf8')) as Record<string, Counts>;

describe('rows of real files', () => {
  it.for(Object.entries(expected))('%s', async ([name, counts], { skip }) => {
    const file = join(SHARED, 'samples/jmeter-csv', name);
    if (!existsSync(file)) {
      const reason = `skipped: ${name} is not beside the repository`;
      console.warn(reason);
      return skip(reason);
    }
    if (counts.refused !== undefined) {
      // A run that recorded nothing must not pass for a healthy one.
      await expect(analyze([inputOf(file)])).rejects.toMatchObject({
        code: expect.stringMatching(/^(unreadable|unknown-format|unusable)$/),
        message: expect.stringContaining(name),
      });
      return;
    }
    const { input, kpis } = await analyze([inputOf(file)]);
    const { read, counted, excluded, rejected, excludedBy } = input[0]!.rows;
    expect({
      read,
      counted,
      excluded,
      rejected,
      transactions: excludedBy.transaction,
      errors: kpis.overall.errors,
      labels: kpis.byLabel.map((k) => k.label).sort(),
    }).toEqual({ ...counts });
  });
});
