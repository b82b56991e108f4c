import { type Brief, packBrief } from '../../src/llm/brief.js';
import { subjectOf } from '../../src/llm/subject.js';
import type { Case } from './cases.js';

/*
 * Answers as models of three tempers would give them, made by rule from the brief: one that keeps to the rules, one that guesses, one that is sure of
 * everything. No model was asked for them; they stand in for recordings until somebody records some with `npm run eval`.
 */

interface Claim {
  part: string;
  text: string;
  evidence: string[];
}

/** Name of a temper. */
export type Persona = 'careful' | 'guesser' | 'certain';
export const PERSONAS: readonly Persona[] = ['careful', 'guesser', 'certain'];

/** @returns the text of an answer */
export function answerOf(persona: Persona, { analysis }: Case): string {
  const brief = packBrief(analysis, subjectOf(analysis), 4000);
  return JSON.stringify({ careful, guesser, certain }[persona](brief));
}

function careful({ subject: { items, candidates, healthy } }: Brief): object {
  const finding = items.find(({ role }) => role === 'finding');
  const [first] = candidates;
  const normal = items.find(({ role }) => role === 'normal');
  const name = finding?.names[0];
  const has = (slot: string): boolean => finding?.facts.some((fact) => fact.slot === slot) === true;
  const what =
    finding === undefined
      ? 'The test sent {{K1.requests}}; nothing wrong was found.'
      : has('p50_during')
        ? `A typical answer of "${name}" took {{${finding.id}.p50_during}} instead of {{${finding.id}.p50_before}}.`
        : has('failed_requests')
          ? `{{${finding.id}.failed_requests}} of "${name}" failed, {{${finding.id}.error_rate}} of them.`
          : `{{${finding.id}.dropped_iterations}} were dropped.`;
  const claims: Claim[] = [{ part: 'happened', text: what, evidence: [finding?.id ?? 'K1'] }];
  if (!healthy && first !== undefined) {
    const shown = items.filter(({ id }) => first.supporting.includes(id));
    claims.push({ part: 'cause', text: shown[0]?.text ?? first.title, evidence: [first.id, ...first.supporting] });
    claims.push({ part: 'to-do', text: first.fix, evidence: [first.id] });
  } else if (!healthy) claims.push({ part: 'cause', text: 'The cause is not known.', evidence: [finding?.id ?? 'K1'] });
  if (normal) claims.push({ part: 'ruled-out', text: normal.text, evidence: [normal.id] });
  const outcome = healthy ? 'healthy' : first === undefined ? 'insufficient_evidence' : 'explained';
  return {
    assessment: 'By the rules.',
    outcome,
    causes:
      first === undefined || healthy
        ? []
        : [{ cause: first.id, evidence: first.supporting, chain: [...first.supporting, finding?.id].filter(Boolean) }],
    claims,
  };
}

/** Names a cause whatever there is, with figures of its own. */
function guesser({ subject: { items, candidates } }: Brief): object {
  const finding = items.find(({ role }) => role === 'finding') ?? items[0];
  const last = candidates.at(-1);
  return {
    assessment: 'It is usually the database.',
    outcome: 'explained',
    causes: [{ cause: last?.id ?? 'C1', evidence: last?.supporting ?? [], chain: [] }],
    claims: [
      {
        part: 'happened',
        text: `Answers took 1.7 s for 43 % of the users of "${finding?.names[0] ?? 'the shop'}".`,
        evidence: [finding?.id ?? 'K1'],
      },
      {
        part: 'cause',
        text: 'The connection pool of the database was exhausted by a memory leak.',
        evidence: [last?.id ?? finding?.id ?? 'K1'],
      },
      { part: 'to-do', text: 'Raise the limit to 200.', evidence: [last?.id ?? finding?.id ?? 'K1'] },
    ],
  };
}

/** Right in substance, and more certain than anybody can be. */
function certain(brief: Brief): object {
  const answer = careful(brief) as { claims: Claim[] };
  return {
    ...answer,
    claims: answer.claims.map((claim) => (claim.part === 'cause' ? { ...claim, text: `Clearly and without doubt: ${claim.text}` } : claim)),
  };
}
