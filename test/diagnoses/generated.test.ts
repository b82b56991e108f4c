import { describe, expect, it } from 'vitest';
import { expectAlone, judged } from './expect-diagnosis.js';
import { generatedRun } from './system/generated-run.js';
import { healthyRuns, newKinds, type Scenario, together } from './system/scenarios.js';

/* Several faults at once, and none, in generated systems. Each kind of fault alone: the test of its diagnosis. */

const named = (scenarios: readonly Scenario[]): [string, Scenario][] => scenarios.map((scenario) => [scenario.name, scenario]);

describe('causes in generated systems', { timeout: 60_000 }, () => {
  it.each(named(together))('%s', async (_, scenario) => {
    const { names } = await judged(scenario);
    for (const wanted of scenario.wanted) expect(names).toContain(wanted);
    // What happened at the same time, and is none of it, is not named.
    expectAlone(scenario, names);
  });

  it.each(named(healthyRuns))('nothing is wrong: %s', async (_, scenario) => {
    const { run, levels } = await judged(scenario);
    expect(run.run.analysis.findings.filter(({ severity }) => severity !== 'info')).toEqual([]);
    expect(run.run.analysis.verdict.status).not.toBe('failing');
    expect(levels).not.toContain('likely');
  });

  it('the same seed is the same run, to the byte', async () => {
    const [one, other] = await Promise.all([generatedRun(newKinds[0] as Scenario, 5), generatedRun(newKinds[0] as Scenario, 5)]);
    expect(JSON.stringify(one.telemetry)).toBe(JSON.stringify(other.telemetry));
    expect(JSON.stringify(one.run.analysis.kpis)).toBe(JSON.stringify(other.run.analysis.kpis));
  });
});
