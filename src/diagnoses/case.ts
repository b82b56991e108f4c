import type { Finding } from '../model/analysis.js';
import type { Signal, Telemetry, TestTarget } from '../model/telemetry.js';
import type { Window } from '../model/window.js';
import { changeOf, type SignalChange } from '../observability/signal-change.js';
import { locateByMetrics } from './locate-by-metrics.js';
import { locateByTraces } from './locate-by-traces.js';
import type { Location, Part, PartKind } from './part.js';
import { type Repeat, repeatsOf } from './repeats.js';
import { type TemplateChange, templateChanges } from './template-change.js';

/** Score from which a change counts as one. */
export const CHANGED = 1.5;

/** All that is known of one finding: what changed, where time and failures are, what logs say. Diagnoses read it and ask nothing else. */
export class Case {
  /** Signals that changed, largest score first. */
  readonly changes: readonly SignalChange[];
  /** Log lines that became more. */
  readonly templates: readonly TemplateChange[];
  /** Where time is lost and failures begin; null where neither traces nor metrics tell. */
  readonly location: Location | null;
  /** The same by the other source, where there is one: agreement counts, disagreement is said. */
  readonly second: Location | null;
  /** Calls made again within one request. */
  readonly repeats: readonly Repeat[];
  readonly #byId = new Map<string, SignalChange[]>();
  readonly #signals = new Map<string, Signal[]>();

  /**
   * @param anomaly when it is, on the backends' clock
   * @param labels labels that it is about
   */
  constructor(
    readonly finding: Finding,
    readonly anomaly: Window,
    readonly labels: readonly string[] | 'all',
    readonly target: TestTarget,
    readonly telemetry: Telemetry,
  ) {
    const { metrics, logs, traces } = telemetry;
    this.changes = (metrics?.signals ?? [])
      .map((signal) => changeOf(signal, target.healthy, anomaly, target.load))
      .filter((change): change is SignalChange => change !== null && change.score >= CHANGED)
      .sort((a, b) => b.score - a.score || (a.signal.id < b.signal.id ? -1 : 1));
    for (const change of this.changes) push(this.#byId, change.signal.id, change);
    for (const signal of metrics?.signals ?? []) push(this.#signals, signal.id, signal);
    this.templates = logs ? templateChanges(logs, target, anomaly) : [];
    const byTraces = traces ? locateByTraces(traces, target, anomaly, labels) : null;
    const byMetrics = metrics ? locateByMetrics(metrics, target, anomaly) : null;
    const found = (location: Location | null): boolean => location !== null && location.latency.length + location.errors.length > 0;
    this.location = found(byTraces) ? byTraces : found(byMetrics) ? byMetrics : (byTraces ?? byMetrics);
    this.second = this.location === byTraces && found(byMetrics) ? byMetrics : null;
    this.repeats = traces ? repeatsOf(traces, target, anomaly, labels) : [];
  }

  /** Latency parts, then error parts, of some kinds at a service (all services where null). */
  parts(kinds: readonly PartKind[], service: string | null): { latency: Part[]; errors: Part[] } {
    const mine = (part: Part): boolean => kinds.includes(part.kind) && (service === null || part.service === service);
    return { latency: this.location?.latency.filter(mine) ?? [], errors: this.location?.errors.filter(mine) ?? [] };
  }

  /** Share of the lost time in parts of some kinds. */
  share(kinds: readonly PartKind[], service: string | null): number {
    return this.parts(kinds, service).latency.reduce((sum, { share }) => sum + share, 0);
  }

  /** Share of the failures that began in parts of some kinds. */
  errorShare(kinds: readonly PartKind[], service: string | null): number {
    return this.parts(kinds, service).errors.reduce((sum, { share }) => sum + share, 0);
  }

  /**
   * Share of the lost time that goes by a service at all: a process that stands still makes its own work, its waiting for others and the way to it look slow.
   */
  around(service: string): number {
    return (this.location?.latency ?? [])
      .filter((part) => part.service === service || (part.kind === 'network' && part.peer === service))
      .reduce((sum, part) => sum + (part.kind === 'network' && part.service === service ? 0 : part.share), 0);
  }

  /** Changed signals by id, largest score first. @param where further condition */
  changed(ids: readonly string[], where: (change: SignalChange) => boolean = () => true): SignalChange[] {
    return ids
      .flatMap((id) => this.#byId.get(id) ?? [])
      .filter(where)
      .sort((a, b) => b.score - a.score);
  }

  /** Signals by id, changed or not. */
  signals(ids: readonly string[]): Signal[] {
    return ids.flatMap((id) => this.#signals.get(id) ?? []);
  }

  /** Risen log lines that match, of a service or of all. */
  logged(pattern: RegExp, service: string | null = null): TemplateChange[] {
    return this.templates.filter(
      ({ template }) =>
        (service === null || template.service === service) && (pattern.test(template.text) || pattern.test(template.example)),
    );
  }

  /** Names of services that something is known of. */
  services(): Set<string> {
    const names = new Set<string>();
    for (const { service } of [...(this.location?.latency ?? []), ...(this.location?.errors ?? [])]) names.add(service);
    for (const { signal } of this.changes) if (signal.service !== null && signal.subject === 'service') names.add(signal.service);
    for (const { template } of this.templates) if (template.service !== null) names.add(template.service);
    return names;
  }
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
}
