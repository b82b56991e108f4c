import type { Claim, Explanation, ExplanationPart } from '../model/explanation.js';

/** Parts of an explanation in the order in which a reader asks. */
export const PARTS: readonly ExplanationPart[] = ['happened', 'cause', 'chain', 'evidence', 'against', 'ruled-out', 'to-do', 'not-asked'];

/** A claim before it has an id. */
export type Draft = Omit<Claim, 'id'>;

/** @returns a claim that is true by how it was made: each figure in it was taken from what it cites */
export function fact(part: ExplanationPart, text: string, evidence: readonly string[]): Draft {
  return { part, text: text.replace(/\s+/g, ' ').trim(), status: 'verified', evidence: [...new Set(evidence)] };
}

/**
 * @param drafts in any order of parts; within a part they keep theirs
 * @returns an explanation with claims in the order of the parts, numbered within each, and counted
 */
export function explanationOf(head: Pick<Explanation, 'source' | 'model' | 'confidence' | 'note'>, drafts: readonly Draft[]): Explanation {
  const claims = PARTS.flatMap((part) =>
    drafts.filter((draft) => draft.part === part).map((draft, i): Claim => ({ id: `${part}-${i + 1}`, ...draft })),
  );
  const verified = claims.filter(({ status }) => status === 'verified' || status === 'corrected').length;
  return { ...head, claims, verified, total: claims.length };
}
