import type { Signal, SignalType, SubjectKind } from '../../model/telemetry.js';
import { type Expression, type LabelNames, leavesOf, metricOf } from './expression.js';

/**
 * Where a threshold comes from: node-mixin (`NM`), kubernetes-mixin (`KM`), awesome-prometheus-alerts (`APA`, CC BY 4.0), Grafana's jsonnet-libs
 * (`GL`), or experience (`E`): worth a look, no standard.
 */
export type ThresholdSource = 'NM' | 'KM' | 'APA' | 'GL' | 'E';

/** From which value on a signal is worth a look, and critical, in its unit. The source has at least one of the two; the other is experience. */
export interface Threshold {
  warn: number | null;
  critical: number | null;
  source: ThresholdSource;
}

/**
 * How the thing that a series is about is named: by a service label, a container's labels, a host, a process, the system itself, or the caller.
 * `prefer` are labels that come before the usual ones, where the usual ones are about whoever tells.
 */
export type Naming =
  | { by: 'service' | 'container'; prefer?: readonly string[] }
  | { by: 'host' | 'process' | 'edge' }
  | { by: 'system'; system: string };

/** Stands for the label that names the called service, whichever it is: the one whose values are names of services. */
export const CALLED = '(label whose values are services)';

/** A label that stays: name in the signal, and what it is called in the series. */
export type KeptLabel = readonly [name: string, from: LabelNames];

/** One signal of a pack. */
export interface PackEntry {
  /** Unique among all packs. */
  id: string;
  title: string;
  unit: string;
  type: SignalType;
  bad: Signal['bad'];
  threshold: Threshold | null;
  /** Kind of thing, where it is not the pack's. */
  subject?: SubjectKind;
  /** Whether instances are told apart, or summed per service. */
  each: 'service' | 'instance';
  keep: readonly KeptLabel[];
  /** Whether it splits another entry, and says nothing of series without any of the kept labels. */
  parts: boolean;
  /** Vocabularies of the same figure: for each thing the first that it has. */
  values: readonly Expression[];
  /** How many of those that differ in kept labels stay per service, those that change most first. */
  top: number;
}

/** Signals of one system. */
export interface Pack {
  id: string;
  title: string;
  subject: SubjectKind;
  naming: Naming;
  entries: readonly PackEntry[];
}

/** Siblings per service that stay unless an entry says otherwise. */
export const TOP = 20;

type Free = Partial<Pick<PackEntry, 'subject' | 'each' | 'keep' | 'parts' | 'top'>> & {
  warn?: number;
  critical?: number;
  source?: ThresholdSource;
};

/**
 * One entry of a pack.
 * @param id unique among all packs
 * @param title in words
 * @param about unit, type and bad direction
 * @param values vocabularies, best first
 * @param free thresholds (with their source) and what is kept apart
 */
export function entry(
  id: string,
  title: string,
  about: readonly [unit: string, type: SignalType, bad: Signal['bad']],
  values: Expression | readonly Expression[],
  free: Free = {},
): PackEntry {
  const [unit, type, bad] = about;
  const { warn, critical, source, ...rest } = free;
  const threshold =
    warn === undefined && critical === undefined ? null : { warn: warn ?? null, critical: critical ?? null, source: source ?? 'E' };
  const list = 'kind' in values ? [values] : values;
  return { id, title, unit, type, bad, threshold, each: 'instance', keep: [], parts: false, top: TOP, values: list, ...rest };
}

/** Metrics that a pack reads, as they are scraped. */
export function metricsOf(pack: Pack): Set<string> {
  return new Set(pack.entries.flatMap((item) => item.values.flatMap((value) => leavesOf(value).map(metricOf))));
}
