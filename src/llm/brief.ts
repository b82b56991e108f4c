import type { Analysis } from '../model/analysis.js';
import { offset } from '../model/moments.js';
import { index } from '../model/quantities.js';
import type { EvidenceItem, Subject } from './evidence-item.js';
import { neutral } from './neutral-text.js';
import { figure } from './slots.js';
import { estimateTokens } from './tokens.js';

/** How much of an item is written. */
export type Form = 'full' | 'short' | 'line';

/** An item that is not written, or not in full, and why. */
export interface LeftOut {
  id: string;
  form: Form | 'dropped';
  reason: string;
}

/** All that a model reads of a run, and what it may therefore cite. */
export interface Brief {
  text: string;
  /** Items that are in it, and candidates. */
  subject: Subject;
  leftOut: LeftOut[];
  /** Estimated tokens of the text. */
  tokens: number;
}

/** Facts of the short form. */
const SHORT_FACTS = 4;
/** Characters of the one-line form. */
const LINE = 140;

/**
 * Packs what was found into a budget: run, verdict, gaps, causes and what was normal always; then the first finding, the first evidence of the first
 * cause, one doubt, one item of each kind of data, then all others by rank. An item that does not fit is shortened before it is dropped, and both are
 * recorded. Pure: same analysis and budget, same bytes.
 * @param budget tokens for the text
 */
export function packBrief(analysis: Analysis, subject: Subject, budget: number): Brief {
  const always = subject.items.filter(({ role }) => role === 'figures' || role === 'normal' || role === 'gap');
  const forms = new Map<string, Form>(always.map(({ id, role }) => [id, role === 'figures' ? 'full' : 'line']));
  const leftOut: LeftOut[] = [];
  for (const item of inOrder(subject)) {
    const fitting = (['full', 'short', 'line'] as const).find(
      (form) => estimateTokens(written(analysis, subject, new Map([...forms, [item.id, form]]))) <= budget,
    );
    if (fitting === undefined) leftOut.push({ id: item.id, form: 'dropped', reason: 'no room in the budget' });
    else {
      forms.set(item.id, fitting);
      if (fitting !== 'full') leftOut.push({ id: item.id, form: fitting, reason: 'shortened for the budget' });
    }
  }
  const text = written(analysis, subject, forms);
  const items = subject.items.filter(({ id }) => forms.has(id));
  const known = (ids: readonly string[]): string[] => ids.filter((id) => forms.has(id));
  const candidates = subject.candidates.map((one) => ({ ...one, supporting: known(one.supporting), opposing: known(one.opposing) }));
  return { text, subject: { ...subject, items, candidates }, leftOut, tokens: estimateTokens(text) };
}

/** Items that compete for room, most useful first. Ties keep the order of ids. */
function inOrder({ items, candidates }: Subject): EvidenceItem[] {
  const open = items.filter(({ role }) => role === 'finding' || role === 'evidence' || role === 'doubt');
  const [first] = candidates;
  const signals = (['metrics', 'logs', 'traces'] as const).flatMap(
    (signal) => open.find((item) => item.signal === signal && item.role === 'evidence') ?? [],
  );
  const ahead = [
    open.find(({ role }) => role === 'finding'),
    open.find(({ id }) => first?.supporting.includes(id)),
    open.find(({ id, role }) => first?.opposing.includes(id) || role === 'doubt'),
    ...signals,
    ...candidates.flatMap(({ supporting }) => supporting.map((id) => open.find((item) => item.id === id))),
  ];
  return [...new Set([...ahead.filter((item) => item !== undefined), ...open])];
}

/** Sections follow from what the run has. */
function written(analysis: Analysis, subject: Subject, forms: ReadonlyMap<string, Form>): string {
  const line = (item: EvidenceItem): string => itemLine(item, forms.get(item.id) ?? 'line', subject.start);
  const of = (...roles: EvidenceItem['role'][]): EvidenceItem[] =>
    subject.items.filter(({ id, role }) => forms.has(id) && roles.includes(role));
  const section = (title: string, lines: readonly string[]): string[] => (lines.length === 0 ? [] : [`## ${title}`, ...lines, '']);
  const shown = new Set(forms.keys());
  return [
    ...section('TEST', [
      `Verdict by code: ${analysis.verdict.status}. ${neutral(analysis.verdict.sentence)}`,
      ...of('figures').map(line),
      ...gateLines(analysis),
    ]),
    ...section('WHAT WAS NOT ASKED', of('gap').map(line)),
    ...section(
      'POSSIBLE CAUSES (ranked by code; no other may be named)',
      subject.candidates.map(({ id, title, service, confidence, supporting, opposing, fix }) =>
        [
          `${id}: ${neutral(title)}`,
          ...(service === null ? [] : [`in "${neutral(service, 64)}"`]),
          `confidence ${index(confidence)}`,
          `for: ${supporting.filter((one) => shown.has(one)).join(' ') || 'none'}`,
          `against: ${opposing.filter((one) => shown.has(one)).join(' ') || 'none'}`,
          `mending: ${neutral(fix, 200)}`,
        ].join(' | '),
      ),
    ),
    ...section('FINDINGS', of('finding').map(line)),
    ...section('EVIDENCE', of('evidence').map(line)),
    ...section('WHAT SPEAKS AGAINST', of('doubt').map(line)),
    ...section('CHECKED AND NORMAL', of('normal').map(line)),
  ]
    .join('\n')
    .trimEnd();
}

function gateLines({ gate }: Analysis): string[] {
  if (gate === null) return [];
  const missed = gate.conditions.filter(({ passed, level }) => !passed && level === 'fail');
  return [`Gate: ${gate.passed ? 'passed' : 'failed'}, ${missed.length} of ${gate.conditions.length} conditions not met.`];
}

/** `F1 +1m06s to +2m01s | statement | p50_before=57 ms; p50_during=389 ms | about "checkout"`. */
function itemLine(item: EvidenceItem, form: Form, start: number | null): string {
  const text = neutral(item.text, form === 'line' ? LINE : 400);
  if (form === 'line') return `${item.id} | ${text}`;
  const when =
    item.window === null || item.role === 'figures' ? '' : ` ${offset(item.window.start, start)} to ${offset(item.window.end, start)}`;
  const shown = form === 'short' ? item.facts.slice(0, SHORT_FACTS) : item.facts;
  const figures = shown.map((fact) => `${fact.slot}=${figure(fact)}`).join('; ');
  const names = item.names.map((name) => `"${neutral(name, 64)}"`).join(', ');
  const signal = item.signal === 'results' ? '' : `from ${item.signal}`;
  return [`${item.id}${when}`, text, figures, names === '' ? '' : `about ${names}`, signal].filter((part) => part !== '').join(' | ');
}
