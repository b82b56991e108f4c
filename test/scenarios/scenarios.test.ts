import { beforeAll, describe, expect, it } from 'vitest';
import { faultKinds, healthyKinds, runScenario, type Scenario } from './run-scenario.js';
import { scoreOf, tableOf } from './score.js';

/**
 * Runs whose truth is known. The suite takes a fixed few; `npm run scenarios` takes as many as it is told:
 * HEIMR_SCENARIOS="healthy seeds,fault seeds", such as "1-20,1-8" (300 healthy and 456 faulty runs, about ten minutes).
 */
const ASKED = process.env.HEIMR_SCENARIOS;
const seeds = (text: string): number[] => {
  const [from = 1, to = from] = text.split('-').map(Number);
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
};

async function all(): Promise<Scenario[]> {
  const [healthySeeds, faultSeeds] = (ASKED ?? '11-12,11').split(',').map(seeds) as [number[], number[]];
  const scenarios: Scenario[] = [];
  // The soak of two hours is long to make, and says the same each time.
  for (const kind of healthyKinds)
    for (const seed of ASKED === undefined && kind === 'soak' ? [11] : healthySeeds)
      scenarios.push(await runScenario(kind, 0, seed, ASKED !== undefined));
  for (const kind of faultKinds) {
    for (const severity of ASKED === undefined ? [2, 3] : [1, 2, 3])
      for (const seed of faultSeeds) scenarios.push(await runScenario(kind, severity, seed, ASKED !== undefined));
  }
  return scenarios;
}

describe('simulated runs', () => {
  let scenarios: Scenario[] = [];
  beforeAll(async () => {
    scenarios = await all();
    if (ASKED !== undefined) console.log(tableOf(scenarios));
  }, 3_600_000);

  it('are silent where they are healthy', () => {
    const { healthy, alarms } = scoreOf(scenarios);
    if (ASKED === undefined) expect(healthy).toBeGreaterThanOrEqual(29);
    const loud = scenarios.filter(({ truth, match }) => truth.expected.mustFind.length === 0 && match.falseAlarms > 0);
    expect(alarms / healthy, loud.map(({ truth }) => `${truth.kind} ${truth.seed}`).join(', ')).toBeLessThanOrEqual(0.01);
  });

  it('are called healthy where they are, if they are long enough', () => {
    const { judged, calledHealthy } = scoreOf(scenarios);
    expect(calledHealthy / judged).toBeGreaterThanOrEqual(0.97);
  });

  it('have their faults found in time, under the right name, with the right verdict', () => {
    const score = scoreOf(scenarios);
    const missed = scenarios
      .filter(({ truth, match }) => truth.severity > 1 && match.events.some(({ timely }) => !timely))
      .map(
        ({ truth, analysis }) => `${truth.kind} S${truth.severity} seed ${truth.seed}: ${analysis.findings.map(({ id }) => id).join(' ')}`,
      );
    for (const [severity, least] of [
      [2, 0.85],
      [3, 0.95],
    ] as const) {
      const own = score.bySeverity.get(severity);
      expect((own?.timely ?? 0) / (own?.events ?? 1), missed.join('\n')).toBeGreaterThanOrEqual(least);
    }
    expect(score.strict / score.hit).toBeGreaterThanOrEqual(0.8);
    expect(score.rightVerdict / score.found).toBeGreaterThanOrEqual(0.95);
    expect(score.onsets[score.onsets.length >> 1]).toBeLessThanOrEqual(10);
  });
});
