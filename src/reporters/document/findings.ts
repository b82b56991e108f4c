import type { Analysis, Evidence, Exemplar, Finding } from '../../model/analysis.js';
import { moment, offset } from '../../model/moments.js';
import { count, counted, DASH, index, measure } from '../../model/quantities.js';
import { causes } from './causes.js';
import { numberColumn, table, textColumn } from './table.js';
import { type Block, type Inline, leadTo, list, paragraph, quoted, type Section, strong, type Text } from './tree.js';

/** What backends show beside a finding is no proof of it. */
const BACKENDS: ReadonlySet<string> = new Set(['prometheus', 'loki', 'tempo']);
/** Findings that a report tells in full. */
const FINDINGS = 50;

/** What was found, why, and whether it passed what was asked of it. Each section only where the analysis has it. */
export function findings(analysis: Analysis): Section[] {
  return [...anomalies(analysis), ...causes(analysis), ...gate(analysis), ...comparison(analysis)];
}

function anomalies({ findings, evidence, window }: Analysis): Section[] {
  if (findings.length === 0) return [];
  const facts = new Map(evidence.map((entry) => [entry.id, entry]));
  const blocks: Block[] = findings
    .slice(0, FINDINGS)
    .flatMap((finding) => [paragraph(summary(finding, window.start)), ...compared(finding, facts), ...backing(finding, facts)]);
  if (findings.length > FINDINGS) blocks.push(paragraph(`${count(findings.length - FINDINGS)} more are in findings in analysis.json.`));
  return [{ title: 'Findings', brief: true, blocks }];
}

function summary(finding: Finding, start: number | null): Text {
  const { window } = finding;
  const when = window === null ? 'over the whole run' : `${offset(window.start, start)} to ${offset(window.end, start)}`;
  return [
    strong(`${finding.severity}: `),
    finding.title,
    ` (${when}, `,
    ...where(finding),
    `, confidence ${index(finding.confidence)}). `,
    [finding.summary, finding.recommendation].filter((part) => part !== '').join(' '),
  ];
}

function where({ labels, service }: Finding): Inline[] {
  const endpoints: Inline[] =
    labels === 'all'
      ? ['all endpoints']
      : labels.length > 3
        ? [counted(labels.length, 'endpoint')]
        : labels.flatMap((label, at): Inline[] => (at === 0 ? [quoted(label)] : [', ', quoted(label)]));
  return service === null ? endpoints : [...endpoints, ', service ', quoted(service)];
}

/** Figures before and during, where the evidence has both. */
function compared({ evidence }: Finding, facts: Map<string, Evidence>): Block[] {
  const all = evidence.flatMap((id) => facts.get(id)?.facts ?? []);
  const of = (name: string): Evidence['facts'][number] | undefined => all.find((fact) => fact.name === name);
  const names = all.filter(({ name }) => name.endsWith(' during')).map(({ name }) => name.slice(0, -' during'.length));
  const rows = [...new Set(names)].filter((name) => of(`${name} before`) !== undefined);
  if (rows.length === 0) return [];
  const columns = [textColumn('figure'), numberColumn('before', ''), numberColumn('during', '')];
  const value = (fact: Evidence['facts'][number] | undefined): string =>
    fact === undefined ? DASH : `${measure(fact.value)}${fact.unit === 'ms' ? ' ms' : ''}`;
  const shown = table(columns, rows, (name) => [name, value(of(`${name} before`)), value(of(`${name} during`))], {
    noun: 'figures',
    limit: 12,
    where: 'evidence',
    detail: true,
  });
  return [shown];
}

/** Evidence on both sides; nothing where a finding cites none. */
function backing({ evidence, counterEvidence }: Finding, facts: Map<string, Evidence>): Block[] {
  const item =
    (side: string) =>
    (id: string): Text => {
      const fact = facts.get(id);
      if (!fact) return [`${side}: `, quoted(id)];
      const beside = BACKENDS.has(fact.source) ? 'Changed with it' : side;
      return [`${beside}: ${fact.summary} `, quoted(`${fact.source}: ${fact.query}`, 300), ...leadTo('Look at it in Grafana', fact.link)];
    };
  const real = evidence.flatMap((id) => facts.get(id)?.exemplars ?? []).map(realRequest);
  const items = [...evidence.map(item('For')), ...real, ...counterEvidence.map(item('Against'))];
  return items.length === 0 ? [] : [list(items, Infinity, true)];
}

/** A request that shows it, where it stands and what became of it. */
function realRequest({ file, line, timestamp, label, code, latency, success, message, traceId }: Exemplar): Text {
  return [
    'Real request: ',
    quoted(label),
    ` at ${moment(timestamp)}, ${measure(latency)} ms, ${success ? 'good' : 'failed'}`,
    ...(code === '' ? [] : [', code ', quoted(code)]),
    ...(message === '' || success ? [] : [', ', quoted(message, 120)]),
    ...(traceId === null ? [] : [', trace ', quoted(traceId)]),
    ' (',
    quoted(`${file}:${line}`),
    ')',
  ];
}

function gate({ gate }: Analysis): Section[] {
  if (gate === null) return [];
  const columns = [textColumn('condition'), textColumn('result'), numberColumn('value', '', 1), numberColumn('limit', '', 2)];
  const shown = table(
    columns,
    gate.conditions,
    ({ expression, passed, value, limit }) => [[quoted(expression)], passed ? 'passed' : 'FAILED', measure(value), measure(limit)],
    { noun: 'conditions', limit: 100, where: 'gate' },
  );
  return [{ title: 'Gate', brief: true, blocks: [paragraph([strong(gate.passed ? 'Passed.' : 'FAILED.')]), shown] }];
}

function comparison({ comparison }: Analysis): Section[] {
  if (comparison === null) return [];
  return [{ title: 'Comparison with the baseline', brief: true, blocks: [paragraph(`Outcome: ${comparison.verdict}.`)] }];
}
