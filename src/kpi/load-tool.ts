import type { LoadTool } from '../model/load-tool.js';
import { type CountedFile, isLeftOut } from './count-file.js';
import type { ReportedFile } from './read-figures.js';

/**
 * What the load tool reports of itself, over all its files: injectors add up, thresholds hold for each.
 * A file of figures beside the requests fills in what the requests' files do not say.
 */
export function loadToolOf(files: readonly CountedFile[], reported: readonly ReportedFile[]): LoadTool | null {
  const own = files.filter((file) => !isLeftOut(file)).flatMap(({ reading }) => reading.loadTool() ?? []);
  const beside = reported.filter((file) => file.duplicateOf === null).flatMap(({ figures }) => figures.loadTool ?? []);
  const joined = own.length === 0 ? null : own.reduce(addLoadTools);
  return beside.reduce<LoadTool | null>((tool, other) => (tool === null ? other : fill(tool, other)), joined);
}

/** Two injectors of one run. */
export function addLoadTools(a: LoadTool, b: LoadTool): LoadTool {
  return {
    name: a.name,
    version: a.version === b.version ? a.version : null,
    users: a.users && b.users && { max: a.users.max + b.users.max },
    iterations: sum(a.iterations, b.iterations),
    droppedIterations: sum(a.droppedIterations, b.droppedIterations),
    checks: byName(a.checks, b.checks, (x, y) => ({ name: x.name, passes: x.passes + y.passes, fails: x.fails + y.fails })),
    thresholds: a.thresholds && b.thresholds ? [...a.thresholds, ...b.thresholds] : (a.thresholds ?? b.thresholds),
    scenarios: byName(a.scenarios, b.scenarios, (x, y) => ({
      name: x.name,
      requests: sum(x.requests, y.requests),
      iterations: sum(x.iterations, y.iterations),
    })),
    metrics: byName(a.metrics, b.metrics, addMetrics) ?? [],
  };
}

/** What only the other says. */
function fill(tool: LoadTool, other: LoadTool): LoadTool {
  const known = new Set(tool.metrics.map(({ name }) => name));
  return {
    name: tool.name,
    version: tool.version ?? other.version,
    users: tool.users ?? other.users,
    iterations: tool.iterations ?? other.iterations,
    droppedIterations: tool.droppedIterations ?? other.droppedIterations,
    checks: tool.checks ?? other.checks,
    // A raw file has the conditions of k6 without their outcome; its summary has both.
    thresholds: tool.thresholds?.some(({ passed }) => passed !== null) ? tool.thresholds : (other.thresholds ?? tool.thresholds),
    scenarios: tool.scenarios ?? other.scenarios,
    metrics: [...tool.metrics, ...other.metrics.filter(({ name }) => !known.has(name))],
  };
}

type Metric = LoadTool['metrics'][number];

/** Sums and extremes are exact; what cannot be joined (last values, percentiles) is unknown. */
function addMetrics(a: Metric, b: Metric): Metric {
  const count = sum(a.count, b.count);
  const total = sum(a.sum, b.sum);
  const weighed = (x: number | null, y: number | null): number | null =>
    x === null || y === null || a.count === null || b.count === null || a.count + b.count === 0
      ? null
      : (x * a.count + y * b.count) / (a.count + b.count);
  return {
    name: a.name,
    kind: a.kind,
    unit: a.unit === b.unit ? a.unit : '',
    count,
    sum: total,
    share: weighed(a.share, b.share),
    min: a.min === null || b.min === null ? null : Math.min(a.min, b.min),
    mean: weighed(a.mean, b.mean),
    max: a.max === null || b.max === null ? null : Math.max(a.max, b.max),
    last: null,
    percentiles: [],
  };
}

function sum(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b;
}

function byName<T extends { name: string }>(a: readonly T[] | null, b: readonly T[] | null, join: (x: T, y: T) => T): T[] | null {
  if (a === null || b === null) return null;
  const joined = new Map(a.map((one) => [one.name, one]));
  for (const one of b) {
    const known = joined.get(one.name);
    joined.set(one.name, known ? join(known, one) : one);
  }
  return [...joined.values()];
}
