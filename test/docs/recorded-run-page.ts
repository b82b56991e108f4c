import { Case } from '../../src/diagnoses/case.js';
import { collapse } from '../../src/diagnoses/collapse.js';
import type { Part } from '../../src/diagnoses/part.js';
import { type Diagnosed, runDiagnoses } from '../../src/diagnoses/run-diagnoses.js';
import type { Finding } from '../../src/model/analysis.js';
import { shareText as percent, quantity } from '../../src/model/quantity.js';
import { markdownText } from '../../src/reporters/document/markdown-text.js';
import { type LabRun, labTelemetry } from '../diagnoses/lab-run.js';
import { type RecordedTruth, recordedTruth, truthInWords } from './recorded-run-truth.js';

/** Signals, templates, queries of templates, and places told on a page. */
const [SIGNALS, TEMPLATES, QUERIES, PLACES] = [12, 8, 3, 6];
const DASH = '–';

/** Page about one recorded run, and what stands of it in the list of all. */
export interface RecordedRunPage {
  text: string;
  row: string[];
}

/** What was done to the system in a recorded run, and what today's code says of it. @param made line that tells how the page is made */
export function recordedRunPage(run: LabRun, made: string): RecordedRunPage {
  const truth = recordedTruth(run.name);
  const telemetry = labTelemetry(run, { metrics: true, logs: true, traces: true });
  const diagnosed = runDiagnoses(run.analysis, run.target, telemetry);
  const finding = mainFinding(run, diagnosed);
  const anomaly = run.target.anomalies.find((one) => one.finding === finding?.id);
  const c = finding && anomaly ? new Case(finding, anomaly.window, anomaly.labels, run.target, telemetry) : null;
  const since = onsetOf(truth);
  const [first] = diagnosed.rootCauses;
  const named = first ? `${first.cause} at ${cell(first.service ?? '')}, ${first.level}, ${first.confidence}` : 'nothing';
  const text = [
    `# ${run.name}`,
    made,
    section('What was done', truthInWords(truth, cell).join(' ')),
    checks(truth),
    section('What the results show', findings(run, truth)),
    ...(c === null
      ? ['Without trouble nothing is compared: no cause is named, and nothing is ruled out.']
      : [
          section('What changed', changes(c, since, telemetry.metrics?.signals.length ?? 0)),
          section('What logs say', templates(c, since)),
          section('Where time was lost', places(c)),
          section('What is named', causes(diagnosed, run)),
          section('What is ruled out', ruledOut(diagnosed)),
        ]),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
  const done = truth.faults.map(({ kind, service }) => `${kind} at ${cell(service)}`).join(', ') || 'nothing';
  return { text, row: [`[${run.name}](${run.name}.md)`, done, named, String(c?.changes.length ?? 0), String(c?.templates.length ?? 0)] };
}

/** The finding that the first cause explains, else the first. */
function mainFinding({ analysis, target }: LabRun, { rootCauses }: Diagnosed): Finding | undefined {
  const id = rootCauses[0]?.findings[0] ?? target.anomalies[0]?.finding;
  return analysis.findings.find((one) => one.id === id);
}

function findings({ analysis, target }: LabRun, { testStart }: RecordedTruth): string {
  const told = analysis.findings.filter(({ severity }) => severity !== 'info');
  if (told.length === 0) return 'No finding.';
  const { verdict } = analysis;
  const lines = told.map(({ title, window, id }) => {
    const when =
      window === null ? '' : ` (${Math.round((window.start - testStart) / 1000)} s to ${Math.round((window.end - testStart) / 1000)} s)`;
    return `- ${markdownText(title)}${when}${target.anomalies.some(({ finding }) => finding === id) ? '' : ', not asked about'}`;
  });
  return [`Verdict: ${verdict.status}.`, '', ...lines].join('\n');
}

function checks({ check, faults }: RecordedTruth): string {
  const parts = (['before', 'during', 'after'] as const).filter((part) => check[part] !== undefined);
  if (faults.length === 0 || parts.length === 0) return '';
  return table(
    ['as recorded', 'median', '95th percentile', 'failed', 'not sent'],
    parts.map((part) => {
      const { p50, p95, errPct, dropped } = check[part];
      return [part, `${p50} ms`, `${p95} ms`, `${errPct} %`, String(dropped)];
    }),
  );
}

function changes(c: Case, since: Since, all: number): string {
  if (c.target.healthy.length === 0) return 'The trouble covers the whole run, so there is no healthy part to compare with.';
  const worse = c.changes.filter(({ bad, signal }) => bad && signal.type !== 'traffic');
  const groups = collapse(worse).sort((a, b) => b.change.score - a.change.score);
  const rows = groups.slice(0, SIGNALS).map(({ change, similar }, i) => {
    const { signal, before, during, effect, score, onset } = change;
    const where = [signal.service, signal.instance, ...Object.values(signal.labels)].filter((part) => part !== null && part !== '');
    const more = similar.length === 0 ? '' : ` (+ ${similar.length})`;
    const figures = [quantity(before, signal.unit), quantity(during, signal.unit), signed(effect, signal.unit), scored(score)];
    return [String(i + 1), `${markdownText(signal.title, true)}${more}`, cell(where.join(', ')), ...figures, since(onset)];
  });
  const intro = `Of ${all} signals ${c.changes.length} changed, ${worse.length} of them for the worse, in ${groups.length} groups that move together.`;
  if (rows.length === 0) return intro;
  return [intro, '', table(['', 'signal (+ those that move with it)', 'of', 'before', 'during', 'effect', 'score', 'seen'], rows)].join(
    '\n',
  );
}

function templates(c: Case, since: Since): string {
  if (c.target.healthy.length === 0) return 'There is nothing to compare with here either.';
  if (c.templates.length === 0) return 'No kind of line became more.';
  const rows = c.templates
    .slice(0, TEMPLATES)
    .map(({ template, lines, isNew, before, during, score, onset }) => [
      cell(template.service ?? ''),
      template.level,
      cell(template.text),
      String(lines),
      isNew ? 'none' : `${before.toFixed(2)}/s`,
      `${during.toFixed(2)}/s`,
      scored(score),
      since(onset),
    ]);
  const queries = c.templates.slice(0, QUERIES).map(({ template }) => template.query);
  return [
    table(['service', 'level', 'lines like', 'in the trouble', 'before', 'during', 'score', 'seen'], rows),
    '',
    'The first of them in Grafana Explore or `logcli`:',
    '',
    '```text',
    ...queries,
    '```',
  ].join('\n');
}

function places({ location, second }: Case): string {
  if (location === null) return 'Neither traces nor metrics tell.';
  const rows = (parts: readonly Part[], what: string): string[][] =>
    parts
      .slice(0, PLACES)
      .map(({ kind, service, peer, operation, share, calls }) => [
        what,
        kind,
        cell(service),
        cell(peer ?? ''),
        cell(operation),
        percent(share),
        calls === null ? '' : `${calls.before.toFixed(1)} → ${calls.during.toFixed(1)}`,
      ]);
  const all = [...rows(location.latency, 'time'), ...rows(location.errors, 'failures')];
  const said = [`By ${location.basis}: ${markdownText(location.summary)}`];
  if (second !== null) said.push(`By ${second.basis}: ${markdownText(second.summary)}`);
  return [
    said.join(' '),
    ...(all.length === 0 ? [] : ['', table(['', 'kind', 'service', 'peer', 'operation', 'share', 'calls a request'], all)]),
  ].join('\n');
}

function causes({ rootCauses, evidence }: Diagnosed, { wanted }: LabRun): string {
  if (rootCauses.length === 0) return 'No cause.';
  const facts = new Map(evidence.map((one) => [one.id, one.summary]));
  return rootCauses
    .map((one) => {
      const name = `${one.cause}@${one.service}`;
      const list = (word: string, ids: readonly string[]): string[] =>
        ids.map((id) => `   - ${word}: ${markdownText(facts.get(id) ?? id)}`);
      return [
        `${one.rank}. **[${one.cause}](../../diagnoses/${one.cause}.md)** at ${cell(one.service ?? '')}, ${one.level}, confidence ${one.confidence}${wanted.includes(name) ? ': right' : ''}`,
        ...list('for', one.evidence),
        ...list('against', one.counterEvidence),
      ].join('\n');
    })
    .join('\n');
}

function ruledOut({ ruledOut: cleared }: Diagnosed): string {
  if (cleared.length === 0) return 'Nothing.';
  return cleared.map(({ cause, service, reason }) => `- ${cause} at ${cell(service ?? '')}: ${markdownText(reason)}`).join('\n');
}

type Since = (at: number | null) => string;

/** Time since the fault began, which is what an onset is worth reading against. */
function onsetOf({ faults }: RecordedTruth): Since {
  const began = faults[0]?.onset;
  return (at) => {
    if (at === null || began === undefined) return DASH;
    const seconds = Math.round((at - began) / 1000);
    return `${seconds < 0 ? '−' : '+'}${Math.abs(seconds)} s`;
  };
}

function scored(score: number): string {
  return score < 100 ? score.toFixed(1) : String(Math.round(score));
}

function signed(value: number, unit: string): string {
  return value < 0 ? `−${quantity(-value, unit)}` : `+${quantity(value, unit)}`;
}

/** A text from the recording: never markup. */
function cell(text: string): string {
  return text === '' ? DASH : markdownText([{ quoted: text, limit: 160 }], true);
}

function section(title: string, text: string): string {
  return `## ${title}\n\n${text}`;
}

/** A table in Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
