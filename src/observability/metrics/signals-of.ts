import type { MetricsAnswer, Signal } from '../../model/telemetry.js';
import type { Window } from '../../model/window.js';
import { median } from '../../stats/robust.js';
import { PACKS } from '../packs/catalog.js';
import { callsOf } from './calls.js';
import { SERVICE_LABELS, serviceOf } from './naming.js';
import { otherSignals } from './other-metrics.js';
import { entrySignals, type SignalContext } from './pack-signals.js';
import { knownServices } from './peers.js';
import type { RawSeries } from './raw-series.js';
import { indexSeries } from './series-index.js';
import { fairShare, SIGNAL_LIMITS, type SignalLimits, topOf } from './signal-limits.js';
import { withTexts } from './statement-texts.js';
import { versionSignals } from './version-changes.js';

/** What may differ from system to system. */
export interface SignalOptions {
  /** Labels that name a service, best first. */
  serviceLabels?: readonly string[];
  /** Conditions of the user's scope for the queries that show signals again, without braces. */
  scope?: string;
  limits?: SignalLimits;
}

/** Signals of raw samples, and what was left out to stay within limits. */
export interface ComputedSignals extends MetricsAnswer {
  leftOut: { pack: string; signals: number }[];
}

/**
 * Signals of all packs from raw samples. No query language, no backend: rates, means and ratios are computed here, so that they are the same whatever
 * system kept the samples.
 * @param series raw samples
 * @param window part of time that counts, ms
 * @param options names of labels, scope, limits
 */
export function signalsOf(series: readonly RawSeries[], window: Window, options: SignalOptions = {}): ComputedSignals {
  const { serviceLabels: services = SERVICE_LABELS, scope = '', limits = SIGNAL_LIMITS } = options;
  const index = indexSeries(series, window);
  const known = knownServices(index, (one) => serviceOf(one.labels, services)?.service ?? null);
  const context: SignalContext = { index, services, known, scope, grids: new Map() };
  const leftOut: ComputedSignals['leftOut'] = [];
  const signals: Signal[] = [];
  const keep = (pack: string, entries: readonly (readonly Signal[])[], top: readonly number[]): void => {
    const best = entries.map((list, i) => topOf(list, top[i] as number));
    const kept = fairShare(best, Math.max(0, Math.min(limits.perPack, limits.total - signals.length)));
    const all = entries.reduce((sum, list) => sum + list.length, 0);
    if (kept.length < all) leftOut.push({ pack, signals: all - kept.length });
    for (const signal of kept) signals.push(signal);
  };
  for (const pack of PACKS) {
    const entries = pack.entries.map((item) => entrySignals(pack, item, context));
    if (pack.id === 'scrape') entries.push(versionSignals(context));
    keep(pack.id, entries, [...pack.entries.map((item) => item.top), Number.POSITIVE_INFINITY]);
  }
  const others = otherSignals(context);
  keep(
    'other',
    others,
    others.map(() => Number.POSITIVE_INFINITY),
  );
  const named = withTexts(onlyInstances(signals), index);
  const intervals = index.clocks.map((clock) => clock.interval).filter((interval): interval is number => interval !== null);
  return { signals: named, calls: callsOf(named), scrapeInterval: intervals.length === 0 ? null : median(intervals), leftOut };
}

/** An instance is named only where a service has several in this answer. */
function onlyInstances(signals: readonly Signal[]): Signal[] {
  const thing = (signal: Signal): string => `${signal.subject}\n${signal.service ?? ''}`;
  const instances = new Map<string, Set<string>>();
  for (const signal of signals)
    if (signal.instance !== null) instances.set(thing(signal), (instances.get(thing(signal)) ?? new Set()).add(signal.instance));
  return signals.map((signal) =>
    signal.instance !== null && instances.get(thing(signal))?.size === 1 ? { ...signal, instance: null } : signal,
  );
}
