import { expect, it } from 'vitest';
import { runDiagnoses } from '../../src/diagnoses/run-diagnoses.js';
import { SEED } from './expect-diagnosis.js';
import { generatedRun } from './system/generated-run.js';
import { unscraped } from './system/scenarios.js';

it('scrapes that fail are told as not known; they make no restart, and clear nothing', { timeout: 60_000 }, async () => {
  const { run, telemetry } = await generatedRun(unscraped, SEED);
  const { rootCauses, ruledOut, unknowns } = runDiagnoses(run.analysis, run.target, telemetry);
  expect(rootCauses.map(({ cause, service }) => `${cause}@${service}`)).toEqual(unscraped.wanted);
  expect(unknowns.join('\n')).toMatch(/Scrapes of \S*pricing\S* failed during the trouble/);
  expect(ruledOut.map(({ reason }) => reason)).not.toContain('its event loop is not blocked');
});
