import type { Analysis, Explanation } from '../model/analysis.js';
import { explanationOf } from './claims.js';
import { cause, chain, ranked } from './plain-cause.js';
import { notAsked, ruledOut } from './plain-checked.js';
import { against, shown } from './plain-evidence.js';
import { happened } from './plain-happened.js';
import { toDo } from './plain-to-do.js';

/**
 * Explains an analysis without a model: what happened, what the cause is or that it is not known, what came after what, what shows it, what speaks
 * against it, what was ruled out, what to do, what could not be asked. Every figure in it is taken from what the sentence cites, so every claim is
 * verified by how it is made (docs/llm/plain-words.md).
 * @param analysis read only; its own `explanation` is not looked at
 * @param note why a model's words are not used, where one was asked
 */
export function plainWords(analysis: Omit<Analysis, 'explanation'>, note = ''): Explanation {
  const whole: Analysis = { ...analysis, explanation: null };
  const evidence = new Map(analysis.evidence.map((one) => [one.id, one]));
  const drafts = [
    ...happened(whole, evidence),
    ...cause(whole),
    ...chain(whole),
    ...shown(whole, evidence),
    ...against(whole, evidence),
    ...ruledOut(whole),
    ...toDo(whole, evidence),
    ...notAsked(whole),
  ];
  const [first] = ranked(whole);
  return explanationOf({ source: 'plain-words', model: null, confidence: first?.confidence ?? null, note }, drafts);
}
