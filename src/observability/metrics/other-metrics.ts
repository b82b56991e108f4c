import type { Signal, SignalType } from '../../model/telemetry.js';
import { type Expression, gauge, meanOf, plus, rate, ratio, scaled } from '../packs/expression.js';
import { entry, type KeptLabel, type Pack, type PackEntry } from '../packs/pack.js';
import { CLAIMED, SYSTEMS } from './metric-names.js';
import { INSTANCE_LABELS } from './naming.js';
import { entrySignals, type SignalContext } from './pack-signals.js';
import { BUILD_INFO } from './version-changes.js';

/** Labels with more values than this are ids, not kinds. */
const MAX_VALUES = 12;
const SUFFIX = /_(?:sum|count|bucket|total|created|info)$/;

/** Whether an application's own metric may become a signal though no pack knows it. @param metric name as packs spell it */
export function isOther(metric: string): boolean {
  if (SYSTEMS.test(metric) || BUILD_INFO.test(metric) || CLAIMED.has(metric) || CLAIMED.has(`${stemOf(metric)}_count`)) return false;
  // Buckets are many, and names with colons are rules over other metrics.
  return !/_(?:bucket|created|info)$|:/.test(metric);
}

/** Metrics of applications that no pack knows: counters as rates, gauges as they are, summaries as means; hits and misses as a ratio. */
export function otherSignals(context: SignalContext): Signal[][] {
  const { index, services, known } = context;
  const found: Signal[][] = [];
  for (const [metric, series] of index.byMetric) {
    if (!isOther(metric) || metric.endsWith('_sum')) continue;
    const labels = [...index.labelsOf(metric)].filter((label) => {
      if (services.includes(label) || INSTANCE_LABELS.includes(label)) return false;
      const values = new Set(series.map((one) => one.labels[label]));
      return values.size > 1 && values.size <= MAX_VALUES;
    });
    const valuesOf = (label: string) => new Set(series.map((one) => one.labels[label]));
    const results = labels.find((label) => isResult(valuesOf(label)));
    const status = [...index.labelsOf(metric)].find((label) => [...valuesOf(label)].every((value) => /^[1-5]\d\d$/.test(value ?? '')));
    const items = entriesOf(metric, labels, results, index.byMetric.has(`${stemOf(metric)}_sum`));
    if (status !== undefined && /_(?:count|total)$/.test(metric)) items.push(failures(metric, status));
    for (const item of items) {
      const pack: Pack = { id: 'other', title: 'Metrics of applications', subject: 'service', naming: { by: 'service' }, entries: [item] };
      // Whose service nobody knows is a system that no pack reads, not an application.
      found.push(entrySignals(pack, item, context).filter((signal) => signal.service !== null && known.has(signal.service)));
    }
  }
  return found;
}

function entriesOf(metric: string, labels: readonly string[], results: string | undefined, summed: boolean): PackEntry[] {
  const stem = stemOf(metric);
  const words = stem.replace(/_+/g, ' ');
  const keep: KeptLabel[] = labels.map((label) => [label, label]);
  const free = { each: 'service' as const, keep };
  if (metric.endsWith('_count') && summed) {
    const [unit, scale] = unitOf(stem);
    const mean = scaled(scale, meanOf(stem, [], { born: true }));
    return [
      entry(`other:${stem}:rate`, `${words}, number`, ['1/s', 'traffic', 'either'], rate(metric, [], { born: true }), free),
      entry(`other:${stem}:mean`, `${words}, mean`, [unit, unit === 's' ? 'latency' : 'state', unit === 's' ? 'up' : 'either'], mean, free),
    ];
  }
  if (!metric.endsWith('_total') && !metric.endsWith('_count')) {
    const type = saturated(words) ? 'saturation' : 'state';
    return [entry(`other:${stem}`, words, [unitOf(stem)[0], type, type === 'saturation' ? 'up' : 'either'], gauge(metric), free)];
  }
  const counter = rate(metric, [], { born: true });
  const entries = [entry(`other:${stem}`, words, ['1/s', typeOf(words), typeOf(words) === 'errors' ? 'up' : 'either'], counter, free)];
  if (results !== undefined) {
    const of = (value: string): Expression => rate(metric, [[results, '=~', value]], { born: true, optional: true });
    const kept = keep.filter(([label]) => label !== results);
    const hits = ratio(of('hit|hits|HIT'), plus(of('hit|hits|HIT'), of('miss|misses|MISS')));
    entries.push(
      entry(`other:${stem}:hits`, `${words}, share of hits`, ['ratio', 'saturation', 'down'], hits, { each: 'service', keep: kept }),
    );
  }
  return entries;
}

/** Share of answers with a status of 5xx, whatever the label is called. */
function failures(metric: string, status: string): PackEntry {
  const failed = rate(metric, [[status, '=~', '5..']], { born: true, optional: true });
  const words = stemOf(metric).replace(/_+/g, ' ');
  return entry(
    `other:${stemOf(metric)}:errors`,
    `${words}, share with status 5xx`,
    ['ratio', 'errors', 'up'],
    ratio(failed, rate(metric, [], { born: true })),
    {
      each: 'service',
      warn: 0.01,
      critical: 0.05,
    },
  );
}

function stemOf(metric: string): string {
  return metric.replace(SUFFIX, '');
}

function isResult(values: ReadonlySet<string | undefined>): boolean {
  return (
    [...values].some((value) => /^(?:hit|hits)$/i.test(value ?? '')) || [...values].some((value) => /^(?:miss|misses)$/i.test(value ?? ''))
  );
}

function typeOf(words: string): SignalType {
  return /\b(?:errors?|fail(?:ed|ures?)?|timeouts?|timed out|reject(?:ed|ions?)?|dropped|drops|limited|throttled|retr(?:y|ies)|abort(?:ed|s)?|panics?|exceptions?|refused|unavailable|overflow(?:s|ed)?)\b/i.test(
    words,
  )
    ? 'errors'
    : 'traffic';
}

function saturated(words: string): boolean {
  return /\b(?:queued?|pending|waiting|backlog|lag|blocked|in ?flight|depth)\b/i.test(words);
}

function unitOf(stem: string): [unit: string, scale: number] {
  if (/_(?:seconds|sec)$/.test(stem)) return ['s', 1];
  if (/_(?:milliseconds|millis|ms)$/.test(stem)) return ['s', 0.001];
  if (/_bytes$/.test(stem)) return ['bytes', 1];
  if (/_ratio$/.test(stem)) return ['ratio', 1];
  return ['count', 1];
}
