import type { Check, Finding, Verdict } from '../model/analysis.js';
import { thousands } from '../model/thousands.js';

/** What a verdict rests on. */
export interface Judged {
  checks: readonly Check[];
  findings: readonly Finding[];
  /** Counted requests, and length of the run, ms; null where the file does not say. */
  requests: number;
  /** Failed ones; null where the files do not tell. */
  failed: number | null;
  duration: number | null;
  /** Why the run is none that can be judged, whatever was found; null if it is. */
  noTest: string | null;
  /** Why changes over time could not be seen; null if they could. What is wrong over the whole run is wrong all the same. */
  unseen: string | null;
}

/** Without these nothing can be called healthy: whether requests fail, and whether they get slower. */
const CORE: readonly string[] = ['error-rate', 'latency-shift', 'latency-trend'];
/** Share of failed requests that a verdict speaks of where they are no finding. */
const NOTABLE = 0.01;
/** Findings that are named one by one. */
const NAMED = 3;

/**
 * The verdict: invalid-test before failing before degraded; healthy only where what matters was really checked, else inconclusive.
 * @returns one sentence for everybody, and reasons that cite findings
 */
export function verdictOf(judged: Judged): Verdict {
  const { checks, findings, noTest, unseen } = judged;
  const alarms = findings.filter(({ severity }) => severity !== 'info');
  const generator = alarms.filter(({ kind }) => kind === 'generator-saturation');
  const open = notMade(checks);
  const few = notableFailures(judged);
  const unjudged = `Not judged${few === '' ? '' : `, though ${few}`}`;
  if (noTest !== null) return { status: 'inconclusive', sentence: `${unjudged}: ${noTest}`, reasons: [...cited(alarms), ...open] };
  if (generator.length > 0) {
    return {
      status: 'invalid-test',
      sentence:
        'The test is not valid: the load generator did not send the planned load, so what it shows of the system is a lower bound at best.',
      reasons: [...cited([...generator, ...alarms.filter((one) => !generator.includes(one))]), ...open],
    };
  }
  if (alarms.length > 0) {
    const failing = alarms.some(({ severity }) => severity === 'critical');
    const worst = [...alarms].sort(
      (a, b) => Number(b.severity === 'critical') - Number(a.severity === 'critical') || (a.window?.start ?? 0) - (b.window?.start ?? 0),
    );
    const [first, ...others] = worst as [Finding, ...Finding[]];
    const more = others.length === 0 ? '' : ` There ${others.length === 1 ? 'is one more finding' : `are ${others.length} more findings`}.`;
    const word = failing ? 'The system fails under this load' : 'The system works, but worse than it could';
    return {
      status: failing ? 'failing' : 'degraded',
      sentence: `${word}: ${lower(first.title)}${where(first)}.${more}`,
      reasons: [...cited(worst), ...open],
    };
  }
  if (unseen !== null) return { status: 'inconclusive', sentence: `${unjudged}: ${unseen}`, reasons: open };
  const failed = checks.find(({ outcome }) => outcome === 'failed');
  const missing = CORE.map((id) => checks.find((check) => check.id === id)).find((check) => check?.outcome !== 'checked');
  const isComplete = CORE.every((id) => checks.some((check) => check.id === id && check.outcome === 'checked'));
  if (failed || !isComplete) {
    const why = failed ? `The check "${failed.title}" failed.` : (missing?.reason ?? 'Nothing was checked for anomalies.');
    return { status: 'inconclusive', sentence: `${unjudged}: ${why} The figures are complete.`, reasons: open };
  }
  const made = checks.filter(({ outcome }) => outcome === 'checked').length;
  return {
    status: 'healthy',
    sentence: `Nothing wrong was found in ${thousands(judged.requests)} requests${over(judged.duration)}: ${made} checks were made.${few === '' ? '' : ` But ${few}, too few for a finding.`}`,
    reasons: open,
  };
}

/** Failures that are too few for a finding, and too many of these requests to say nothing of; empty where there are none. */
function notableFailures({ requests, failed }: Judged): string {
  if (failed === null || failed < NOTABLE * requests || failed === 0) return '';
  return `${thousands(failed)} of ${thousands(requests)} ${requests === 1 ? 'request' : 'requests'} failed`;
}

/** Checks that were not made; the word healthy never covers them. */
function notMade(checks: readonly Check[]): Verdict['reasons'] {
  const open = checks.filter(({ outcome }) => outcome !== 'checked');
  return open.length === 0 ? [] : [{ text: `Not checked: ${open.map(({ title }) => lower(title)).join(', ')}.`, findings: [] }];
}

function cited(findings: readonly Finding[]): Verdict['reasons'] {
  const shown = findings.slice(0, NAMED).map((finding) => ({ text: `${finding.summary}`, findings: [finding.id] }));
  const rest = findings.slice(NAMED);
  return rest.length === 0 ? shown : [...shown, { text: `And ${rest.length} more.`, findings: rest.map(({ id }) => id) }];
}

function where({ labels }: Finding): string {
  if (labels === 'all') return '';
  return labels.length === 1 ? ` (${labels[0]})` : ` (${labels.length} endpoints)`;
}

function lower(title: string): string {
  return title.charAt(0).toLowerCase() + title.slice(1);
}

function over(duration: number | null): string {
  if (duration === null) return '';
  const seconds = Math.round(duration / 1000);
  return seconds < 120 ? ` over ${seconds} s` : ` over ${Math.round(seconds / 60)} min`;
}
