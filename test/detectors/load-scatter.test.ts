import { describe, expect, it } from 'vitest';
import { Random } from '../diagnoses/system/clock.js';
import { analyzeRows } from '../kpi/jtl.js';

/*
 * Users who arrive on their own arrive unevenly: a minute holds some per cent more requests than the one before, and that explains nothing.
 */

type Row = { at: number; ms: number; label: string };

/** Requests of two endpoints at a rate that is the same all the time; one endpoint is slow between 60 s and 115 s. */
function rows(seed: number, slow: (random: Random) => number): Row[] {
  const random = new Random(seed);
  const made: Row[] = [];
  for (let at = 0; at < 160_000; at += (-Math.log(1 - random.next()) * 1000) / 32) {
    const label = random.next() < 0.3 ? 'seats' : 'page';
    const isSlow = label === 'seats' && at >= 60_000 && at < 115_000;
    made.push({ at: Math.round(at), ms: Math.round(isSlow ? slow(random) : 10 * random.around(0.2)), label });
  }
  return made;
}

describe('a load that only scatters', () => {
  const seeds = Array.from({ length: 20 }, (_, i) => i + 1);

  it('hides no rise, and makes no queue of it', async () => {
    for (const seed of seeds) {
      const { findings } = await analyzeRows(rows(seed, (random) => 300 * random.around(0.4)));
      const alarms = findings.filter(({ severity }) => severity !== 'info');
      expect(
        alarms.map(({ kind, labels }) => [kind, labels]),
        `seed ${seed}`,
      ).toEqual([['latency-shift', ['seats']]]);
    }
  }, 60_000);

  it('and is no finding itself', async () => {
    for (const seed of seeds) {
      const { findings } = await analyzeRows(rows(seed, (random) => 10 * random.around(0.2)));
      expect(
        findings.filter(({ severity }) => severity !== 'info'),
        `seed ${seed}`,
      ).toEqual([]);
    }
  }, 60_000);
});
