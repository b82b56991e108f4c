import type { Analysis, Evidence, Finding } from '../../model/analysis.js';
import { offset, span } from '../../model/moments.js';
import { count, counted, index, measure, percentage } from '../../model/quantities.js';
import { about } from './headline.js';
import { type Figure, type FrontFigure, type FrontPage, type Inline, quoted, strong, type Text } from './tree.js';

/** Lines about the run, files and steps that page one has room for. */
const FACTS = 8;
const FILES = 2;
const STEPS = 3;

/** What whoever decides must know: three figures that carry the verdict, the cause, what to do next. */
export function frontPage(analysis: Analysis): FrontPage {
  const lead = leading(analysis);
  // The first evidence is the finding's own; what else was seen may be about other requests.
  const facts = analysis.evidence.find(({ id }) => id === lead?.evidence[0])?.facts ?? [];
  return {
    facts: [...about(analysis).slice(0, FACTS - 2), ...files(analysis), ...gate(analysis)],
    figures: [responseTime(analysis, lead, facts), failures(analysis, facts), load(analysis, facts)],
    cause: cause(analysis),
    next: next(analysis),
  };
}

/** The finding that the verdict names first. */
function leading({ verdict, findings }: Analysis): Finding | undefined {
  const [first] = verdict.reasons.flatMap((reason) => reason.findings);
  return findings.find(({ id }) => id === first);
}

type Facts = Evidence['facts'];

const fact = (facts: Facts, name: string): number | null => facts.find((one) => one.name === name)?.value ?? null;

/** Percentiles that a finding can be about, the one that it rests on first. */
const PERCENTILES = /^(p\d[\d.]*)( of good answers)? during$/;

/** How slow it became and how slow it was before; without such a finding, how slow it was. */
function responseTime({ kpis: { overall }, window }: Analysis, lead: Finding | undefined, facts: Facts): FrontFigure {
  for (const during of facts) {
    const [, percentile, good = ''] = PERCENTILES.exec(during.name) ?? [];
    const before = fact(facts, `${percentile}${good} before`);
    if (!lead || before === null || during.unit !== 'ms') continue;
    const scope = lead.labels !== 'all' && lead.labels.length === 1 ? lead.labels : [];
    const from = offset(lead.window?.start ?? null, window.start);
    return {
      name: [
        `Response time, ${percentile}`,
        ...(good === '' ? [] : [' of good answers']),
        ...scope.flatMap((label): Inline[] => [' of ', quoted(label, 40)]),
      ],
      value: `${measure(during.value)} ms`,
      note: `${measure(before)} ms before ${from}`,
    };
  }
  const { p50, p95, p99 } = overall.latency;
  return { name: 'Response time, p95', value: unit(p95, ' ms'), note: `p50 ${unit(p50, ' ms')}, p99 ${unit(p99, ' ms')}` };
}

/** A dash has no unit. */
const unit = (value: number | null, name: string): string => measure(value) + (value === null ? '' : name);

function failures({ kpis: { overall } }: Analysis, facts: Facts): FrontFigure {
  const rate = fact(facts, 'error rate');
  const otherwise = fact(facts, 'error rate otherwise');
  if (rate !== null && otherwise !== null)
    return { name: 'Failed requests, in the finding', value: percentage(rate), note: `${percentage(otherwise)} otherwise` };
  const note =
    overall.errors === null ? 'the file does not say how many failed' : `${count(overall.errors)} of ${counted(overall.count, 'request')}`;
  return { name: 'Failed requests', value: percentage(overall.errorRate), note };
}

function load({ kpis: { overall }, window }: Analysis, facts: Facts): FrontFigure {
  const dropped = fact(facts, 'dropped iterations');
  const share = fact(facts, 'share of planned iterations');
  if (dropped !== null && share !== null)
    return { name: 'Planned load not sent', value: percentage(share), note: `${counted(dropped, 'iteration')} dropped` };
  const over = window.duration === null ? '' : ` over ${span(window.duration)}`;
  return { name: 'Throughput', value: unit(overall.throughput, '/s'), note: `${counted(overall.count, 'request')}${over}` };
}

function files({ input }: Analysis): Figure[] {
  if (input.length === 0) return [];
  const named = input.slice(0, FILES).flatMap(({ file }, at): Inline[] => [...(at === 0 ? [] : [', ']), quoted(lastPart(file), 60)]);
  const rest = input.length > FILES ? [` and ${counted(input.length - FILES, 'more file', 'more files')}`] : [];
  return [{ name: input.length === 1 ? 'File' : 'Files', value: [...named, ...rest] }];
}

/** Of a path; where it lies stands under Input. */
const lastPart = (path: string): string => /[^/\\]*$/.exec(path.replace(/[/\\]+$/, ''))![0] || path;

function gate({ gate }: Analysis): Figure[] {
  if (gate === null) return [];
  const failed = gate.conditions.filter(({ level, passed }) => level === 'fail' && !passed).length;
  const all = counted(gate.conditions.length, 'condition');
  return [
    { name: 'Gate', value: gate.passed ? [strong('passed'), `, ${all}`] : [strong('FAILED'), `, ${count(failed)} of ${all} not met`] },
  ];
}

/** The likeliest cause; that none is known is said, with the reason. */
function cause({ rootCauses, checks, findings, verdict }: Analysis): Text {
  const [first] = [...rootCauses].sort((a, b) => a.rank - b.rank);
  if (first) {
    const where: Inline[] = first.service === null ? [] : [' in ', quoted(first.service, 60)];
    return [first.level === 'possible' ? 'Possibly: ' : '', strong(first.title), ...where, ` (confidence ${index(first.confidence)}).`];
  }
  if (verdict.status === 'healthy') return 'None to look for: nothing was found that needs one.';
  if (findings.length === 0) return [strong('Not known.'), ' No finding was made that could have one.'];
  const reason = checks.find(({ id }) => id === 'diagnoses')?.reason ?? '';
  return [strong('Not known.'), ` ${reason === '' ? 'No cause is supported by what was measured.' : reason}`];
}

/** What to do: the mending of the likeliest cause, then what the findings recommend, worst first. */
function next({ rootCauses, findings, verdict, notices }: Analysis): Text[] {
  const worst = [...findings].sort((a, b) => rank(b) - rank(a)).filter(({ severity }) => severity !== 'info');
  const fixes = [...rootCauses].sort((a, b) => a.rank - b.rank).map(({ fix }) => fix);
  const steps = [...fixes.slice(0, 1), ...worst.map(({ recommendation }) => recommendation)].filter((step) => step.trim() !== '');
  if (steps.length > 0) return [...new Set(steps)].slice(0, STEPS);
  const todos = notices.filter(({ level, todo }) => level === 'warning' && todo !== '').map(({ todo }) => todo);
  if (verdict.status !== 'healthy' && todos.length > 0) return [...new Set(todos)].slice(0, STEPS);
  return [verdict.status === 'healthy' ? 'Nothing has to be done.' : 'See what was not checked, and why, in this report.'];
}

const rank = ({ severity }: Finding): number => ({ critical: 2, warning: 1, info: 0 })[severity];
