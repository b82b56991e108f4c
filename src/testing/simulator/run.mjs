// One run: the result file as a tool would have written it, and what is true of it.
import { buildSpec } from './compose.mjs';
import { simulate } from './engine.mjs';
import { buildTruth } from './truth.mjs';
import { resultFile } from './write.mjs';

export function buildRun(fam, { kind, severity, seed, format }) {
  const spec = buildSpec(fam, kind, severity, seed, format === undefined ? {} : { format });
  const result = simulate(spec);
  const twin = spec.faults.length ? simulate(spec, { faults: false }) : null;
  const file = resultFile(spec, result);
  return { file, truth: buildTruth(spec, result, twin, file.name) };
}
