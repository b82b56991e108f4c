import { beforeAll, describe, expect, it } from 'vitest';
import type { Telemetry } from '../../src/model/telemetry.js';
import { dictionary, LAB_NAMES } from '../observability/lab-names.js';
import { LAB, labRuns } from '../observability/lab-series.js';
import { type Backends, causesOf, type LabRun, labRun, labTelemetry } from './lab-run.js';

const RUNS = labRuns();
if (RUNS.length === 0) console.warn(`skipped: causes of recorded runs: no recorded runs in ${LAB}`);

const ALL: Backends = { metrics: true, logs: true, traces: true };
/** What is told, and how many of the eleven faults must then be named first, and among the first three. */
const PARTS: readonly [name: string, backends: Backends, first: number, three: number][] = [
  ['metrics, logs and traces', ALL, 11, 11],
  ['metrics only', { metrics: true, logs: false, traces: false }, 11, 11],
  ['traces only', { metrics: false, logs: false, traces: true }, 10, 10],
  ['logs only', { metrics: false, logs: true, traces: false }, 2, 2],
];

/** Names in the recording that are changed: of things, of labels, and of the application's own metrics. */
const NAMES = [...LAB_NAMES, 'target', 'topology', 'cache_requests', 'rate_limited_requests'];

describe.skipIf(RUNS.length === 0)('causes of recorded runs', { timeout: 240_000 }, () => {
  const runs: LabRun[] = [];
  const told = new Map<string, Telemetry>();
  /** Only some of what the backends of a run told. */
  const telemetry = (run: LabRun, { metrics, logs, traces }: Backends): Telemetry => {
    const all = told.get(run.name) as Telemetry;
    return { metrics: metrics ? all.metrics : null, logs: logs ? all.logs : null, traces: traces ? all.traces : null };
  };
  beforeAll(async () => {
    for (const name of RUNS) {
      const run = await labRun(name);
      runs.push(run);
      told.set(name, labTelemetry(run, ALL));
    }
  }, 240_000);

  it.each(PARTS)('by %s', (part, backends, first, three) => {
    const faulty = runs.filter(({ wanted }) => wanted.length > 0);
    const rows = faulty.map((run) => ({ run, ...causesOf(run, telemetry(run, backends)) }));
    const right = (names: readonly string[], run: LabRun): boolean => names.some((name) => run.wanted.includes(name));
    const top1 = rows.filter(({ run, names }) => right(names.slice(0, 1), run)).length;
    const top3 = rows.filter(({ run, names }) => right(names.slice(0, 3), run)).length;
    console.log(
      `${part}: first ${top1}, among three ${top3}, of ${faulty.length}\n${rows.map(({ run, names }) => `  ${run.name}: ${names.join(', ') || 'not known'}`).join('\n')}`,
    );
    expect(top1).toBeGreaterThanOrEqual(first);
    expect(top3).toBeGreaterThanOrEqual(three);
  });

  it('under other names: the same causes', () => {
    // What tells a cache from other things is part of its name everywhere.
    const rename = dictionary(7, NAMES, (name) => (name.includes('cache') ? 'cache_' : ''));
    for (const run of runs) {
      const { names } = causesOf(run, telemetry(run, ALL));
      const renamed = causesOf(run, labTelemetry(run, ALL, rename)).names;
      expect(renamed, run.name).toEqual(names.map(rename));
    }
  });

  it('a healthy run, and the time before each onset, name no likely cause', () => {
    for (const run of runs) {
      const end = run.wanted.length === 0 ? run.target.window.end : run.truth.onset;
      const { start } = run.target.window;
      const third = (end - start) / 3;
      const quiet: LabRun = {
        ...run,
        analysis: { ...run.analysis, findings: [{ ...finding, window: { start: start + third, end: start + 2 * third } }] },
        target: {
          ...run.target,
          anomalies: [{ finding: 'quiet', window: { start: start + third, end: start + 2 * third }, labels: 'all' }],
          healthy: [
            { start, end: start + third },
            { start: start + 2 * third, end },
          ],
        },
      };
      const { names, levels } = causesOf(quiet, telemetry(quiet, ALL));
      expect(
        names.filter((_, i) => levels[i] === 'likely'),
        run.name,
      ).toEqual([]);
    }
  });
});

/** A finding that is none: what would be blamed if somebody asked in vain. */
const finding = {
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
