import type { Telemetry } from '../../src/model/telemetry.js';
import { dictionary, LAB_NAMES } from '../observability/lab-names.js';
import { type Backends, causesOf, type LabRun, labTelemetry, type Rename } from './lab-run.js';

/*
 * What is asked of recorded runs: are the causes right, by all backends and by each alone; are they the same under other names; does nothing stand where
 * nothing happened. Shared by the tests, which set bars, and by bench/rca, which prints tables.
 */

const ALL: Backends = { metrics: true, logs: true, traces: true };
/** What the backends tell in turn. */
export const PARTS: readonly { name: string; backends: Backends }[] = [
  { name: 'metrics, logs and traces', backends: ALL },
  { name: 'metrics only', backends: { metrics: true, logs: false, traces: false } },
  { name: 'traces only', backends: { metrics: false, logs: false, traces: true } },
  { name: 'logs only', backends: { metrics: false, logs: true, traces: false } },
];

/** Names in the recording that are changed: of things, of labels, and of the application's own metrics. */
const NAMES = [...LAB_NAMES, 'target', 'topology', 'cache_requests', 'rate_limited_requests'];
// What tells a cache from other things is part of its name everywhere.
export const rename: Rename = dictionary(7, NAMES, (name) => (name.includes('cache') ? 'cache_' : ''));

/** A run with all that its backends held; read once, since that is what takes time. */
export interface ToldRun {
  run: LabRun;
  telemetry: Telemetry;
}

export const told = (run: LabRun): ToldRun => ({ run, telemetry: labTelemetry(run, ALL) });

/** Causes that are named, first ones first, and whether a right one is first, and among the first three. */
export interface Named {
  run: string;
  names: string[];
  first: boolean;
  three: boolean;
}

/** Causes of the runs with a fault, by some of the backends. */
export function namedBy(runs: readonly ToldRun[], { metrics, logs, traces }: Backends): Named[] {
  return runs
    .filter(({ run }) => run.wanted.length > 0)
    .map(({ run, telemetry: all }) => {
      const some = { metrics: metrics ? all.metrics : null, logs: logs ? all.logs : null, traces: traces ? all.traces : null };
      const { names } = causesOf(run, some);
      const right = (some: readonly string[]): boolean => some.some((name) => run.wanted.includes(name));
      return { run: run.name, names, first: right(names.slice(0, 1)), three: right(names.slice(0, 3)) };
    });
}

/** Causes of a run as it is, and as it is with everything called otherwise: they should be each other's translation. */
export function renamed({ run, telemetry }: ToldRun): { run: string; names: string[]; expected: string[] } {
  return {
    run: run.name,
    names: causesOf(run, labTelemetry(run, ALL, rename)).names,
    expected: causesOf(run, telemetry).names.map(rename),
  };
}

/** A finding that is none: what would be blamed if somebody asked in vain. */
const NOTHING = {
  id: 'quiet',
  kind: 'latency-shift',
  severity: 'warning' as const,
  labels: 'all' as const,
  service: null,
  title: 'Nothing',
  summary: 'Nothing happened.',
  evidence: [],
  counterEvidence: [],
  recommendation: '',
  confidence: 0.5,
};

/** Likely causes of the middle third of what was healthy: the whole of a healthy run, the time before the onset of another. */
export function blamedInVain({ run, telemetry }: ToldRun): string[] {
  const end = run.wanted.length === 0 ? run.target.window.end : run.truth.onset;
  const { start } = run.target.window;
  const third = (end - start) / 3;
  const window = { start: start + third, end: start + 2 * third };
  const quiet: LabRun = {
    ...run,
    analysis: { ...run.analysis, findings: [{ ...NOTHING, window }] },
    target: {
      ...run.target,
      anomalies: [{ finding: NOTHING.id, window, labels: 'all' }],
      healthy: [
        { start, end: window.start },
        { start: window.end, end },
      ],
    },
  };
  const { names, levels } = causesOf(quiet, telemetry);
  return names.filter((_, i) => levels[i] === 'likely');
}
