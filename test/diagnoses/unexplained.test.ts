import { describe, expect, it } from 'vitest';
import { runDiagnoses } from '../../src/diagnoses/run-diagnoses.js';
import type { Telemetry } from '../../src/model/telemetry.js';
import { SEED } from './expect-diagnosis.js';
import { generatedRun } from './system/generated-run.js';
import { newKinds, type Scenario } from './system/scenarios.js';

const sick = newKinds.find(({ wanted }) => wanted[0]?.startsWith('cpu-saturation')) as Scenario;

describe('the cause is not known', { timeout: 60_000 }, () => {
  it('where nobody was asked, and what would tell is named', async () => {
    const { run } = await generatedRun(sick, SEED);
    const { rootCauses, checks } = runDiagnoses(run.analysis, run.target, null);
    expect(rootCauses).toEqual([]);
    expect(checks).toMatchObject([{ id: 'diagnoses', outcome: 'not-checked' }]);
    expect(checks[0]?.reason).toMatch(/metrics, logs or traces/);
  });

  it('where what was told is of another time, or only of healthy services', async () => {
    const { run, telemetry } = await generatedRun(sick, SEED);
    const place = (sick.wanted[0] as string).split('@')[1];
    const others: Telemetry = {
      logs: null,
      traces: null,
      metrics: telemetry.metrics && {
        ...telemetry.metrics,
        calls: [],
        signals: telemetry.metrics.signals.filter(
          ({ service, labels }) => service !== place && !JSON.stringify(labels).includes(place as string),
        ),
      },
    };
    const likely = runDiagnoses(run.analysis, run.target, others).rootCauses.filter(({ level }) => level === 'likely');
    // Services that wait for it are slow, and none of them is to blame.
    expect(likely.map(({ cause }) => cause).filter((cause) => cause !== 'slow-dependency' && cause !== 'noisy-neighbour')).toEqual([]);
  });
});
