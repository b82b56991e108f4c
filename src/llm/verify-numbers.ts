import { type Cited, type Flaw, wrong } from './cited.js';
import type { EvidenceItem, ItemFact } from './evidence-item.js';
import { clauseAround, familiesOf, mentions, percentileOf, percentilesIn } from './metric-words.js';
import { type ProseNumber, proseNumbers } from './prose-numbers.js';
import { type Quantity, quantityOf, sameDimension } from './quantity.js';
import type { Filled } from './slots.js';
import { NEGATED } from './verify-cause.js';
import { clock } from './when.js';

/*
 * Numbers against what the sentence cites, and nothing else: of 40 items some figure fits nearly half of all wrong numbers, of three one in twenty.
 */

/** Where a number would stand: before the trouble or in it; null where prose does not say. */
type Role = 'before' | 'during' | null;

/** A figure that a number could be. */
interface Fit {
  name: string;
  role: Role;
  derived: boolean;
  unit: string;
}

/** What checking the numbers of a sentence came to. */
export interface NumbersChecked {
  flaws: Flaw[];
  /** Numbers that agree, slots included. */
  agreed: number;
}

const BEFORE_LEFT =
  /\b(?:from|instead of|rather than|used to (?:need|take|be|wait|answer in)|compared (?:with|to)|versus|vs\.?|against|(?:before|previously|normally|usually|earlier|otherwise),?(?: \w+){0,2}|(?:previously|normally|usually|usual|baseline(?: of)?|earlier|had been|otherwise)(?: it| they)?(?: was| were| is| are| takes?| took| needs?| needed)?)\s*(?:about|around|roughly|only|just|~)?\s*$/i;
/** A clause that begins with the time that it is about; "before, they took …". */
const BEFORE_CLAUSE = /^(?:before|previously|normally|usually|earlier|otherwise)\b/i;
const BEFORE_RIGHT = /^\s*(?:\w+\s)?(?:before(?:hand)?|earlier|previously|in the baseline|at other times|otherwise|as usual)\b/i;
const CHANGE =
  /# (?:as|that|what|the usual|its)\b|factor of #|\b(?:slow|fast|long|high|low|larg|small)er\b|\bmore\b|\bless\b|\brose\b|\brise|\bfell\b|\bgrew\b|\bincreas|\bdecreas|\bdrop|\bjump|\bup by\b|\bdown by\b|\bclimb|\bdoubl|\bhalv|\btripl|\bfold\b|\btwice\b|\bbecame\b|\bwent (?:up|down)|\bworsen|\bas slow\b|\bas long\b/i;
const DURING_LEFT =
  /\b(?:reached|reaching|became|peaked at|climbed to|rose to|fell to|dropped to|grew to|increased to|jumped to|up to|now|during)\s*(?:about|around|roughly|~)?\s*$/i;

/**
 * @param filled a sentence with its slots filled
 * @param start first moment of the run, for "1 min 6 s into the test"
 */
export function checkNumbers({ text, spans }: Filled, cited: Cited, start: number | null): NumbersChecked {
  const flaws: Flaw[] = [];
  let agreed = 0;
  for (const number of proseNumbers(text)) {
    const own = spans.find((span) => number.from >= span.from && number.from < span.to);
    const why = own === undefined ? unsupported(number, text, cited, start) : misplaced(own.fact, own.item.facts, number, text, cited);
    if (why === null) agreed++;
    else flaws.push(wrong('number', `${number.text}: ${why}`));
  }
  for (const { 0: told, index } of text.matchAll(/(?<![\d:])\d{1,2}:\d{2}(?::\d{2})?(?!\d)/g)) {
    if (insideQuotes(text, index)) continue;
    const padded = /^\d:/.test(told) ? `0${told}` : told;
    const isEnd = /\b(?:to|until|till|ended?(?: at)?|by)\s*$/i.test(text.slice(0, index));
    if (cited.items.some((item) => clocksOf(item, isEnd).some((known) => known.startsWith(padded)))) agreed++;
    else flaws.push(wrong('number', `${told} is not the time of anything that is cited`));
  }
  return { flaws, agreed };
}

const insideQuotes = (text: string, at: number): boolean => (text.slice(0, at).match(/"/g)?.length ?? 0) % 2 === 1;

const clocksOf = ({ window }: EvidenceItem, isEnd: boolean): string[] =>
  window === null ? [] : [clock(isEnd ? window.end : window.start)];

/** @returns why no cited figure is this number; null if one is */
function unsupported(number: ProseNumber, text: string, cited: Cited, start: number | null): string | null {
  const fits = cited.items.flatMap(({ facts }) => [
    ...facts.filter((fact) => agrees(number, quantityOf(fact.value, fact.unit))).map((fact) => fitOf(fact, facts)),
    ...(speaksOfChange(text, number) ? derived(facts, number) : []),
  ]);
  if (fits.length > 0) {
    const reasons = fits.map((fit) => mismatch(fit, number, text, cited));
    return reasons.includes(null) ? null : (reasons[0] ?? null);
  }
  // Statements of ours hold figures that are no facts: "4 of 5 endpoints", "for 55 s".
  const stated = cited.items.flatMap((item) =>
    proseNumbers(item.text).filter(
      (one) => agrees(number, one) && nounsAgree(number.noun, one.noun) && isWhole(one, item.text) === isWhole(number, text),
    ),
  );
  if (stated.length > 0 && percentileNear(text, number) === undefined) return null;
  if (number.dimension === 'time' && isTimeOf(cited, number, start, text)) return null;
  return 'is in nothing that is cited';
}

/** A slot can stand in the wrong sentence, too: "p95 is {{F1.p50_during}}". */
function misplaced(fact: ItemFact, all: readonly ItemFact[], number: ProseNumber, text: string, cited: Cited): string | null {
  return mismatch(fitOf(fact, all), { ...number, noun: '' }, text, cited, true);
}

const fitOf = ({ name, unit }: ItemFact, all: readonly ItemFact[]): Fit => ({ name, role: roleOfFact(name, all), derived: false, unit });

/** A figure that has a sibling "before" or "otherwise" is that of the trouble itself. */
function roleOfFact(name: string, all: readonly ItemFact[]): Role {
  if (/ (?:before|otherwise)$/.test(name)) return 'before';
  return / during$/.test(name) || all.some((one) => one.name === `${name} otherwise` || one.name === `${name} before`) ? 'during' : null;
}

/** Ratios and differences are right only where a change is told: "tried 3 times" is none. */
function speaksOfChange(text: string, { from, to }: ProseNumber): boolean {
  const near = `${text.slice(Math.max(0, from - 40), from)} # ${text.slice(to, to + 24)}`;
  return CHANGE.test(near) || CHANGE.test(text.slice(from, to));
}

/** Whether a true value is what the number says, within its digits. */
function agrees(number: ProseNumber, { dimension, value }: Quantity): boolean {
  if (!sameDimension(number.dimension, dimension)) return false;
  const distance = number.value - value;
  if (number.bound === 'least') return distance <= number.tolerance && value <= number.value * 1.5 + number.tolerance;
  if (number.bound === 'most') return -distance <= number.tolerance && value >= number.value * 0.5 - number.tolerance;
  return Math.abs(distance) <= number.tolerance;
}

/** Ratio, change in percent and difference of a figure before and during. */
function derived(facts: readonly ItemFact[], number: ProseNumber): Fit[] {
  return facts.flatMap((during) => {
    if (!during.name.endsWith(' during')) return [];
    const base = during.name.replace(/ during$/, '');
    const before = facts.find(({ name }) => name === `${base} before` || name === `${base} otherwise`);
    if (before === undefined) return [];
    const [a, b] = [quantityOf(before.value, before.unit), quantityOf(during.value, during.unit)];
    const difference: Quantity = { dimension: a.dimension === 'ratio' ? 'points' : a.dimension, value: Math.abs(b.value - a.value) };
    const ratios: Quantity[] =
      a.value === 0
        ? []
        : [
            { dimension: 'factor', value: b.value / a.value },
            { dimension: 'percent', value: Math.abs(b.value - a.value) / a.value },
          ];
    return [...ratios, difference]
      .filter((one) => agrees(number, one))
      .map((): Fit => ({ name: base, role: null, derived: true, unit: during.unit }));
  });
}

/** @returns why a figure that has the value is not the one that is spoken of; null if it may be */
function mismatch(fit: Fit, number: ProseNumber, text: string, cited: Cited, isSlot = false): string | null {
  const percentile = percentileNear(text, number);
  const own = percentileOf(fit.name);
  if (percentile !== undefined && own !== undefined && own !== percentile) return `is ${own}, not ${percentile}`;
  if (percentile !== undefined && own === undefined && number.dimension === 'time') return `is ${fit.name}, not ${percentile}`;
  if (number.dimension === 'factor' && /^[a-z]{3,}s$/.test(fit.unit) && fit.unit !== 'times' && !fit.derived)
    return `counts ${fit.unit}, not times`;
  if (/s$/.test(number.noun) && number.dimension === 'count' && /^[a-z]{3,}s$/.test(fit.unit) && !nounsAgree(number.noun, fit.unit))
    return `counts ${fit.unit}, not ${number.noun}`;
  const families = familiesOf(fit.name);
  const near = familyNear(text, number);
  // Users who wait, wait for answers, where no other wait is cited.
  const waits = cited.items.some((item) => item.facts.some(({ name }) => familiesOf(name).includes('wait')));
  const spoken = near === 'wait' && !waits ? 'latency' : near;
  if (spoken !== undefined && families.length > 0 && !families.includes(spoken))
    return `is ${fit.name}, which is about ${families[0]}, not ${spoken}`;
  // What is told without more is told of the trouble: a value of before must be called one.
  const role = roleOf(text, number) ?? (isSlot ? null : 'during');
  if (!fit.derived && role !== null && fit.role !== null && fit.role !== role) return `is ${fit.name}, and said to be ${role}`;
  if (!fit.derived && /^\s*(?:more|less|longer|shorter|faster|slower|higher|lower)\b/i.test(text.slice(number.to)))
    return `is ${fit.name}, and no difference`;
  const participle = number.dimension === 'count' ? /^[a-z]+(?:ed|ing)\b/.exec(fit.name)?.[0] : undefined;
  if (participle !== undefined && !text.toLowerCase().includes(participle.replace(/(?:ed|ing|ped)$/, '')) && !NEGATED.test(text))
    return `counts ${fit.name}`;
  if (own !== undefined && WORST.test(clauseText(text, number))) return `is ${own}, and said to be the worst`;
  if (fit.name === 'requests' && isSaidToFail(text, number)) return 'counts all requests, not failed ones';
  return null;
}

/** Whether a number is of those that failed, and not the whole that they are part of. */
function isSaidToFail(text: string, { from, to }: ProseNumber): boolean {
  const left = text.slice(0, from);
  if (/\b(?:of|out of)(?: the| all)?\s*$/i.test(left)) return false;
  return (
    /\bfail\w*[^.;]{0,20}$/i.test(left) ||
    /^\s*(?:of \d[\d,]*\s*)?(?:the )?(?:requests? |answers? |calls? )?(?:of "[^"]*" )?(?:have |has |had )?fail/i.test(text.slice(to))
  );
}

const WORST = /\b(?:worst|maximum|max|longest|slowest|peak|highest|never more)\b/i;

const clauseText = (text: string, { from }: Pick<ProseNumber, 'from'>): string => {
  const clause = clauseAround(text, from);
  return text.slice(clause.from, clause.to);
};

const nounsAgree = (a: string, b: string): boolean => a === '' || b === '' || !/s$/.test(a) || !/s$/.test(b) || a === b;

/** Whether a number is the whole of "4 of 5". */
const isWhole = ({ from }: ProseNumber, text: string): boolean =>
  /\d\s+(?:of|out of)\s*$/i.test(text.slice(0, from)) ||
  /\b(?:four|three|two|five|six|seven|eight|nine|ten)\s+(?:of|out of)\s*$/i.test(text.slice(0, from));

/** The percentile that is named nearest before the number in its clause, or right behind it. */
function percentileNear(text: string, { from, to }: ProseNumber): string | undefined {
  const clause = clauseAround(text, from);
  const near = percentilesIn(text).filter((one) => one.from >= clause.from && one.from < clause.to);
  return (near.filter((one) => one.to <= from).at(-1) ?? near.find((one) => one.from >= to && one.from - to < 12))?.id;
}

function familyNear(text: string, { from, to }: ProseNumber): string | undefined {
  const clause = clauseAround(text, from);
  const near = mentions(text).filter((one) => one.from >= clause.from && one.from < clause.to && !(one.from >= from && one.to <= to));
  return (near.filter((one) => one.to <= from).at(-1) ?? near.find((one) => one.from >= to))?.id;
}

function roleOf(text: string, { from, to }: ProseNumber): Role {
  const left = text.slice(Math.max(0, from - 40), from);
  const right = text.slice(to, to + 30);
  if (BEFORE_LEFT.test(left) || BEFORE_RIGHT.test(right) || BEFORE_CLAUSE.test(clauseText(text, { from }))) return 'before';
  if (DURING_LEFT.test(left)) return 'during';
  // The other end of "from A to B".
  return /\bfrom\s[^.;]{1,30}\bto\s*(?:about|around|roughly|~)?\s*$/i.test(left) ? 'during' : null;
}

const LASTING = /\b(?:lasted|lasts|for|over|during|within)\s*(?:about|around|roughly|nearly|almost)?\s*$/i;

/** Lengths of windows after "for"; otherwise distances from the start of the run, and between the beginnings of what is cited. */
function isTimeOf({ items }: Cited, number: ProseNumber, start: number | null, text: string): boolean {
  const windows = items.flatMap(({ window }) => (window === null ? [] : [window]));
  const lengths = windows.map((window) => window.end - window.start);
  const starts = windows.map((window) => window.start);
  const places = [
    ...(start === null ? [] : windows.flatMap((window) => [window.start - start, window.end - start])),
    ...starts.flatMap((a) => starts.filter((b) => b < a).map((b) => a - b)),
  ];
  const known = LASTING.test(text.slice(0, number.from))
    ? lengths
    : /\b(?:into|before|after|earlier|later|until|from|since)\b/i.test(text)
      ? [...places, ...lengths]
      : lengths;
  return known.some((value) => Math.abs(value - number.value) <= Math.max(Math.min(1000, value / 10), number.tolerance));
}
