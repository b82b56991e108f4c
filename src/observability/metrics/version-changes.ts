import type { Signal } from '../../model/telemetry.js';
import { gridOf } from './grid.js';
import { serviceOf } from './naming.js';
import type { SignalContext } from './pack-signals.js';
import { selector, shown } from './promql.js';
import type { IndexedSeries } from './series-index.js';

/** Metrics that are 1 and say in a label which build runs. */
export const BUILD_INFO = /(?:_build_info|_version_info|^target_info|^application_info|^app_info)$/;
const VERSION_LABELS: readonly string[] = ['version', 'app_version', 'service_version', 'release', 'build'];

/** For each service with build information one signal: 1 where another set of versions runs than before. The label `version` tells them in order. */
export function versionSignals(context: SignalContext): Signal[] {
  const signals: Signal[] = [];
  for (const [metric, series] of context.index.byMetric) {
    if (!BUILD_INFO.test(metric)) continue;
    const label = VERSION_LABELS.find((name) => context.index.labelsOf(metric).has(name));
    if (label === undefined) continue;
    const services = new Map<string, IndexedSeries[]>();
    for (const one of series) {
      const service = serviceOf(one.labels, context.services)?.service;
      if (service === undefined) continue;
      services.set(service, [...(services.get(service) ?? []), one]);
    }
    for (const [service, members] of services) signals.push(versionSignal(metric, label, service, members, context));
  }
  return signals;
}

function versionSignal(metric: string, label: string, service: string, members: readonly IndexedSeries[], context: SignalContext): Signal {
  const grid = gridOf(members, context.grids);
  const asked = grid.asked();
  const order: string[] = [];
  const values: (number | null)[] = [];
  let before = '';
  for (let g = 0; g < grid.times.length; g++) {
    const now = new Set<string>();
    for (const one of members) {
      const place = grid.placesOf(one.clock)?.[g] ?? g;
      if (place >= 0 && Number.isFinite(one.values[place])) now.add(one.labels[label] ?? '');
    }
    const set = [...now].sort().join(', ');
    if (asked[g] === 0 || set === '') {
      values.push(null);
      continue;
    }
    values.push(before !== '' && set !== before ? 1 : 0);
    if (set !== before && !order.includes(set)) order.push(set);
    before = set;
  }
  const example = members[0] as IndexedSeries;
  const matcher = serviceOf(example.labels, context.services)?.matcher;
  return {
    id: 'version-change',
    title: 'Another version runs',
    unit: 'count',
    type: 'event',
    bad: 'either',
    warn: 1,
    critical: null,
    subject: 'service',
    service: shown(service),
    instance: null,
    labels: { version: shown(order.join(' → ')), metric },
    times: Array.from(grid.times),
    values,
    query: `count by (${label}) (${selector(example.raw.labels['__name__'] ?? metric, matcher === undefined ? [] : [matcher], context.scope)})`,
  };
}
