import type { Signal } from '../../model/telemetry.js';
import { type BucketQuantile, type Expression, type Leaf, leavesOf, metricOf } from '../packs/expression.js';
import { CALLED, type Pack, type PackEntry } from '../packs/pack.js';
import { evaluate } from './evaluate.js';
import { gridOf } from './grid.js';
import { firstLabel, type Identity, identityOf } from './naming.js';
import { peerLabelOf, serviceNameOf } from './peers.js';
import { firstSeen, meaningful, meets, promqlOf, shown, type WrittenMatcher } from './promql.js';
import type { IndexedSeries, SeriesIndex } from './series-index.js';

/** What all signals of an answer are made with. */
export interface SignalContext {
  index: SeriesIndex;
  /** Labels that name a service, best first. */
  services: readonly string[];
  /** Names of services. */
  known: ReadonlySet<string>;
  /** Conditions of the user's scope, without braces. */
  scope: string;
  /** Grids made so far. */
  grids: Map<string, Float64Array>;
}

/** Series of one thing, with what tells it from its siblings. */
interface Group {
  identity: Identity;
  labels: Record<string, string>;
  kept: WrittenMatcher[];
  members: Map<Leaf | BucketQuantile, IndexedSeries[]>;
  /** One of its series, whether it meets conditions or not. */
  example: IndexedSeries;
}

/** Signals of one entry of a pack. */
export function entrySignals(pack: Pack, item: PackEntry, context: SignalContext): Signal[] {
  const done = new Set<string>();
  const signals: Signal[] = [];
  for (const value of item.values) {
    if (!meaningful(value, context.index)) continue;
    for (const [key, group] of groupsOf(pack, item, value, context)) {
      if (done.has(key)) continue;
      const signal = signalOf(pack, item, value, group, context);
      if (signal === null) continue;
      done.add(key);
      signals.push(signal);
    }
  }
  return signals;
}

function groupsOf(pack: Pack, item: PackEntry, value: Expression, context: SignalContext): Map<string, Group> {
  const { index, services, known } = context;
  const groups = new Map<string, Group>();
  for (const leaf of leavesOf(value)) {
    const metric = metricOf(leaf);
    // One label for all series of a metric: what lacks it belongs to no part, whatever else it has.
    const keep = item.keep.map(
      ([name, from]) =>
        [name, from === CALLED ? peerLabelOf(metric, index, known, services) : firstSeen(from, index.labelsOf(metric))] as const,
    );
    for (const one of index.byMetric.get(metric) ?? []) {
      if (one.exporter && pack.naming.by === 'service' && pack.id !== 'scrape') continue;
      const met = meets(one, leaf.where, index);
      if (!met && !(leaf.kind === 'leaf' && leaf.optional)) continue;
      const identity = identityOf(one.labels, pack.naming, services, known);
      const instance = item.each === 'instance' ? identity.instance : null;
      const labels: Record<string, string> = {};
      const told: string[] = [];
      const kept: WrittenMatcher[] = [];
      for (const [name, from] of keep) {
        const found = from === null ? null : firstLabel(one.labels, [from]);
        if (found === null) continue;
        const value = name === 'peer' ? serviceNameOf(found[1], known) : found[1];
        labels[name] = shown(value);
        told.push(name, value);
        kept.push([found[0], '=', found[1]]);
      }
      if (item.parts && kept.length === 0) continue;
      const key = JSON.stringify([identity.service, instance, told]);
      let group = groups.get(key);
      if (group === undefined) {
        group = { identity: { ...identity, instance }, labels, kept, members: new Map(), example: one };
        groups.set(key, group);
      }
      const members = group.members.get(leaf);
      if (members === undefined) group.members.set(leaf, met ? [one] : []);
      else if (met) members.push(one);
    }
  }
  return groups;
}

function signalOf(pack: Pack, item: PackEntry, value: Expression, group: Group, context: SignalContext): Signal | null {
  const leaves = leavesOf(value);
  const fits = leaves.every((leaf) => (leaf.kind === 'leaf' && leaf.optional) || (group.members.get(leaf)?.length ?? 0) > 0);
  if (!fits || group.members.size === 0) return null;
  const used = leaves.flatMap((leaf) => group.members.get(leaf) ?? []);
  // Something that has the metric, but no series that meets the conditions: none at all, on the clock of what it has.
  const grid = gridOf(used.length > 0 ? used : [group.example], context.grids);
  const values = evaluate(value, (leaf) => group.members.get(leaf) ?? [], grid);
  const known = values.some((one) => Number.isFinite(one));
  const told = item.keep.length === 0 || values.some((one) => Number.isFinite(one) && one !== 0);
  if (!known || !told) return null;
  const { identity } = group;
  const matchers: WrittenMatcher[] = [...identity.matchers];
  if (item.each === 'instance' && identity.instanceMatcher !== null) matchers.push(identity.instanceMatcher);
  return {
    id: item.id,
    title: item.title,
    unit: item.unit,
    type: item.type,
    bad: item.bad,
    warn: item.threshold?.warn ?? null,
    critical: item.threshold?.critical ?? null,
    subject: identity.subject ?? item.subject ?? pack.subject,
    service: identity.service === null ? null : shown(identity.service),
    instance: identity.instance === null ? null : shown(identity.instance),
    labels: group.labels,
    times: Array.from(grid.times),
    values: Array.from(values, (one) => (Number.isFinite(one) ? one : null)),
    query: promqlOf(value, {
      index: context.index,
      example: (leaf) => group.members.get(leaf)?.[0],
      identity: unique([...matchers, ...group.kept]),
      scope: context.scope,
      interval: grid.interval,
    }),
  };
}

function unique(matchers: readonly WrittenMatcher[]): WrittenMatcher[] {
  return [...new Map(matchers.map((one) => [one.join('\n'), one])).values()];
}
