import type { ExplanationPart } from '../model/explanation.js';
import { type Answer, type AnswerClaim, MAX_CLAIM } from './answer.js';
import { type Cited, citedBy, type Flaw, wrong } from './cited.js';
import type { Draft } from './claims.js';
import type { Candidate, EvidenceItem, Subject } from './evidence-item.js';
import { cleaned, sentences } from './unsafe-text.js';
import { mayLead } from './verify-cause.js';
import { SAME_TIME } from './verify-order.js';
import { checkSentence } from './verify-sentence.js';
import { into } from './when.js';

/** What became of one claim of a model, and why. */
export interface Checked extends Draft {
  /** As the model wrote it. */
  written: string;
  flaws: Flaw[];
}

/** What became of an answer. */
export interface Verification {
  /** One for each claim, removed ones with an empty text. */
  claims: Checked[];
  /** The cause that it names and may name; null where it names none. */
  cause: Candidate | null;
  /** Steps of its chain, in order of time, in our words. */
  chain: Draft[];
  /** What was wrong, for a second call; empty where all holds. */
  errors: string[];
}

/**
 * Holds an answer against the evidence. Every sentence is checked for itself against what its claim cites: numbers with unit and figure, names,
 * directions, order, causes. False ones are struck; a claim that nothing is left of is removed; one that code cannot tell of stays and is marked. Pure.
 */
export function verifyAnswer(answer: Answer, subject: Subject): Verification {
  const { cause, errors } = leadingCause(answer, subject);
  const seen = new Set<string>();
  const claims = answer.claims.map((claim, i) => {
    const checked = checkClaim(claim, cause, answer, subject);
    const repeated = checked.text !== '' && seen.has(checked.text);
    seen.add(checked.text);
    for (const { weight, why } of checked.flaws) if (weight === 'false') errors.push(`claims[${i}] (${claim.part}): ${why}.`);
    return repeated ? { ...checked, text: '', status: 'removed' as const, flaws: [wrong('citation', 'said already')] } : checked;
  });
  return { claims, cause, chain: cause === null ? [] : chainOf(answer, cause, subject), errors };
}

/** The first cause of the answer that there is, that its evidence belongs to, and that may lead. */
function leadingCause({ causes, outcome }: Answer, subject: Subject): { cause: Candidate | null; errors: string[] } {
  const errors: string[] = [];
  if (outcome === 'healthy' && !subject.healthy) errors.push('outcome: the run is not healthy.');
  const named = causes.filter(({ cause }) => cause !== 'none');
  for (const { cause: id, evidence } of named) {
    const candidate = subject.candidates.find((one) => one.id === id);
    if (subject.healthy) errors.push(`causes: nothing wrong was found, so there is no cause.`);
    else if (candidate === undefined) errors.push(`causes: there is no cause ${id.slice(0, 40)}.`);
    else if (!evidence.some((one) => candidate.supporting.includes(one)))
      errors.push(`causes: ${id} needs evidence out of ${candidate.supporting.join(', ')}.`);
    else if (!mayLead(candidate, subject))
      errors.push(`causes: ${id} is less likely than ${subject.candidates[0]?.id ?? 'none'}, which must be named first.`);
    else return { cause: candidate, errors };
  }
  return { cause: null, errors };
}

function checkClaim({ part, text, evidence }: AnswerClaim, cause: Candidate | null, answer: Answer, subject: Subject): Checked {
  const slots = [...text.matchAll(/\{\{\s*([A-Z]\d{1,3})\./g)].map((match) => match[1] ?? '').filter((id) => !evidence.includes(id));
  const cited = citedBy([...evidence, ...slots], subject);
  const refs = [...new Set([...cited.items.flatMap((item) => item.refs), ...(cited.candidates.length > 0 ? ['rootCauses'] : [])])];
  const removed = (flaws: Flaw[]): Checked => ({ part, text: '', status: 'removed', evidence: refs, written: text, flaws });
  const invented = cited.invented.map((id) => wrong('citation', `there is no evidence ${id.slice(0, 40)}`));
  if (cited.items.length === 0 && !(part === 'to-do' && evidence.length === 0))
    return removed([...invented, wrong('citation', 'it cites nothing that there is')]);
  const misplaced = part === 'cause' ? wrongCause(cited, cause, answer, subject) : null;
  if (misplaced !== null) return removed([misplaced]);

  const { text: clean, struck } = cleaned(text.slice(0, MAX_CLAIM));
  const checked = sentences(clean).map((sentence) => checkSentence(sentence, part, cited, subject));
  const kept = checked.filter(({ flaws }) => flaws.every(({ weight }) => weight === 'open'));
  const flaws = [...struck.map((what) => wrong('unsafe', `${what} in it`)), ...invented, ...checked.flatMap((one) => one.flaws)];
  if (kept.length === 0) return removed(flaws);
  const isOpen = kept.some((one) => one.flaws.length > 0);
  const mended = kept.length < checked.length || struck.length > 0 || invented.length > 0 || slots.length > 0 || text.length > MAX_CLAIM;
  return {
    part,
    text: kept.map((one) => one.text).join(' '),
    status: isOpen ? 'unverified' : mended ? 'corrected' : 'verified',
    evidence: refs,
    written: text,
    flaws,
  };
}

/** Where there are candidates, what is said of the cause must be about the one that the answer names and may name. */
function wrongCause(cited: Cited, cause: Candidate | null, { causes }: Answer, { candidates, healthy }: Subject): Flaw | null {
  if (healthy || candidates.length === 0) return null;
  if (cause === null)
    return causes.some((one) => one.cause !== 'none')
      ? wrong('cause', 'it is about a cause that may not be named')
      : wrong('cause', 'a likely cause is known and not named');
  const about = cited.candidates.some((one) => one === cause) || cited.items.some(({ id }) => cause.supporting.includes(id));
  return about ? null : wrong('cause', `it cites nothing that belongs to ${cause.id}`);
}

/** Steps by code: each item's own words at its own time. An order that the model got wrong is mended. */
function chainOf({ causes }: Answer, cause: Candidate, { items, start }: Subject): Draft[] {
  const wanted = causes.find((one) => one.cause === cause.id)?.chain ?? [];
  const steps = [...new Set(wanted)].flatMap((id) => {
    const item = items.find(
      (one): one is EvidenceItem & { window: NonNullable<EvidenceItem['window']> } => one.id === id && one.window !== null,
    );
    return item !== undefined && (item.role === 'evidence' || item.role === 'finding') ? [item] : [];
  });
  const sorted = [...steps].sort((a, b) => a.window.start - b.window.start);
  if (start === null || sorted.length < 2) return [];
  const isSame = steps.every((step, i) => i === 0 || step.window.start >= (steps[i - 1]?.window.start ?? 0) - SAME_TIME);
  return sorted.map((item): Draft => {
    const when = into(item.window.start, start);
    const part: ExplanationPart = 'chain';
    return {
      part,
      text: `${when.charAt(0).toUpperCase()}${when.slice(1)}: ${item.text}`,
      status: isSame ? 'verified' : 'corrected',
      evidence: [...item.refs],
    };
  });
}
