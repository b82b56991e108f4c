import type { Span } from '../model/telemetry.js';

/** What a server's span may stand outside of its caller's before its clock is taken to differ, ms. Some libraries stamp in whole ms. */
const TOLERANCE = 1;

/**
 * Moves what another machine recorded into the call that it answers, where it cannot have been otherwise: the answer is shorter than the call,
 * the call ended well, and yet the answer stands outside of it. Centred, as the way there and back is taken to be the same (method of Jaeger's
 * clock skew adjuster). A call that ended with an error may have been left before its answer came, so nothing is moved there.
 * @param spans parents before children; `start` is changed
 * @returns greatest shift, ms; 0 where none was needed
 */
export function settleClocks(spans: Span[]): number {
  const byId = new Map(spans.map((span) => [span.id, span]));
  const shifts = new Map<string, number>();
  let greatest = 0;
  for (const span of spans) {
    const parent = span.parent === null ? undefined : byId.get(span.parent);
    if (parent === undefined || parent === span) continue;
    let shift = 0;
    if (clockOf(parent) === clockOf(span)) shift = shifts.get(parent.id) ?? 0;
    else if (parent.kind === 'client' && span.kind === 'server' && !parent.error) shift = shiftInto(parent, span);
    if (shift === 0) continue;
    shifts.set(span.id, shift);
    span.start += shift;
    greatest = Math.max(greatest, Math.abs(shift));
  }
  return greatest;
}

function shiftInto(call: Span, answer: Span): number {
  const spare = call.duration - answer.duration;
  const early = call.start - answer.start;
  const late = answer.start + answer.duration - (call.start + call.duration);
  if (spare < 0 || (early <= TOLERANCE && late <= TOLERANCE)) return 0;
  return call.start + spare / 2 - answer.start;
}

/** What stamps the spans: a host where it is named, else the instance. */
function clockOf(span: Span): string {
  const { attributes } = span;
  return attributes['k8s.node.name'] ?? attributes['host.name'] ?? span.instance ?? span.service;
}
