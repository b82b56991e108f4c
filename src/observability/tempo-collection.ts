import type { TestTarget, Trace } from '../model/telemetry.js';
import type { Asker, Outcome } from './asker.js';
import { idOf } from './otlp-values.js';
import type { TempoTally } from './tempo-notices.js';
import { chosenRequests, MAX_TRACES, type TracedRequest } from './tempo-selection.js';
import type { AssembledTrace } from './trace-assembly.js';

/** Spans of all traces together that are kept. */
const MAX_SPANS = 200_000;

/** Traces as they come in, and the tally of it. */
export class TraceCollection {
  readonly traces = new Map<string, Trace>();
  readonly tally: TempoTally;
  /** Requests whose traces are looked up, with ids as Tempo has them. */
  readonly chosen: readonly TracedRequest[];
  readonly #requests: ReadonlyMap<string, TracedRequest>;
  #spans = 0;

  constructor(
    target: TestTarget,
    readonly asker: Asker,
  ) {
    const usable = target.requests.flatMap((request) => {
      const traceId = /^[0-9a-f]{1,32}$/i.test(request.traceId) ? idOf(request.traceId, 32) : null;
      return traceId === null ? [] : [{ ...request, traceId }];
    });
    this.#requests = new Map(usable.map((request) => [request.traceId, request]));
    this.chosen = chosenRequests({ ...target, requests: usable });
    this.tally = {
      ids: { given: target.requests.length, unusable: target.requests.length - usable.length, asked: 0, found: 0 },
      failures: { count: 0, first: '' },
      traces: { count: 0, incomplete: 0, moved: 0, greatestShift: 0 },
      partial: false,
      full: false,
      age: null,
    };
  }

  /** How many more traces may come. */
  get room(): number {
    return this.#spans >= MAX_SPANS ? 0 : MAX_TRACES - this.traces.size;
  }

  /** Takes the outcome of a look-up. @returns whether a trace came of it */
  take(outcome: Outcome<AssembledTrace>): boolean {
    if (outcome.status !== 'answered') {
      this.note(outcome);
      return false;
    }
    const { trace, skew } = outcome.value;
    if (this.traces.has(trace.id)) return true;
    if (this.#spans + trace.spans.length > MAX_SPANS) {
      this.tally.full = true;
      return true;
    }
    const { traces } = this.tally;
    const request = this.#requests.get(trace.id);
    this.#spans += trace.spans.length;
    this.traces.set(trace.id, request === undefined ? trace : { ...trace, request: requestOf(request) });
    traces.count++;
    if (trace.incomplete) traces.incomplete++;
    if (skew > 0) traces.moved++;
    traces.greatestShift = Math.max(traces.greatestShift, skew);
    return true;
  }

  /** The tally when all is asked. @param end of the test, ms */
  closed(end: number): TempoTally {
    const { clock, clockOffset, dead } = this.asker;
    if (clock !== null) this.tally.age = clock() + (clockOffset ?? 0) - end;
    // Dead before the first question, as after a check of the address: then none failed here, and yet nothing is known.
    if (dead !== null && this.tally.failures.count === 0) this.note({ status: 'failed', message: `not asked: ${dead}`, httpStatus: null });
    return this.tally;
  }

  /** Keeps account of a question that failed. */
  note(outcome: Outcome<unknown>): void {
    if (outcome.status !== 'failed') return;
    this.tally.failures.count++;
    if (this.tally.failures.first === '') this.tally.failures.first = outcome.message;
  }
}

function requestOf({ label, latency, success, timestamp }: TracedRequest): NonNullable<Trace['request']> {
  return { label, latency, success, timestamp };
}
