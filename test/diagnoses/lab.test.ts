import { beforeAll, describe, expect, it } from 'vitest';
import { LAB, labRuns } from '../observability/lab-series.js';
import { labRun } from './lab-run.js';
import { blamedInVain, namedBy, PARTS, renamed, type ToldRun, told } from './lab-table.js';

const RUNS = labRuns();
if (RUNS.length === 0) console.warn(`skipped: causes of recorded runs: no recorded runs in ${LAB}`);

/** How many of the eleven faults must be named first, and among the first three. */
const BARS: Readonly<Record<string, readonly [first: number, three: number]>> = {
  'metrics, logs and traces': [11, 11],
  'metrics only': [11, 11],
  'traces only': [10, 10],
  'logs only': [2, 2],
};

describe.skipIf(RUNS.length === 0)('causes of recorded runs', { timeout: 240_000 }, () => {
  const runs: ToldRun[] = [];
  beforeAll(async () => {
    for (const name of RUNS) runs.push(told(await labRun(name)));
  }, 240_000);

  it.each(PARTS)('by $name', ({ name, backends }) => {
    const rows = namedBy(runs, backends);
    const top1 = rows.filter(({ first }) => first).length;
    const top3 = rows.filter(({ three }) => three).length;
    console.log(
      `${name}: first ${top1}, among three ${top3}, of ${rows.length}\n${rows.map(({ run, names }) => `  ${run}: ${names.join(', ') || 'not known'}`).join('\n')}`,
    );
    const [first, three] = BARS[name] as readonly [number, number];
    expect(top1).toBeGreaterThanOrEqual(first);
    expect(top3).toBeGreaterThanOrEqual(three);
  });

  it('under other names: the same causes', () => {
    for (const one of runs) {
      const { names, expected } = renamed(one);
      expect(names, one.run.name).toEqual(expected);
    }
  });

  it('a healthy run, and the time before each onset, name no likely cause', () => {
    for (const one of runs) expect(blamedInVain(one), one.run.name).toEqual([]);
  });
});
