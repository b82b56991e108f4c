import { type Quantity, quantityOf, UNIT_WORDS } from './quantity.js';

/** A number in prose. */
export interface ProseNumber extends Quantity {
  /** As it is written, with its unit. */
  text: string;
  /** Place of its first and behind its last character. */
  from: number;
  to: number;
  /** How far a true value may be from it: half a unit of the last digit that bears, more after "about". */
  tolerance: number;
  /** "more than" and "less than" give one side only. */
  bound: 'exact' | 'least' | 'most';
  /** Noun behind a plain number: `351 requests`; empty if none. */
  noun: string;
}

const NUMBER = new RegExp(
  `(?<![\\w.,:/-]|\\d )([+-]?(?:\\d{1,3}(?:,\\d{3})+|\\d+)(?:\\.\\d+)?)(k|M)?(?:\\s?(${UNIT_WORDS})(?![\\w]))?(?!\\d|[\\w]|:\\d|\\.\\d)`,
  'g',
);
/** What is no figure: percentiles, protocol versions, clock times (checked apart), what stands in quotes, ids of items, slots. */
const MASKED =
  /"[^"\n]*"|`[^`\n]*`|“[^”\n]*”|\{\{[^}]*\}\}|\bp\d{2,3}(?:\.\d+)?\b|\bHTTP\/\d(?:\.\d)?|\b\d{1,2}:\d{2}(?::\d{2})?\b|\b[A-Z]\d{1,3}\b|\b\d{4}-\d\d-\d\d\b|\b\d+(?:st|nd|rd|th)\b|\b(?:50|90|95|99|1|19) (?:of|out of|in) (?:20|100|1,000)\b/g;
const ABOUT = /(?:about|around|roughly|approximately|nearly|almost|some|~|≈|circa)\s*$/i;
const LEAST = /(?:more than|over|at least|above|upwards of|exceed(?:s|ed|ing)?)\s*$/i;
const MOST = /(?:less than|under|at most|below|up to|no more than|within)\s*$/i;

/** Words that are numbers. `half` and `third` are left: "half of the answers" is a percentile in words. */
const WORDS: readonly [RegExp, number, string][] = [
  [/\b(doubled|twice|doubling|two-?fold)\b/gi, 2, 'times'],
  [/\b(tripled|three-?fold|trebled)\b/gi, 3, 'times'],
  [/\b(quadrupled|four-?fold)\b/gi, 4, 'times'],
  [/\b(ten-?fold)\b/gi, 10, 'times'],
  [/\b(halved)\b/gi, 0.5, 'times'],
];
const COUNTS: readonly string[] = ['two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];

/** @returns the text with everything blanked that looks like a number and is none; same length */
export function masked(text: string): string {
  return text.replace(MASKED, (found) => ' '.repeat(found.length));
}

/** @returns numbers in order of place; `1 min 6 s` is one */
export function proseNumbers(text: string): ProseNumber[] {
  const open = masked(text);
  const found: ProseNumber[] = [];
  for (const match of open.matchAll(NUMBER)) {
    const [whole, digits = '', scale, unit = ''] = match;
    const from = match.index;
    const value = Number(digits.replaceAll(',', '')) * (scale === 'k' ? 1e3 : scale === 'M' ? 1e6 : 1);
    const before = open.slice(Math.max(0, from - 16), from);
    const base = quantityOf(value, unit);
    const size = value === 0 ? 1 : base.value / value;
    const step = lastDigit(digits) * (scale === 'k' ? 1e3 : scale === 'M' ? 1e6 : 1);
    const about = ABOUT.test(before) ? 0.05 * Math.abs(value) : 0;
    found.push({
      ...base,
      text: whole,
      from,
      to: from + whole.length,
      tolerance: Math.abs(size) * Math.max(step / 2, about) * (1 + 1e-9),
      bound: LEAST.test(before) ? 'least' : MOST.test(before) ? 'most' : 'exact',
      noun: unit === '' ? (/^\s+([a-z][a-z-]+)/i.exec(open.slice(from + whole.length))?.[1] ?? '').toLowerCase() : '',
    });
  }
  return [...joined(found, open), ...inWords(open)].sort((a, b) => a.from - b.from);
}

/** Step of the last digit that bears: 0.1 for 2.4, 1 for 131, 100 for 2,400 but never more than a tenth of the whole. */
function lastDigit(digits: string): number {
  const plain = digits.replace(/[+,-]/g, '');
  const [whole = '', fraction] = plain.split('.');
  if (fraction !== undefined) return 10 ** -fraction.length;
  const zeros = /0*$/.exec(whole)?.[0].length ?? 0;
  const value = Number(whole);
  return zeros === 0 || value === 0 ? 1 : Math.max(1, Math.min(10 ** zeros, value / 10));
}

/** Compound times: minutes and seconds side by side are one length. */
function joined(numbers: readonly ProseNumber[], text: string): ProseNumber[] {
  const out: ProseNumber[] = [];
  for (const number of numbers) {
    const last = out.at(-1);
    const between = last === undefined ? '' : text.slice(last.to, number.from);
    const smaller = last?.dimension === 'time' && number.dimension === 'time' && last.value >= 60_000 && number.value < 60_000;
    if (last !== undefined && smaller && /^\s*(and\s+)?$/.test(between))
      out[out.length - 1] = {
        ...last,
        value: last.value + number.value,
        tolerance: number.tolerance,
        text: text.slice(last.from, number.to),
        to: number.to,
      };
    else out.push(number);
  }
  return out;
}

function inWords(text: string): ProseNumber[] {
  const found: ProseNumber[] = [];
  const add = (match: RegExpExecArray, value: number, unit: string, noun: string): void => {
    const base = quantityOf(value, unit);
    const tolerance = unit === 'times' ? 0.15 * value : 0;
    const before = text.slice(Math.max(0, match.index - 16), match.index);
    const bound = LEAST.test(before) ? 'least' : MOST.test(before) ? 'most' : 'exact';
    found.push({ ...base, text: match[0], from: match.index, to: match.index + match[0].length, tolerance, bound, noun });
  };
  for (const [pattern, value, unit] of WORDS) for (const match of text.matchAll(pattern)) add(match, value, unit, '');
  const count = new RegExp(`(?<!\\b(?:one|of|out of) in )(?<!\\bof )\\b(${COUNTS.join('|')})\\s+([a-z]+s)\\b`, 'gi');
  for (const match of text.matchAll(count)) {
    const word = (match[2] ?? '').toLowerCase();
    const isUnit = /^(?:times|seconds|minutes|hours|milliseconds)$/.test(word);
    add(match, COUNTS.indexOf((match[1] ?? '').toLowerCase()) + 2, isUnit ? word : '', isUnit ? '' : word);
  }
  // "one in five": a share, and never exact.
  for (const match of text.matchAll(new RegExp(`\\bone in (${COUNTS.join('|')})\\b`, 'gi'))) {
    const share = 1 / (COUNTS.indexOf((match[1] ?? '').toLowerCase()) + 2);
    const before = text.slice(Math.max(0, match.index - 16), match.index);
    const bound = LEAST.test(before) ? 'least' : MOST.test(before) ? 'most' : 'exact';
    found.push({
      dimension: 'percent',
      value: share,
      text: match[0],
      from: match.index,
      to: match.index + match[0].length,
      tolerance: 0.1 * share,
      bound,
      noun: '',
    });
  }
  return found;
}
