import type { ExplanationPart } from '../model/explanation.js';
import type { Subject } from './evidence-item.js';

/** Parts that a model words. The chain is written by code from ids, and what could not be asked from the analysis. */
export const WORDED: readonly ExplanationPart[] = ['happened', 'cause', 'evidence', 'against', 'ruled-out', 'to-do'];
/** What an answer can come to. */
export const OUTCOMES = ['explained', 'partly_explained', 'insufficient_evidence', 'healthy'] as const;

/** A model's answer, once it has this shape. Ids may still be invented, numbers wrong. */
export interface Answer {
  /** Free reasoning first: a schema that asks for the verdict at once costs small models much of their accuracy. Never shown. */
  assessment: string;
  outcome: (typeof OUTCOMES)[number];
  causes: AnswerCause[];
  claims: AnswerClaim[];
}

/** A cause that the model names. */
export interface AnswerCause {
  /** Id of a candidate, or none. */
  cause: string;
  /** Ids of items that show it. */
  evidence: string[];
  /** Ids of items in order of time, cause first. */
  chain: string[];
}

/** One sentence, and the items that it rests on. */
export interface AnswerClaim {
  part: ExplanationPart;
  text: string;
  evidence: string[];
}

/** Longest answer, characters; causes, claims and characters of a claim that are looked at. */
export const MAX_ANSWER = 64 * 1024;
export const MAX_CAUSES = 3;
export const MAX_CLAIMS = 24;
export const MAX_CLAIM = 600;

/**
 * JSON Schema of an answer for this very run: causes and ids of items are closed lists, so that nothing unseen can be named. Only what OpenAI's strict
 * mode, Anthropic, llama.cpp grammars and vLLM all take (type, enum, required, items, additionalProperties); lengths are checked afterwards.
 */
export function answerSchema({ items, candidates }: Pick<Subject, 'items' | 'candidates'>): object {
  const ids = { type: 'array', items: { type: 'string', enum: items.map(({ id }) => id) } };
  const object = (properties: Record<string, object>): object => ({
    type: 'object',
    properties,
    required: Object.keys(properties),
    additionalProperties: false,
  });
  const list = (one: object): object => ({ type: 'array', items: one });
  return object({
    assessment: { type: 'string' },
    outcome: { type: 'string', enum: [...OUTCOMES] },
    causes: list(object({ cause: { type: 'string', enum: [...candidates.map(({ id }) => id), 'none'] }, evidence: ids, chain: ids })),
    claims: list(object({ part: { type: 'string', enum: [...WORDED] }, text: { type: 'string' }, evidence: ids })),
  });
}
