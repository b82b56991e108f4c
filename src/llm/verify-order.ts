import { type Cited, type Flaw, open, wrong } from './cited.js';
import type { EvidenceItem, Subject } from './evidence-item.js';

/** Onsets may differ by so much and count as one, ms: metrics are sampled every 2 to 30 s. */
export const SAME_TIME = 5000;

/** What checking the order of a sentence came to. */
export interface OrderChecked {
  flaws: Flaw[];
  agreed: number;
}

const ORDER: readonly [pattern: RegExp, first: 'left' | 'right'][] = [
  [/\b(?:before|prior to|preceded|ahead of|led to|leads to|causing|caused|triggered|then|followed by|which made|which slowed)\b/i, 'left'],
  [/\b(?:after|following|was caused by|were caused by|caused by|because of|due to|as a result of|triggered by)\b/i, 'right'],
];

/**
 * "A before B", "A led to B", "B after A": what is named on both sides must have begun in that order. Sides are told apart by names and by words that only
 * one of the cited items has.
 */
export function checkOrder(sentence: string, cited: Cited, subject: Subject): OrderChecked {
  const dated = cited.items.filter(
    (item): item is EvidenceItem & { window: { start: number; end: number } } =>
      item.window !== null && item.role !== 'doubt' && item.role !== 'normal',
  );
  for (const [pattern, first] of [...ORDER].reverse()) {
    const match = pattern.exec(sentence);
    if (match === null) continue;
    const left = onsetIn(sentence.slice(0, match.index), dated, subject);
    const right = onsetIn(sentence.slice(match.index + match[0].length), dated, subject);
    if (left === null || right === null) return { flaws: [], agreed: 0 };
    if (Math.abs(left - right) <= SAME_TIME)
      return { flaws: [open('order', `"${match[0]}": both began within ${SAME_TIME / 1000} s`)], agreed: 0 };
    const holds = first === 'left' ? left < right : right < left;
    return holds ? { flaws: [], agreed: 1 } : { flaws: [wrong('order', `"${match[0]}": what is named first began later`)], agreed: 0 };
  }
  return { flaws: [], agreed: 0 };
}

/** When the item began that a piece of a sentence is about; null where that is none or not clear. */
function onsetIn(piece: string, items: readonly (EvidenceItem & { window: { start: number } })[], { candidates }: Subject): number | null {
  const words = wordSet(piece);
  const scores = items.map((item) => {
    const own = wordSet(`${item.text} ${item.names.join(' ')} ${item.facts.map(({ name }) => name).join(' ')}`);
    const others = new Set(
      items
        .filter((other) => other !== item)
        .flatMap((other) => [...wordSet(`${other.text} ${other.names.join(' ')} ${other.facts.map(({ name }) => name).join(' ')}`)]),
    );
    const shared = [...words].filter((word) => own.has(word));
    return { item, score: shared.filter((word) => !others.has(word)).length + 0.1 * shared.length };
  });
  const best = scores.filter(({ score }) => score >= 1).sort((a, b) => b.score - a.score);
  if (best[0] !== undefined && best[0].score > (best[1]?.score ?? 0)) return best[0].item.window.start;
  const candidate = candidates.find(
    ({ title, cause }) => [...wordSet(`${title} ${cause.replaceAll('-', ' ')}`)].filter((word) => words.has(word)).length >= 2,
  );
  const onsets = items.filter(({ id }) => candidate?.supporting.includes(id)).map(({ window }) => window.start);
  return onsets.length === 0 ? null : Math.min(...onsets);
}

const COMMON =
  /^(?:the|and|was|were|that|this|with|from|for|had|has|have|all|its|their|which|requests?|got|became|began|started|much|more|than|into|test|time|service)$/;

function wordSet(text: string): Set<string> {
  return new Set(
    (text.toLowerCase().match(/[a-z][a-z0-9]{2,}/g) ?? [])
      .filter((word) => !COMMON.test(word))
      .map((word) => word.replace(/(?:ing|ed|es|s)$/, '')),
  );
}
