import { bytes, count, measure, percentage } from '../model/quantities.js';
import type { EvidenceItem, ItemFact } from './evidence-item.js';
import { answerTime } from './plain-figures.js';

/** `{{F1.p50_during}}`; spaces are forgiven. */
const SLOT = /\{\{\s*([A-Z]\d{1,3})\.([a-z0-9_]+)\s*\}\}(\s?(?:milliseconds|seconds|percent|ms|s|%|\/s)(?![\w/]))?/g;

/** A text with its slots filled, by code. */
export interface Filled {
  text: string;
  /** Ids whose figures were put in. */
  used: string[];
  /** Slots of which there is no figure. */
  unknown: string[];
  /** Where a figure of ours stands: these need no check. */
  spans: { from: number; to: number; fact: ItemFact; item: EvidenceItem }[];
}

/** @returns a figure as reports write it, with its unit */
export function figure({ value, unit }: Pick<ItemFact, 'value' | 'unit'>): string {
  if (unit === 'ms') return answerTime(value);
  if (unit === 's') return answerTime(value * 1000);
  if (unit === '0..1' || unit === 'share') return percentage(value);
  if (unit === '1/s') return `${measure(value)}/s`;
  if (unit === 'bytes') return bytes(value);
  if (unit === 'ratio' || unit === 'times') return measure(value);
  return unit === '' ? measure(value) : `${Number.isInteger(value) ? count(value) : measure(value)} ${unit}`;
}

/**
 * Puts figures into slots. A unit that the model wrote behind one is dropped: the figure brings its own.
 * @param items all that can be cited
 */
export function fillSlots(text: string, items: ReadonlyMap<string, EvidenceItem>): Filled {
  const used: string[] = [];
  const unknown: string[] = [];
  const spans: Filled['spans'] = [];
  let out = '';
  let last = 0;
  for (const match of text.matchAll(SLOT)) {
    const [whole, id = '', slot = '', after = ''] = match;
    const item = items.get(id);
    const fact = item?.facts.find((one) => one.slot === slot);
    out += text.slice(last, match.index);
    last = match.index + whole.length;
    if (item === undefined || fact === undefined) {
      unknown.push(`${id}.${slot}`);
      continue;
    }
    used.push(id);
    const words = figure(fact);
    spans.push({ from: out.length, to: out.length + words.length, fact, item });
    out += words;
    // "{{F1.ratio}} times" keeps its word; only units that the figure has itself are dropped.
    if (after !== '' && /^[\d.,]+$/.test(words)) out += after;
  }
  out += text.slice(last);
  if (/\{\{|\}\}/.test(out)) unknown.push('a slot that is none');
  return { text: out, used, unknown, spans };
}
