import type { Analysis, Check, Evidence, Finding, RootCause, RuledOut } from '../model/analysis.js';
import type { Telemetry, TestTarget } from '../model/telemetry.js';
import { Case } from './case.js';
import { casesByPlace } from './cases-by-place.js';
import { diagnoses as catalog } from './catalog.js';
import { chainOf } from './cause-chain.js';
import { evidenceOf, idPart, sentence } from './cause-evidence.js';
import { changedSignals } from './changed-signals.js';
import type { Diagnosis } from './diagnosis.js';
import type { Exhibit } from './dossier.js';
import { seriesOf } from './evidence-series.js';
import { type ExhibitSource, exhibitSource } from './exhibit-source.js';
import { type Cleared, judgeCauses, rankOf, type Suspect } from './judge-causes.js';
import { unknownsOf } from './unknowns.js';

/** What diagnosing adds to an analysis. */
export type Diagnosed = Pick<Analysis, 'checks' | 'findings' | 'evidence' | 'rootCauses' | 'ruledOut' | 'unknowns'>;

const NOTHING: Telemetry = { metrics: null, logs: null, traces: null };
/** Causes, and causes ruled out, that an analysis holds. */
const MOST_CAUSES = 5;
const MOST_RULED_OUT = 8;
/** Symptoms that are their own cause, also where nothing but the results is known: a refusal says so itself. */
const OWN_CAUSES: readonly string[] = ['rate-limit'];

/** A suspect with the case it comes from. */
interface Charge {
  suspect: Suspect;
  c: Case;
  findings: string[];
}

/**
 * From findings and telemetry to causes. Pure.
 * @param found findings and evidence so far
 * @param target what backends were asked about; null where the run holds no times
 * @param telemetry what they told; null where none was asked
 */
export function runDiagnoses(
  found: Pick<Analysis, 'findings' | 'evidence'>,
  target: TestTarget | null,
  telemetry: Telemetry | null,
  diagnoses: readonly Diagnosis[] = catalog,
): Diagnosed {
  const cases = (target?.anomalies ?? []).flatMap(({ finding: id, window, labels }) => {
    const finding = found.findings.find((one) => one.id === id);
    return finding ? [new Case(finding, window, labels, target as TestTarget, telemetry ?? NOTHING)] : [];
  });
  const charges: Charge[] = [];
  const cleared: Cleared[] = [];
  for (const c of cases.flatMap((one) => [one, ...casesByPlace(one)])) {
    const judged = judgeCauses(c, diagnoses);
    cleared.push(...judged.cleared);
    for (const suspect of judged.suspects) addCharge(charges, suspect, c);
  }
  const ranked = charges.sort((a, b) => firstOf(b) - firstOf(a) || rankOf(b.suspect) - rankOf(a.suspect)).slice(0, MOST_CAUSES);
  const evidence: Evidence[] = [...found.evidence];
  const causes = ranked.map((charge, i) => rootCause(charge, i + 1, evidence));
  const findings = found.findings.map((finding) => withChanges(finding, cases, ranked, evidence));
  return {
    checks: [checkOf(telemetry)],
    findings,
    evidence,
    rootCauses: causes.length > 0 ? causes : ownCauses(found.findings),
    ruledOut: ruledOut(cleared, ranked),
    unknowns: found.findings.some(({ severity }) => severity !== 'info')
      ? unknownsOf(
          cases,
          ranked.map(({ suspect }) => suspect),
          telemetry,
          target,
        )
      : [],
  };
}

/** A test that proves nothing stands before every cause in the system. */
function firstOf({ suspect }: Charge): number {
  return suspect.diagnosis.id === 'generator-saturation' ? 1 : 0;
}

/** The same cause in the same place behind several findings is one. */
function addCharge(charges: Charge[], suspect: Suspect, c: Case): void {
  const known = charges.find((charge) => charge.suspect.diagnosis === suspect.diagnosis && charge.suspect.place === suspect.place);
  if (!known) {
    charges.push({ suspect, c, findings: [c.finding.id] });
    return;
  }
  known.findings.push(c.finding.id);
  if (rankOf(suspect) > rankOf(known.suspect)) {
    known.suspect = suspect;
    known.c = c;
  }
}

function rootCause({ suspect, c, findings }: Charge, rank: number, evidence: Evidence[]): RootCause {
  const { diagnosis, place, dossier, level } = suspect;
  const ids = new Map<Exhibit, string>();
  const sources = new Map<Exhibit, ExhibitSource | null>();
  const taken = new Set(evidence.map(({ id }) => id));
  for (const exhibit of dossier.exhibits) {
    if (exhibit.text === '') continue;
    const name = exhibit.change?.signal.id ?? exhibit.template?.template.id ?? exhibit.part?.kind ?? exhibit.family;
    let id = `${diagnosis.id}@${idPart(place)}/${idPart(name)}`;
    while (taken.has(id)) id += "'";
    taken.add(id);
    ids.set(exhibit, id);
    const source = exhibit.change || exhibit.template ? null : exhibitSource(exhibit, c, place);
    sources.set(exhibit, source);
    evidence.push(evidenceOf(id, exhibit, source?.query ?? '', c.anomaly));
  }
  const sorted = [...dossier.exhibits].filter((exhibit) => ids.has(exhibit)).sort((a, b) => b.points - a.points);
  const best = sorted[0]?.text ?? diagnosis.claim;
  const chain = chainOf(suspect, c, ids);
  const told = new Set(chain.flatMap((link) => link.evidence));
  for (const [exhibit, id] of ids) {
    const entry = told.has(id) ? evidence.find((one) => one.id === id) : undefined;
    if (entry) entry.series = seriesOf(exhibit, sources.get(exhibit) ?? null, c.target.window, c.telemetry.logs);
  }
  return {
    rank,
    cause: diagnosis.id,
    title: diagnosis.title,
    service: place,
    confidence: confidenceOf(suspect),
    level,
    experimental: diagnosis.experimental,
    findings,
    sentence: `${diagnosis.title} (${place}): ${sentence(best)}`,
    chain,
    evidence: sorted.filter(({ points }) => points >= 0).map((exhibit) => ids.get(exhibit) as string),
    counterEvidence: sorted.filter(({ points }) => points < 0).map((exhibit) => ids.get(exhibit) as string),
    fix: diagnosis.fix(place),
    verify: diagnosis.verify,
  };
}

/** From points to 0..1, rising with them and never 1: an order in words of confidence, not calibrated on more than the twelve recorded runs. */
function confidenceOf(suspect: Suspect): number {
  const raw = 1 - Math.exp(-rankOf(suspect) / 4);
  return Math.round(Math.min(0.97, raw * (suspect.level === 'likely' ? 1 : 0.75)) * 100) / 100;
}

/** Findings with what changed beside them, and the service where the cause is. */
function withChanges(finding: Finding, cases: readonly Case[], ranked: readonly Charge[], evidence: Evidence[]): Finding {
  const c = cases.find((one) => one.finding.id === finding.id);
  if (!c) return finding;
  const changed = changedSignals(c);
  evidence.push(...changed);
  const cause = ranked.find(({ findings, suspect }) => findings.includes(finding.id) && suspect.level === 'likely');
  return {
    ...finding,
    service: cause ? cause.suspect.place : finding.service,
    evidence: [...finding.evidence, ...changed.map(({ id }) => id)],
  };
}

function ownCauses(findings: readonly Finding[]): RootCause[] {
  return findings
    .filter(({ kind, severity }) => severity !== 'info' && OWN_CAUSES.includes(kind))
    .slice(0, 1)
    .map(
      (finding): RootCause => ({
        rank: 1,
        cause: finding.kind,
        title: finding.title,
        service: null,
        confidence: Math.min(0.5, finding.confidence),
        level: 'possible',
        experimental: false,
        findings: [finding.id],
        sentence: `${finding.title}: ${finding.summary}`,
        chain: [{ at: finding.window?.start ?? null, text: finding.summary, evidence: finding.evidence.slice(0, 1) }],
        evidence: finding.evidence,
        counterEvidence: finding.counterEvidence,
        fix: finding.recommendation,
        verify: 'The same test no longer has the finding.',
      }),
    );
}

/** One line a cause: the place where most spoke for it. */
function ruledOut(cleared: readonly Cleared[], ranked: readonly Charge[]): RuledOut[] {
  const named = new Set(ranked.map(({ suspect }) => suspect.diagnosis.id));
  const best = new Map<string, Cleared>();
  for (const one of cleared) {
    if (named.has(one.diagnosis.id)) continue;
    const known = best.get(one.diagnosis.id);
    if (!known || one.dossier.points > known.dossier.points) best.set(one.diagnosis.id, one);
  }
  return [...best.values()]
    .sort((a, b) => b.dossier.points - a.dossier.points || (a.diagnosis.id < b.diagnosis.id ? -1 : 1))
    .slice(0, MOST_RULED_OUT)
    .map(({ diagnosis, place, reason }) => ({ cause: diagnosis.id, service: place, reason, evidence: [] }));
}

function checkOf(telemetry: Telemetry | null): Check {
  const check = { id: 'diagnoses', title: 'Root causes' } as const;
  if (telemetry && (telemetry.metrics || telemetry.logs || telemetry.traces)) return { ...check, outcome: 'checked', reason: '' };
  return {
    ...check,
    outcome: 'not-checked',
    reason:
      'Causes need metrics, logs or traces (--prometheus, --loki, --tempo); without them only what results prove by themselves is named.',
  };
}
