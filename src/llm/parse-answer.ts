import type { ExplanationPart } from '../model/explanation.js';
import { type Answer, type AnswerCause, type AnswerClaim, MAX_ANSWER, MAX_CAUSES, MAX_CLAIMS, OUTCOMES, WORDED } from './answer.js';

/** A text as an answer, or why it is none; `errors` are for the model that gets a second chance. */
export type Parsed = { answer: Answer; errors: string[] } | { answer: null; errors: string[] };

/**
 * Reads what a model wrote. Fences around JSON and thinking before it are taken off; anything else that is not the schema is an error, and what can be
 * kept of it is kept.
 */
export function parseAnswer(text: string): Parsed {
  if (text.length > MAX_ANSWER)
    return { answer: null, errors: [`The answer has ${text.length} characters; at most ${MAX_ANSWER} are read.`] };
  const json = jsonIn(text);
  if (json === null) return { answer: null, errors: ['The answer is not one JSON object, or it was cut off.'] };
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return { answer: null, errors: ['The answer is not valid JSON, or it was cut off.'] };
  }
  if (!isRecord(value)) return { answer: null, errors: ['The answer is not a JSON object.'] };
  const errors: string[] = [];
  const outcome = OUTCOMES.find((one) => one === value['outcome']);
  if (outcome === undefined) errors.push(`outcome must be one of ${OUTCOMES.join(', ')}.`);
  const claims = listOf(value['claims'], 'claims', errors).flatMap((one, i) => claimOf(one, i, errors));
  const causes = listOf(value['causes'], 'causes', errors).flatMap((one, i) => causeOf(one, i, errors));
  if (claims.length > MAX_CLAIMS) errors.push(`At most ${MAX_CLAIMS} claims are read.`);
  for (const key of Object.keys(value))
    if (!['assessment', 'outcome', 'claims', 'causes'].includes(key)) errors.push(`There is no property ${key.slice(0, 40)}.`);
  if (outcome === undefined && claims.length === 0) return { answer: null, errors };
  const assessment = typeof value['assessment'] === 'string' ? value['assessment'] : '';
  const answer: Answer = {
    assessment,
    outcome: outcome ?? 'insufficient_evidence',
    causes: causes.slice(0, MAX_CAUSES),
    claims: claims.slice(0, MAX_CLAIMS),
  };
  return { answer, errors };
}

/** The JSON object in a text: all of it, within a fence, or behind thinking that leaked. Text around it that is prose makes it none. */
function jsonIn(text: string): string | null {
  const open = text.replace(/^[\s\S]*<\/think(?:ing)?>/i, '').trim();
  const fenced = /^```(?:json)?\s*\n([\s\S]*?)\n?```$/i.exec(open);
  const whole = (fenced?.[1] ?? open).trim();
  return whole.startsWith('{') && whole.endsWith('}') ? whole : null;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

function listOf(value: unknown, name: string, errors: string[]): unknown[] {
  if (Array.isArray(value)) return value;
  errors.push(`${name} must be a list.`);
  return [];
}

function textsOf(value: unknown): string[] | null {
  return Array.isArray(value) && value.every((one) => typeof one === 'string') ? value : null;
}

function claimOf(value: unknown, i: number, errors: string[]): AnswerClaim[] {
  const bad = (what: string): AnswerClaim[] => {
    errors.push(`claims[${i}]: ${what}`);
    return [];
  };
  if (!isRecord(value)) return bad('must be an object.');
  const part = WORDED.find((one) => one === value['part']) as ExplanationPart | undefined;
  const evidence = textsOf(value['evidence']);
  if (part === undefined) return bad(`part must be one of ${WORDED.join(', ')}.`);
  if (typeof value['text'] !== 'string' || value['text'].trim() === '') return bad('text must be a sentence.');
  if (evidence === null) return bad('evidence must be a list of ids.');
  return [{ part, text: value['text'], evidence }];
}

function causeOf(value: unknown, i: number, errors: string[]): AnswerCause[] {
  const evidence = isRecord(value) ? textsOf(value['evidence']) : null;
  const chain = isRecord(value) ? textsOf(value['chain'] ?? []) : null;
  if (!isRecord(value) || typeof value['cause'] !== 'string' || evidence === null || chain === null) {
    errors.push(`causes[${i}]: must have cause, evidence and chain.`);
    return [];
  }
  return [{ cause: value['cause'], evidence, chain }];
}
