import { resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { labRun } from './lab-run.js';
import { blamedInVain, namedBy, PARTS, renamed, type ToldRun, told } from './lab-table.js';

/** A part of one recorded run that is kept here, so that the road to causes is walked where the other recordings are missing. */
const FOLDER = resolve(import.meta.dirname, '../fixtures/rca/slow-dependency-jmeter');
const RESULTS = resolve(import.meta.dirname, '../../examples/slow-dependency');

describe('the causes of the part of a recorded run that is kept here', () => {
  let run: ToldRun;
  beforeAll(async () => {
    run = told(await labRun('slow-dependency-jmeter', FOLDER, RESULTS));
  });

  it.each(PARTS.slice(0, 3))('by $name', ({ backends }) => {
    expect(namedBy([run], backends)).toEqual([
      { run: 'slow-dependency-jmeter', names: ['slow-dependency@payments'], first: true, three: true },
    ]);
  });

  it('by logs only: not known, since none speaks of it', () => {
    expect(namedBy([run], { metrics: false, logs: true, traces: false })[0]?.names).toEqual([]);
  });

  it('are the same under other names', () => {
    const { names, expected } = renamed(run);
    expect(names).toEqual(expected);
  });

  it('are none before the onset', () => {
    expect(blamedInVain(run)).toEqual([]);
  });
});
