import { STRENGTH_CLASSES } from '../../src/detectors/confidence.js';
import type { Scenario } from './run-scenario.js';

/** Counts over some scenarios. */
export interface Score {
  /** Runs without an event, and those of them with an alarm. */
  healthy: number;
  alarms: number;
  /** Of healthy runs of at least 5 min and 1,000 requests: all, and those called healthy. */
  judged: number;
  calledHealthy: number;
  /** By severity: events, found, found in time. */
  bySeverity: Map<number, { events: number; hit: number; timely: number }>;
  hit: number;
  strict: number;
  right: number;
  /** Of runs whose event was found: all, and those with the right verdict. */
  found: number;
  rightVerdict: number;
  onsets: number[];
}

/** Degraded and failing are neighbours; a fault may be called either. */
const ALIKE = new Set(['degraded', 'failing']);

export function scoreOf(scenarios: readonly Scenario[]): Score {
  const score: Score = {
    healthy: 0,
    alarms: 0,
    judged: 0,
    calledHealthy: 0,
    bySeverity: new Map(),
    hit: 0,
    strict: 0,
    right: 0,
    found: 0,
    rightVerdict: 0,
    onsets: [],
  };
  for (const { truth, analysis, match } of scenarios) {
    const { mustFind, mayFind, verdict } = truth.expected;
    if (mustFind.length === 0) {
      if (mayFind.length > 0 && verdict !== 'healthy') continue;
      score.healthy++;
      if (match.falseAlarms > 0 || (match.alarms > 0 && mayFind.length === 0)) score.alarms++;
      if (truth.durationSec >= 300 && truth.requests >= 1000 && mayFind.length === 0) {
        score.judged++;
        if (analysis.verdict.status === 'healthy') score.calledHealthy++;
      }
      continue;
    }
    const own = score.bySeverity.get(truth.severity) ?? { events: 0, hit: 0, timely: 0 };
    score.bySeverity.set(truth.severity, own);
    for (const event of match.events) {
      own.events++;
      if (!event.hit) continue;
      own.hit++;
      score.hit++;
      if (event.timely) own.timely++;
      if (event.strict) score.strict++;
      if (event.right) score.right++;
      score.onsets.push(Math.abs(event.onsetError ?? 0));
    }
    if (match.events.some(({ hit }) => hit)) {
      score.found++;
      const { status } = analysis.verdict;
      if (status === verdict || (ALIKE.has(status) && ALIKE.has(verdict))) score.rightVerdict++;
    }
  }
  score.onsets.sort((a, b) => a - b);
  return score;
}

/** Share of findings that are right by what they claim of themselves: what confidences are made of. */
export function calibration(scenarios: readonly Scenario[]): string[] {
  const classes = new Map<number, { n: number; right: number }>();
  for (const { analysis, match } of scenarios) {
    const alarms = analysis.findings.filter(({ severity }) => severity !== 'info');
    const wrong = Math.min(alarms.length, match.falseAlarms + match.events.filter(({ hit, right }) => hit && !right).length);
    alarms.forEach(({ confidence }, i) => {
      const own = classes.get(confidence) ?? { n: 0, right: 0 };
      classes.set(confidence, own);
      own.n++;
      if (i >= wrong) own.right++;
    });
  }
  return [...classes]
    .sort(([a], [b]) => a - b)
    .map(
      ([said, { n, right }], i) =>
        `  strength below ${STRENGTH_CLASSES[i]}: ${n} findings, right ${((right + 1) / (n + 2)).toFixed(3)} (said ${said})`,
    );
}

const percent = (part: number, all: number): string => (all === 0 ? '–' : `${((100 * part) / all).toFixed(1)} %`);

/** The reference detectors by the same scorer on the same runs: healthy alarms, found in time by severity, primary kind. */
function besideOthers(scenarios: readonly Scenario[]): string[] {
  const names = [...(scenarios[0]?.references.keys() ?? [])];
  const line = (name: string, own: readonly Scenario[]): string => {
    const { healthy, alarms, bySeverity, strict, hit, onsets } = scoreOf(own);
    const timely = [1, 2, 3].map((severity) => {
      const s = bySeverity.get(severity);
      return s ? percent(s.timely, s.events) : '–';
    });
    return `  ${name.padEnd(34)} ${percent(alarms, healthy).padStart(7)}   ${timely.map((one) => one.padStart(7)).join(' ')}   ${percent(strict, hit).padStart(7)}   ${(onsets[onsets.length >> 1] ?? Number.NaN).toFixed(1).padStart(6)} s`;
  };
  if (names.length === 0) return [];
  return [
    'beside others                        alarms   in time, severity 1 2 3     kind    onset error',
    line('Heimr', scenarios),
    ...names.map((name) =>
      line(
        name,
        scenarios.map((one) => ({ ...one, match: one.references.get(name) ?? one.match })),
      ),
    ),
  ];
}

/** The table that `npm run scenarios` prints. */
export function tableOf(scenarios: readonly Scenario[]): string {
  const whole = scoreOf(scenarios);
  const severities = [...whole.bySeverity].sort(([a], [b]) => a - b);
  const lines = [
    `healthy runs with an alarm   ${whole.alarms} of ${whole.healthy} (${percent(whole.alarms, whole.healthy)})`,
    `healthy runs called healthy  ${whole.calledHealthy} of ${whole.judged} of 5 min and 1,000 requests (${percent(whole.calledHealthy, whole.judged)})`,
    ...severities.map(
      ([severity, s]) => `severity ${severity}: found in time  ${s.timely} of ${s.events} (${percent(s.timely, s.events)}), found ${s.hit}`,
    ),
    `right kind, primary          ${whole.strict} of ${whole.hit} (${percent(whole.strict, whole.hit)}), accepted ${whole.right}`,
    `onset error, median          ${(whole.onsets[whole.onsets.length >> 1] ?? Number.NaN).toFixed(1)} s`,
    `right verdict                ${whole.rightVerdict} of ${whole.found} runs whose fault was found (${percent(whole.rightVerdict, whole.found)})`,
    'by kind: events, found in time, primary kind, false alarms; or healthy runs, alarms',
  ];
  for (const kind of [...new Set(scenarios.map(({ truth }) => truth.kind))]) {
    const own = scenarios.filter(({ truth }) => truth.kind === kind);
    const score = scoreOf(own);
    const events = [...score.bySeverity.values()].reduce((sum, s) => sum + s.events, 0);
    const timely = [...score.bySeverity.values()].reduce((sum, s) => sum + s.timely, 0);
    const alarms = own.reduce((sum, { match }) => sum + match.falseAlarms, 0);
    lines.push(
      `  ${kind.padEnd(22)} ${events > 0 ? `${events}, ${timely}, ${score.strict}, ${alarms}` : `${score.healthy}, ${score.alarms}`}`,
    );
  }
  return [...lines, ...besideOthers(scenarios), 'confidence', ...calibration(scenarios)].join('\n');
}
