import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyzer.js';
import { openFiles } from '../../src/input/open-files.js';
import type { Analysis } from '../../src/model/analysis.js';
import { ROOT } from '../docs/markdown.js';

const whole = join(ROOT, 'examples/slow-dependency/results.jtl.gz');
const injectors = ['a', 'b'].map((name) => join(ROOT, `examples/two-injectors/injector-${name}.jtl.gz`));

/** What must not depend on how the rows lie in files; sd to ten digits, since sums of doubles depend on their order. */
function figures(analysis: Analysis): unknown {
  const { window, kpis, transactions, timeline, phases, errors, percentileDefinitions, statistics, load, checks, verdict } = analysis;
  const shown = { window, kpis, transactions, timeline, phases, errors, percentileDefinitions, statistics, load, checks, verdict };
  return JSON.parse(JSON.stringify(shown), (key, value) => {
    // Users are counted by each engine for itself; exemplars name their file and line.
    if (['users', 'usersMean', 'impliedPause', 'file', 'line'].includes(key)) return undefined;
    return typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(10)) : value;
  });
}

describe('two injectors', () => {
  it('give the figures of the whole', async () => {
    const one = await analyze(await openFiles([whole]));
    const two = await analyze(await openFiles(injectors));
    expect(two.input.map(({ rows }) => rows.counted).reduce((a, b) => a + b)).toBe(one.kpis.overall.count);
    expect(figures(two)).toEqual(figures(one));
    expect(figures(await analyze(await openFiles([...injectors].reverse())))).toEqual(figures(one));
  });

  it('are what split.mjs makes', () => {
    const folder = mkdtempSync(join(tmpdir(), 'heimr-split-'));
    try {
      expect(spawnSync(process.execPath, [join(ROOT, 'examples/two-injectors/split.mjs'), folder], { encoding: 'utf8' }).stderr).toBe('');
      for (const path of injectors) {
        // Another zlib may pack the same bytes otherwise.
        const made = gunzipSync(readFileSync(join(folder, path.split('/').pop() as string)));
        expect(made.equals(gunzipSync(readFileSync(path)))).toBe(true);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
