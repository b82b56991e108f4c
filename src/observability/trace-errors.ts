import type { Span } from '../model/telemetry.js';
import type { AnalysedTrace } from './trace-analysed.js';
import { type Compared, sumsOf, type TraceSets } from './trace-sets.js';
import type { Work } from './trace-work.js';

/** Where an error began: the deepest span of a trace that has one. What stands above it only passed it on. */
export interface ErrorOrigin extends Work {
  /** `error.type` or the exception's; empty if the span does not say. */
  type: string;
  /** One message of it, redacted and cut; empty if none. */
  message: string;
  /** Traces that it began in. */
  traces: Compared;
  /** Trace ids of slow traces, at most 5. */
  examples: string[];
}

const EXAMPLES = 5;

interface Sighting extends Work {
  key: string;
  type: string;
  message: string;
  traceId: string;
}

/** Origins of errors, the one in most slow traces first. */
export function errorOrigins(sets: TraceSets): ErrorOrigin[] {
  return [...sumsOf(sets, originOf).values()]
    .map(({ example, slow, normal }): ErrorOrigin => {
      const { key, traceId: _traceId, ...origin } = example;
      const examples = slow.slice(0, EXAMPLES).map(([first]) => (first as Sighting).traceId);
      return { key, ...origin, traces: { slow: slow.length, normal: normal.length }, examples };
    })
    .sort((a, b) => b.traces.slow - a.traces.slow || b.traces.normal - a.traces.normal);
}

/** At most one: a failure that is handled (a miss, a retry that went well) stands beside the one that was not, and both may be the deepest. */
function* originOf({ tree, works }: AnalysedTrace): Generator<Sighting> {
  const { spans, id } = tree.trace;
  let deepest = -1;
  for (const place of tree.belowEntry) {
    if (!(spans[place] as Span).error) continue;
    if (deepest < 0 || (tree.depths[place] as number) > (tree.depths[deepest] as number)) deepest = place;
  }
  if (deepest < 0) return;
  const { attributes, message } = spans[deepest] as Span;
  const type = attributes['error.type'] ?? attributes['exception.type'] ?? attributes['db.response.status_code'] ?? '';
  const work = works[deepest] as Work;
  yield { ...work, key: [work.key, type, message.replace(/\d+/g, '0')].join('\n'), type, message, traceId: id };
}
