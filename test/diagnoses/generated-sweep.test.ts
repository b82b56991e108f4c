import { expect, it } from 'vitest';
import type { Telemetry } from '../../src/model/telemetry.js';
import { causesOf } from './lab-run.js';
import { generatedRun } from './system/generated-run.js';
import { healthyRuns, knownKinds, newKinds, type Scenario, together } from './system/scenarios.js';

/*
 * Many seeds of the generated systems, counted: HEIMR_GENERATED=31-35 npx vitest run test/diagnoses/generated-sweep.test.ts
 */
const [FROM, TO] = (process.env.HEIMR_GENERATED ?? '').split('-').map(Number) as [number, number];
const SEEDS = process.env.HEIMR_GENERATED ? Array.from({ length: (TO ?? FROM) - FROM + 1 }, (_, i) => FROM + i) : [];

/** What is told, and how many of the faults it then names. */
const PARTS: readonly [name: string, pick: (all: Telemetry) => Telemetry][] = [
  ['all', (all) => all],
  ['metrics only', ({ metrics }) => ({ metrics, logs: null, traces: null })],
  ['traces only', ({ traces }) => ({ metrics: null, logs: null, traces })],
  ['logs only', ({ logs }) => ({ metrics: null, logs, traces: null })],
];

it.skipIf(SEEDS.length === 0)(
  'faults named, of all, by group and by what is told',
  async () => {
    const rows: string[] = [];
    const shares: number[] = [];
    for (const [group, scenarios] of Object.entries({ newKinds, knownKinds, together }) as [string, readonly Scenario[]][]) {
      const right = PARTS.map(() => ({ first: 0, three: 0 }));
      for (const scenario of scenarios)
        for (const seed of SEEDS) {
          const { run, telemetry } = await generatedRun(scenario, seed);
          PARTS.forEach(([part, pick], i) => {
            const { names } = causesOf(run, pick(telemetry));
            const own = right[i] as (typeof right)[number];
            const isFirst = scenario.wanted.includes(names[0] ?? '');
            if (isFirst) own.first++;
            if (names.slice(0, 3).some((name) => scenario.wanted.includes(name))) own.three++;
            if (!isFirst && part === 'all') rows.push(`  ${scenario.name}, seed ${seed}: ${names.join(', ') || 'not known'}`);
          });
        }
      const n = scenarios.length * SEEDS.length;
      shares.push((right[0]?.first ?? 0) / n);
      rows.push(
        `${group}, first and among three, of ${n}: ${right.map(({ first, three }, i) => `${PARTS[i]?.[0]} ${first} ${three}`).join(' · ')}`,
      );
    }
    let alarms = 0;
    let causes = 0;
    for (const scenario of healthyRuns)
      for (const seed of SEEDS) {
        const { run, telemetry } = await generatedRun(scenario, seed);
        if (run.analysis.findings.some(({ severity }) => severity !== 'info')) {
          alarms++;
          rows.push(`  ${scenario.name}, seed ${seed}: ${run.analysis.findings.map(({ kind }) => kind).join(', ')}`);
        }
        if (causesOf(run, telemetry).levels.includes('likely')) causes++;
      }
    rows.push(`healthy, of ${healthyRuns.length * SEEDS.length}: with a finding ${alarms}, with a likely cause ${causes}`);
    console.log(rows.join('\n'));
    // Bars: nine faults in ten with everything told, no healthy run with a cause.
    expect(Math.min(...shares)).toBeGreaterThanOrEqual(0.9);
    expect(causes).toBe(0);
    expect(alarms).toBeLessThanOrEqual(Math.ceil(0.05 * healthyRuns.length * SEEDS.length));
  },
  3_600_000,
);
