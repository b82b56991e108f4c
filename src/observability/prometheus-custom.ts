import type { CustomMetric } from '../model/scope.js';
import type { Signal } from '../model/telemetry.js';
import type { Window } from '../model/window.js';
import type { Asker } from './asker.js';
import { inFlight } from './in-flight.js';
import { SERVICE_LABELS, serviceOf } from './metrics/naming.js';
import { shown } from './metrics/promql.js';
import { type Remarks, seriesOf } from './prometheus-answer.js';
import { rangeRequest } from './prometheus-queries.js';

/** Series of one custom metric that are kept. */
const MAX_SERIES = 50;

/** Custom metrics as signals. */
export interface CustomSignals {
  signals: Signal[];
  failed: { metric: CustomMetric; message: string }[];
  empty: CustomMetric[];
  /** Series that were left out, since a metric had too many. */
  leftOut: number;
}

/**
 * Asks the figures that the user wants.
 * @param asker the backend
 * @param queries figures in PromQL
 * @param window part of time, ms
 * @param step time between values, ms
 * @param remarks where warnings are collected
 * @param serviceLabels labels that name a service, best first
 */
export async function customSignals(
  asker: Asker,
  queries: readonly CustomMetric[],
  window: Window,
  step: number,
  remarks: Remarks,
  serviceLabels: readonly string[] = SERVICE_LABELS,
): Promise<CustomSignals> {
  const result: CustomSignals = { signals: [], failed: [], empty: [], leftOut: 0 };
  await inFlight(queries, async (metric, at) => {
    const outcome = await asker.ask({
      title: metric.title,
      query: metric.query,
      window,
      request: rangeRequest(metric.query, window.start, window.end, step),
      read: (reply) => seriesOf(reply, remarks),
    });
    if (outcome.status === 'failed') result.failed.push({ metric, message: outcome.message });
    if (outcome.status === 'no-data') result.empty.push(metric);
    if (outcome.status !== 'answered') return;
    result.leftOut += Math.max(0, outcome.value.length - MAX_SERIES);
    for (const one of outcome.value.slice(0, MAX_SERIES)) {
      const { __name__: _, ...labels } = one.labels;
      result.signals.push({
        id: `custom-${at + 1}`,
        title: metric.title,
        unit: metric.unit,
        type: 'state',
        bad: metric.direction,
        warn: null,
        critical: null,
        subject: 'service',
        service: serviceOf(labels, serviceLabels)?.service ?? null,
        instance: null,
        labels: Object.fromEntries(Object.entries(labels).map(([label, value]) => [shown(label), shown(value)])),
        times: Array.from(one.times),
        values: Array.from(one.values, (value) => (Number.isFinite(value) ? value : null)),
        query: metric.query,
      });
    }
  });
  result.signals.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  return result;
}
