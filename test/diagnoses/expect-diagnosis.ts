import { describe, expect, it } from 'vitest';
import { diagnoses } from '../../src/diagnoses/catalog.js';
import { runDiagnoses } from '../../src/diagnoses/run-diagnoses.js';
import { causesOf } from './lab-run.js';
import { type GeneratedRun, generatedRun } from './system/generated-run.js';
import { knownKinds, newKinds, type Scenario } from './system/scenarios.js';

/*
 * Systems in which faults emerge: services with one thread, pools and caches, a host, a database and a load generator are simulated, and what is measured of
 * them is judged. Nothing there says what is wrong; it is done, and shows.
 */

/** A seed that rules and thresholds were not made with: those were looked at with 1 to 6. */
export const SEED = 23;

/** What a fault also is, or brings: another version that asks too often, a pool that fills behind a lock. Nothing else is named beside it. */
const COMPANIONS: Readonly<Record<string, readonly string[]>> = {
  'cpu-saturation': ['event-loop-block'],
  'event-loop-block': ['cpu-saturation'],
  'gc-pressure': ['cpu-saturation'],
  'db-lock': ['pool-exhaustion'],
  'disk-io': ['pool-exhaustion'],
  'bad-deploy': ['n-plus-one', 'dependency-errors'],
  'retry-storm': ['slow-dependency'],
};
const causeOf = (name: string): string => name.split('@')[0] as string;
const faults = [...newKinds, ...knownKinds];
const of = (id: string): Scenario[] => faults.filter(({ wanted }) => causeOf(wanted[0] ?? '') === id);

/** Lets a scenario happen, and judges it by everything that backends would tell. */
export async function judged(scenario: Scenario): Promise<{ run: GeneratedRun; names: string[]; levels: string[] }> {
  const run = await generatedRun(scenario, SEED);
  return { run, ...causesOf(run.run, run.telemetry) };
}

/** The right one comes first, and nothing that looks like it is named. */
export function expectAlone({ wanted }: Scenario, names: readonly string[]): void {
  expect(wanted).toContain(names[0]);
  const allowed = wanted.map(causeOf).flatMap((cause) => [cause, ...(COMPANIONS[cause] ?? [])]);
  expect(names.map(causeOf).filter((cause) => !allowed.includes(cause))).toEqual([]);
}

/**
 * A diagnosis fires on the systems in which its fault emerges, with evidence, and stays silent on one of each kind that looks like it.
 * @param id of the diagnosis
 */
export function describeDiagnosis(id: string): void {
  const diagnosis = diagnoses.find((one) => one.id === id);
  const alike = (diagnosis?.lookAlikes ?? []).flatMap((one) => of(one.id).slice(0, 1));
  describe(id, { timeout: 60_000 }, () => {
    it.each(of(id).map((scenario): [string, Scenario] => [scenario.name, scenario]))('is found: %s', async (_, scenario) => {
      const { run, names } = await judged(scenario);
      expectAlone(scenario, names);
      const { rootCauses, evidence } = runDiagnoses(run.run.analysis, run.run.target, run.telemetry);
      const [first] = rootCauses;
      expect(first?.chain.length).toBeGreaterThanOrEqual(2);
      const cited = evidence.filter((one) => first?.evidence.includes(one.id));
      expect(cited.length).toBeGreaterThan(0);
      // Whoever doubts it can look: what speaks for it has a query.
      expect(cited.some(({ query }) => query !== '')).toBe(true);
    });

    it.each(alike.map((scenario): [string, Scenario] => [scenario.name, scenario]))('is not it: %s', async (_, scenario) => {
      const { names } = await judged(scenario);
      const brought = scenario.wanted.map(causeOf).flatMap((cause) => [cause, ...(COMPANIONS[cause] ?? [])]);
      // What another fault brings may stand beside it, and never before it.
      expect((brought.includes(id) ? names.slice(0, 1) : names).map(causeOf)).not.toContain(id);
    });
  });
}
