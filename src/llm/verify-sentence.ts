import type { ExplanationPart } from '../model/explanation.js';
import { type Cited, type Flaw, open, wrong } from './cited.js';
import type { Subject } from './evidence-item.js';
import { foreignWords } from './neutral-words.js';
import { fillSlots } from './slots.js';
import { ABSTAINS, checkCauses, NEGATED } from './verify-cause.js';
import { checkDirections } from './verify-direction.js';
import { checkNames } from './verify-names.js';
import { checkNumbers } from './verify-numbers.js';
import { checkOrder } from './verify-order.js';

/** Share of a sentence's words that must stand in what it cites for it to say the same, where there is nothing else to check. */
const SAME = 0.6;
/** The same for advice, which is worded more freely. */
const ADVICE = 0.5;

/** The same where it only has to say what was looked for and not found. */
const DENIAL = 0.4;

/** A sentence with its slots filled, and what is wrong with it. */
export interface CheckedSentence {
  text: string;
  flaws: Flaw[];
}

/** @param sentence of a claim, cleaned; slots not filled yet */
export function checkSentence(sentence: string, part: ExplanationPart, cited: Cited, subject: Subject): CheckedSentence {
  const filled = fillSlots(sentence, new Map(cited.items.map((item) => [item.id, item])));
  const { text } = filled;
  if (filled.unknown.length > 0)
    return { text, flaws: filled.unknown.map((slot) => wrong('number', `{{${slot}}}: there is no such figure in what is cited`)) };
  const names = checkNames(text, cited, subject);
  const causes = [...checkCauses(text, part, cited, subject), ...denied(text, part, cited)];
  if (part === 'to-do') {
    // What is proposed was not measured: its numbers are suggestions, and only our own advice counts as checked.
    const ours = subject.advice.some((advice) => share(text, advice) >= ADVICE);
    const flaws = [...names.flaws, ...causes];
    return {
      text,
      flaws:
        ours && flaws.every(({ weight }) => weight === 'open') && !/\d/.test(withoutSpans(filled))
          ? []
          : [...flaws, open('uncheckable', 'advice of the model')],
    };
  }
  const numbers = checkNumbers(filled, cited, subject.start);
  const directions = checkDirections(text, cited);
  const order = checkOrder(text, cited, subject);
  const flaws = [...numbers.flaws, ...names.flaws, ...directions.flaws, ...order.flaws, ...causes];
  // A right name makes no sentence true: figures, directions and order do, or words that its evidence has.
  const agreed = numbers.agreed + directions.agreed + order.agreed;
  if (flaws.length > 0) return { text, flaws };
  // Without a candidate, that the cause is not known is what is true.
  if (part === 'cause' && subject.candidates.length === 0 && ABSTAINS.test(text)) return { text, flaws };
  // A denial is checked where a direction is denied, or where what is cited denies as well; any other may turn a true sentence round.
  const denies =
    NEGATED.test(text) && !cited.items.some((item) => NEGATED.test(item.text)) && directions.agreed === 0 && part !== 'ruled-out';
  if (denies) return { text, flaws: [open('uncheckable', 'it denies what nothing cited denies')] };
  const foreign = foreignWords(text, cited.words);
  const isDenied = part === 'ruled-out' && cited.items.some(({ role }) => role === 'normal') && saysTheSame(text, part, cited);
  if (isDenied || (foreign.length === 0 && (agreed > 0 || saysTheSame(text, part, cited)))) return { text, flaws };
  if (foreign.length > 0)
    return { text, flaws: [open('uncheckable', `nothing that is cited has the word ${foreign.slice(0, 3).join(', ')}`)] };
  return { text, flaws: [open('uncheckable', 'nothing in it can be held against the evidence')] };
}

function withoutSpans({ text, spans }: ReturnType<typeof fillSlots>): string {
  return [...spans].reverse().reduce((left, { from, to }) => left.slice(0, from) + left.slice(to), text);
}

/** What was looked for and not found, and what nobody could ask, can only be told as that. */
function denied(text: string, part: ExplanationPart, { items }: Cited): Flaw[] {
  const only = items.length > 0 && items.every(({ role }) => role === 'normal' || role === 'gap');
  if (
    (!only && part !== 'ruled-out') ||
    NEGATED.test(text) ||
    /\bnormal|kept up|inconspicuous|rule[sd]? out|unremarkable|steady|as usual\b/i.test(text)
  )
    return [];
  return [wrong('cause', 'what is cited was looked for and not found, or could not be asked')];
}

/** Whether a sentence has the words of one item, and denies where that denies. */
function saysTheSame(text: string, part: ExplanationPart, { items }: Cited): boolean {
  // That it denies was looked at already.
  if (items.some(({ role, text: own }) => role === 'normal' && share(text, own) >= DENIAL)) return true;
  return items.some(
    (item) =>
      // A doubt says the same as a doubt only.
      (item.role !== 'doubt' || part === 'against') &&
      share(text, `${item.text} ${item.names.join(' ')} ${item.facts.map(({ name }) => name).join(' ')}`) >= SAME &&
      NEGATED.test(text) === NEGATED.test(item.text),
  );
}

const FILLERS =
  /^(?:the|and|was|were|are|is|that|this|with|from|for|had|has|have|which|into|than|then|its|their|there|been|very|also|while|only|them|they)$/;

const stems = (text: string): Set<string> =>
  new Set(
    (text.toLowerCase().match(/[a-z]{3,}/g) ?? [])
      .filter((word) => !FILLERS.test(word))
      .map((word) => word.replace(/(?:ations?|ing|ed|es|ly|s)$/, '')),
  );

/** Share of the first text's words that the second has. */
function share(text: string, other: string): number {
  const [words, known] = [[...stems(text)], stems(other)];
  return words.length === 0 ? 0 : words.filter((word) => known.has(word)).length / words.length;
}
