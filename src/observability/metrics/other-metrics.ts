import type { Signal, SignalType } from '../../model/telemetry.js';
import { PACKS } from '../packs/catalog.js';
import { type Expression, gauge, meanOf, plus, rate, ratio, scaled } from '../packs/expression.js';
import { entry, type KeptLabel, metricsOf, type Pack, type PackEntry } from '../packs/pack.js';
import { INSTANCE_LABELS } from './naming.js';
import { entrySignals, type SignalContext } from './pack-signals.js';
import { BUILD_INFO } from './version-changes.js';

/** Systems whose other metrics are their own business. */
const SYSTEMS =
  /^(?:up$|ALERTS|scrape_|prometheus_|promhttp_|prometheus|loki_|tempo_|otelcol_|grafana_|alertmanager_|net_conntrack_|node_|process_|go_|jvm_|nodejs_|python_|pg_|postgres_|mysql_|redis_|kafka_|rabbitmq_|erlang_|container_|cadvisor_|machine_|kube_|kubelet_|apiserver_|etcd_|namedprocess_|traces_|k6_|nginx_|envoy_|istio_|traefik_|haproxy_|hikaricp_|tomcat_|target_info|otel_|logback_|vm_|flag)/;
/** Labels with more values than this are ids, not kinds. */
const MAX_VALUES = 12;
const CLAIMED: ReadonlySet<string> = new Set(PACKS.flatMap((pack) => [...metricsOf(pack)]));
const SUFFIX = /_(?:sum|count|bucket|total|created|info)$/;

/** Whether an application's own metric may become a signal though no pack knows it. @param metric name as packs spell it */
export function isOther(metric: string): boolean {
  return (
    !SYSTEMS.test(metric) &&
    !CLAIMED.has(metric) &&
    !CLAIMED.has(`${stemOf(metric)}_count`) &&
    !BUILD_INFO.test(metric) &&
    !/_(?:bucket|created|info)$/.test(metric)
  );
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
    const results = labels.find((label) => isResult(new Set(series.map((one) => one.labels[label]))));
    for (const item of entriesOf(metric, labels, results, index.byMetric.has(`${stemOf(metric)}_sum`))) {
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
