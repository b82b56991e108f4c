import type { Finding } from '../model/analysis.js';
import type { Signal, Telemetry, TestTarget } from '../model/telemetry.js';
import type { Window } from '../model/window.js';
import { changeOf, type SignalChange } from '../observability/signal-change.js';
import { type Growth, growth, swelling } from './growth.js';
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

  /** What kind of evidence tells where time is lost. */
  get placeFamily(): 'traces' | 'metrics' {
    return this.location?.basis === 'traces' ? 'traces' : 'metrics';
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

  /** Whether sessions of a database wait for locks more than before. */
  isWaitingForLocks(): boolean {
    return (
      this.changed(['postgres-lock-waiters', 'mysql-lock-waiters', 'mysql-lock-waits']).length > 0 ||
      this.changed(['postgres-waits'], ({ signal }) => /^lock$/i.test(signal.labels.wait_type ?? '')).length > 0
    );
  }

  /** Whether the host or sessions of a database wait for disks much more than before. */
  isWaitingForDisks(): boolean {
    return this.changed(['node-cpu-iowait', 'node-psi-io', 'node-psi-io-some'], ({ during, before }) => during - before > 0.2).length > 0;
  }

  /** Whether a cache answers much less than before. */
  hasCacheLoss(): boolean {
    return this.changes.some(
      ({ signal, bad }) =>
        bad &&
        (signal.id === 'redis-hit-ratio' || (signal.id.startsWith('other:') && /cache/i.test(signal.id) && signal.id.endsWith(':hits'))),
    );
  }

  /** Whether a service is called by nobody but users. */
  isEntry(service: string): boolean {
    const calls = this.telemetry.metrics?.calls ?? [];
    const traces = this.telemetry.traces?.traces ?? [];
    const called = calls.some(({ server, client }) => server === service && client !== service && client !== 'user');
    if (called) return false;
    for (const { spans } of traces.slice(0, 50)) {
      const byId = new Map(spans.map((span) => [span.id, span]));
      for (const { service: own, parent } of spans)
        if (own === service && parent !== null && byId.get(parent)?.service !== service && byId.has(parent)) return false;
    }
    return calls.length > 0 || traces.length > 0;
  }

  /** Whether spans of a service have a version in the trouble that they had not before; null where not. */
  versionChange(service: string): { text: string; at: number } | null {
    const { traces } = this.telemetry;
    if (!traces) return null;
    const before = new Set<string>();
    const during: { version: string; at: number }[] = [];
    for (const trace of traces.traces) {
      const at = trace.request?.timestamp ?? trace.start;
      const span = trace.spans.find((one) => one.service === service && one.version !== null);
      if (!span) continue;
      if (at < this.anomaly.start) before.add(span.version as string);
      else if (at <= this.anomaly.end) during.push({ version: span.version as string, at });
    }
    const fresh = during.filter(({ version }) => !before.has(version)).sort((a, b) => a.at - b.at);
    const [first] = fresh;
    // A roll-out in the last seconds of the trouble is its mending.
    if (!first || before.size === 0 || fresh.length < during.length / 2) return null;
    return {
      text: `spans of ${service} are of version ${first.version}, which were of ${[...before].sort().join(', ')} before`,
      at: first.at,
    };
  }

  /**
   * Whether memory of a service grew through the trouble: to a multiple of what it was when quiet. Medians of the healthy parts would not show it, since
   * memory grows before users feel it and is held after.
   */
  grown(ids: readonly string[], service: string): Growth | null {
    for (const signal of this.signals(ids)) {
      if (signal.service !== service || signal.unit !== 'bytes') continue;
      const found = growth(signal, this.target.healthy, this.anomaly);
      if (found) return found;
    }
    return null;
  }

  /** Memory of a service that was far above its quiet level when it was last seen. */
  swollen(ids: readonly string[], service: string): Growth | null {
    for (const signal of this.signals(ids)) {
      if (signal.service !== service || signal.unit !== 'bytes') continue;
      const found = swelling(signal, this.target.healthy, this.anomaly);
      if (found) return found;
    }
    return null;
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
