import type { Analysis, Check, Finding } from '../model/analysis.js';
import { counted } from '../model/quantities.js';
import { type Draft, fact } from './claims.js';
import { named } from './plain-happened.js';

/** Causes considered and found not to be it that are told, and gaps. */
const CAUSES = 4;
const GAPS = 4;
/** Warnings that are told. */
const WARNINGS = 3;
/** What the user did not ask for is no gap in what is known of the run. */
const CHOICES: readonly string[] = ['gate', 'baseline'];

/** What a check found where it found nothing: words for it, and the kinds of findings that would say otherwise. */
const NORMAL: Readonly<Record<string, { words: string; kinds: readonly string[] }>> = {
  'generator-saturation': { words: 'a load generator that cannot keep up', kinds: ['generator-saturation'] },
  'error-rate': { words: 'failures beyond the usual', kinds: ['error-rate', 'error-burst', 'rate-limit', 'retry-storm'] },
  'rate-limit': { words: 'a limit that turns requests away', kinds: ['rate-limit'] },
  'retry-storm': { words: 'a storm of repeated requests', kinds: ['retry-storm'] },
  'throughput-ceiling': { words: 'a ceiling of what the system can do', kinds: ['throughput-ceiling', 'queueing'] },
  'latency-shift': { words: 'a lasting jump of response times', kinds: ['latency-shift'] },
  'latency-trend': { words: 'a creeping slowdown', kinds: ['latency-trend'] },
  stall: { words: 'a standstill', kinds: ['stall'] },
  tail: { words: 'growing waits of the slowest requests', kinds: ['tail'] },
  bimodal: { words: 'a split into fast and slow requests', kinds: ['bimodal'] },
  'slow-start': { words: 'a slow start', kinds: ['slow-start'] },
  'recovery-failure': { words: 'lasting damage after a peak of load', kinds: ['recovery-failure'] },
  'label-outlier': { words: 'an endpoint far slower than the others', kinds: ['label-outlier'] },
  'coordinated-omission': { words: 'waiting users who hide slow answers', kinds: ['coordinated-omission'] },
  'littles-law': { words: 'figures that contradict one another', kinds: ['littles-law'] },
};

/** Share of failed requests from which nobody would say that none were found. */
const NOTABLE = 0.01;

/** @returns checks that were made and found nothing, with words for what they looked for */
export function normalChecks({
  checks,
  findings,
  kpis,
  evidence,
}: Pick<Analysis, 'checks' | 'findings' | 'kpis' | 'evidence'>): { check: Check; words: string }[] {
  const found = new Set(findings.map(({ kind }: Finding) => kind));
  // What goes under the name of another finding was found too.
  for (const { id } of evidence) {
    const part = /\/part-\d+-([a-z-]+)$/.exec(id)?.[1];
    if (part !== undefined) found.add(part);
  }
  // Failures that are too few to be a finding, of a handful of requests, are not "not found".
  if ((kpis.overall.errorRate ?? 0) >= NOTABLE) found.add('error-rate');
  return checks
    .filter(({ outcome }) => outcome === 'checked')
    .flatMap((check) => {
      const normal = Object.hasOwn(NORMAL, check.id) ? NORMAL[check.id] : undefined;
      return normal === undefined || normal.kinds.some((kind) => found.has(kind)) ? [] : [{ check, words: normal.words }];
    });
}

/** What was looked for and not found. */
export function ruledOut(analysis: Analysis): Draft[] {
  const words = normalChecks(analysis).map((one) => one.words);
  const list = words.length === 1 ? words[0] : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
  const normal = words.length === 0 ? [] : [fact('ruled-out', `Looked for and not found: ${list}.`, ['checks'])];
  const causes = analysis.ruledOut
    .slice(0, CAUSES)
    .map(({ cause, service, reason }) => `${cause.replaceAll('-', ' ')}${service === null ? '' : ` in ${named(service)}`} (${reason})`);
  return causes.length === 0
    ? normal
    : [...normal, fact('ruled-out', `Considered as a cause and not it: ${causes.join('; ')}.`, ['ruledOut'])];
}

/** Checks that were not made, by reason; what the user chose not to ask is left out. */
export function openQuestions({ checks }: Pick<Analysis, 'checks'>): { titles: string[]; reason: string }[] {
  const groups = new Map<string, string[]>();
  for (const { id, title, outcome, reason } of checks) {
    if (outcome === 'checked' || CHOICES.includes(id)) continue;
    const why = outcome === 'failed' ? `the check itself failed: ${reason}` : reason;
    groups.set(why, [...(groups.get(why) ?? []), title]);
  }
  return [...groups].map(([reason, titles]) => ({ titles, reason }));
}

/** What could not be asked, and why; backends that gave no answer; what limits the figures. */
export function notAsked(analysis: Analysis): Draft[] {
  const open = openQuestions(analysis).map(({ titles, reason }) =>
    fact('not-asked', `Not looked at: ${titles.map(lower).join(', ')}. ${reason}`, ['checks']),
  );
  const silent = analysis.sources
    .filter(({ failed, noData }) => failed + noData > 0)
    .map(({ backend, asked, noData, failed, message }) =>
      fact(
        'not-asked',
        `Of ${counted(asked, 'question')} to ${backend}, ${noData} found no data and ${failed} failed${message === '' ? '' : `: ${message}`}.`.replace(
          /\.\.$/,
          '.',
        ),
        ['sources'],
      ),
    );
  // The same is often said of several files.
  const warnings = [
    ...new Map(analysis.notices.filter(({ level }) => level === 'warning').map((notice) => [notice.what, notice])).values(),
  ];
  const limits = warnings.slice(0, WARNINGS).map(({ what }) => fact('not-asked', `To bear in mind: ${what}`, ['notices']));
  const more =
    warnings.length > WARNINGS
      ? [fact('not-asked', `${counted(warnings.length - WARNINGS, 'more warning')} under Notices.`, ['notices'])]
      : [];
  const gaps = analysis.unknowns.slice(0, GAPS).map((text) => fact('not-asked', text, ['unknowns']));
  return [...open, ...silent, ...gaps, ...limits, ...more];
}

const lower = (text: string): string => (/^[A-Z][a-z ]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text);
