import { type AnalyzeOptions, analyze } from '../../src/analyzer.js';
import { detectors } from '../../src/detectors/catalog.js';
import type { Analysis } from '../../src/model/analysis.js';
import type { Facts } from '../../src/model/facts.js';

/** An analysis and the facts that it was made of, which it does not hold: a detector that only looks has seen them. */
export async function analyzeWithFacts(...[inputs]: Parameters<typeof analyze>): Promise<{ analysis: Analysis; facts: Facts | null }> {
  let facts: Facts | null = null;
  const spy: NonNullable<AnalyzeOptions['detectors']>[number] = {
    id: 'spy',
    title: 'spy',
    docs: '',
    kinds: [],
    unable: (all) => {
      facts = all;
      return 'it only looks';
    },
    detect: () => [],
  };
  const analysis = await analyze(inputs, { detectors: [...detectors, spy] });
  return { analysis, facts };
}
