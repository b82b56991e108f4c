import type { Explanation, ExplanationPart } from '../model/explanation.js';
import { type Draft, explanationOf, PARTS } from './claims.js';
import type { Verification } from './verify.js';

/** Share of a model's claims that must not be struck for its words to be used at all. */
const ENOUGH = 0.5;

/**
 * A checked answer as an explanation. A part of which nothing is left is told in plain words, so that no reader's question goes without an answer; what
 * could not be asked always is. Where too little holds, plain words are used throughout.
 * @param plain the explanation without a model
 */
export function compose(
  verification: Verification,
  plain: Explanation,
  head: { source: 'ollama' | 'openai' | 'anthropic'; model: string },
): Explanation {
  const { claims, cause, chain } = verification;
  const good = claims.filter(({ status }) => status === 'verified' || status === 'corrected');
  const core = good.length > 0 && claims.some(({ part, status }) => (part === 'happened' || part === 'cause') && status !== 'removed');
  const shown = claims.filter(({ status }) => status !== 'removed').length;
  if (!core || shown < ENOUGH * claims.length)
    return {
      ...plain,
      note: `${head.source}, model ${head.model}, was asked, but only ${good.length} of its ${claims.length} claims hold: these are plain words.`,
    };
  const own: Draft[] = [...claims.map(({ part, text, status, evidence }) => ({ part, text, status, evidence })), ...chain];
  const covered = (part: ExplanationPart): boolean =>
    part !== 'not-asked' && own.some((one) => one.part === part && one.status !== 'removed');
  const filled = PARTS.filter((part) => !covered(part) && plain.claims.some((claim) => claim.part === part));
  const rest = plain.claims
    .filter(({ part }) => filled.includes(part))
    .map(({ part, text, status, evidence }): Draft => ({ part, text, status, evidence }));
  const struck = claims.filter(({ status }) => status === 'removed').length;
  // That the model had nothing to say of a part is no fault; that nothing was left of what it said is told.
  const emptied = filled.some((part) => claims.some((claim) => claim.part === part));
  const struckNote =
    struck === 0
      ? ''
      : `${struck} ${struck === 1 ? 'claim was' : 'claims were'} struck${emptied ? ', and parts that were left empty by it are plain words' : ''}.`;
  return explanationOf({ ...head, confidence: cause?.confidence ?? plain.confidence, note: struckNote }, [...own, ...rest]);
}
