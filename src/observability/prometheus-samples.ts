import type { Asker } from './asker.js';
import { inFlight } from './in-flight.js';
import type { RawSeries } from './metrics/raw-series.js';
import { type Remarks, rawSeriesOf, seriesOf } from './prometheus-answer.js';
import type { ReadingPlan } from './prometheus-plan.js';
import { anyOf, instantRequest, rangeRequest } from './prometheus-queries.js';

/** What was read, and which metrics could not be. */
export interface Samples {
  series: RawSeries[];
  failed: { names: string[]; message: string }[];
}

/** Statuses that a smaller question may mend: too many samples, too large, too slow. */
const TOO_MUCH: ReadonlySet<number> = new Set([413, 414, 422, 503, 504]);

/**
 * Reads all samples of a plan. A query that is too much for the backend is halved.
 * @param asker the backend
 * @param plan what to read
 * @param scope conditions without braces
 * @param remarks where warnings are collected
 */
export async function readSamples(asker: Asker, plan: ReadingPlan, scope: string, remarks: Remarks): Promise<Samples> {
  const read = async (names: readonly string[]): Promise<Samples> => {
    const selector = anyOf(names, scope);
    const outcome = await asker.ask({
      title: `Samples of ${names.length} metrics`,
      query: plan.step === null ? `${selector}[${windowSeconds(plan)}s]` : selector,
      window: plan.window,
      request: requestOf(selector, plan),
      read: (reply) => {
        const answered = seriesOf(reply, remarks);
        return answered === null ? null : rawSeriesOf(answered);
      },
    });
    if (outcome.status === 'answered') return { series: outcome.value, failed: [] };
    if (outcome.status === 'no-data') return { series: [], failed: [] };
    const smaller =
      names.length > 1 && (TOO_MUCH.has(outcome.httpStatus ?? 0) || /too (?:large|many|big)|exceed|limit/i.test(outcome.message));
    if (!smaller) return { series: [], failed: [{ names: [...names], message: outcome.message }] };
    const half = names.length >> 1;
    return together([await read(names.slice(0, half)), await read(names.slice(half))]);
  };
  // In the order of the plan, whichever answer comes first: the same answers give the same report.
  return together(await inFlight(plan.batches, read));
}

function together(parts: readonly Samples[]): Samples {
  return { series: parts.flatMap((part) => part.series), failed: parts.flatMap((part) => part.failed) };
}

function requestOf(selector: string, plan: ReadingPlan) {
  const { window, step } = plan;
  if (step === null) return instantRequest(`${selector}[${windowSeconds(plan)}s]`, window.end);
  // The same moments for every query, and whole steps, which caches before a backend like.
  const start = Math.ceil(window.start / step) * step;
  return rangeRequest(selector, start, Math.floor(window.end / step) * step, step);
}

/** One second more: Prometheus 3 leaves out the sample that stands exactly at the left edge. */
function windowSeconds({ window }: ReadingPlan): number {
  return Math.ceil((window.end - window.start) / 1000) + 1;
}
