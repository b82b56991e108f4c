import type { Clock, Random } from './clock.js';

/** A span that runs or has ended. */
export interface Span {
  trace: string;
  id: string;
  parent: string | null;
  service: string;
  version: string;
  name: string;
  kind: 'server' | 'client';
  start: number;
  end: number;
  error: string | null;
  attributes: Record<string, string | number>;
}

/** A log line as a collector ships it. */
export interface LogLine {
  time: number;
  service: string;
  level: 'info' | 'warn' | 'error';
  text: string;
}

/** What traces and logs hold of a run. */
export class Recorder {
  readonly spans: Span[] = [];
  readonly lines: LogLine[] = [];

  constructor(
    readonly clock: Clock,
    readonly random: Random,
  ) {}

  /** Begins a span; it is recorded when it ends, and lost with its process. */
  begin(of: Pick<Span, 'trace' | 'parent' | 'service' | 'version' | 'name' | 'kind'>, attributes: Span['attributes'] = {}): Span {
    return { ...of, id: this.random.hex(16), start: this.clock.now, end: this.clock.now, error: null, attributes };
  }

  /** Ends a span. */
  end(span: Span, error: string | null = null): void {
    span.end = this.clock.now;
    span.error = error;
    this.spans.push(span);
  }

  /** Writes a line, as JSON. */
  log(service: string, level: LogLine['level'], msg: string, fields: Record<string, string | number> = {}): void {
    this.lines.push({ time: this.clock.now, service, level, text: JSON.stringify({ level, service, msg, ...fields }) });
  }

  /** Writes a line of another form. */
  say(service: string, level: LogLine['level'], text: string): void {
    this.lines.push({ time: this.clock.now, service, level, text });
  }

  /** Spans as an OpenTelemetry exporter sends them. */
  resourceSpans(epoch: number): unknown[] {
    const byService = new Map<string, Span[]>();
    for (const span of this.spans) {
      const key = JSON.stringify([span.service, span.version]);
      const known = byService.get(key);
      if (known) known.push(span);
      else byService.set(key, [span]);
    }
    return [...byService.values()].map((spans) => ({
      resource: {
        attributes: attributesOf({ 'service.name': (spans[0] as Span).service, 'service.version': (spans[0] as Span).version }),
      },
      scopeSpans: [{ scope: { name: 'generated' }, spans: spans.map((span) => otlp(span, epoch)) }],
    }));
  }
}

function otlp({ trace, id, parent, name, kind, start, end, error, attributes }: Span, epoch: number): unknown {
  return {
    traceId: trace,
    spanId: id,
    ...(parent === null ? {} : { parentSpanId: parent }),
    name,
    kind: kind === 'server' ? 2 : 3,
    startTimeUnixNano: nanos(epoch + start),
    endTimeUnixNano: nanos(epoch + end),
    attributes: attributesOf(attributes),
    status: error === null ? { code: 0 } : { code: 2, message: error },
    events:
      error === null
        ? []
        : [{ timeUnixNano: nanos(epoch + end), name: 'exception', attributes: attributesOf({ 'exception.message': error }) }],
  };
}

function attributesOf(values: Record<string, string | number>): unknown[] {
  return Object.entries(values).map(([key, value]) => ({
    key,
    value: typeof value === 'number' ? { intValue: value } : { stringValue: value },
  }));
}

function nanos(ms: number): string {
  return String(BigInt(Math.round(ms * 1000)) * 1000n);
}
