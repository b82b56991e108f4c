import type { Span, Trace } from '../model/telemetry.js';
import { type SpanTree, spanTree } from './critical-path.js';
import { type Owner, ownerOf, peerOf } from './span-owner.js';

/** Where a failure began, and what it said. */
export interface ErrorOrigin {
  owner: Owner;
  message: string;
}

/**
 * The span where a failed request's error began: the deepest one with an error that no error below it explains. Of several, the last to end, since earlier
 * ones were survived (retries).
 * @returns null where no span has an error
 */
export function errorOrigin(trace: Trace): ErrorOrigin | null {
  const tree = spanTree(trace);
  const failing = trace.spans.filter((span) => span.error || isServerError(span));
  const origins = failing.filter((span) => !hasErrorBelow(span, tree, failing));
  const last = origins.sort((a, b) => b.start + b.duration - (a.start + a.duration))[0];
  if (!last) return null;
  const message = last.message || statusOf(last);
  if (last.kind === 'client' && last.attributes['db.system.name'] === undefined) {
    const answered = (tree.children.get(last.id) ?? []).find((child) => child.service !== last.service);
    // The called service did its work and the caller did not wait for it, or refused what came: that is a matter of the called one's time.
    if (answered) return { owner: { kind: 'own', service: answered.service, peer: null, operation: answered.name }, message };
    const status = last.attributes['http.response.status_code'];
    const peer = peerOf(last) ?? last.service;
    // Somebody answered, with an error; who has no spans is known by name only.
    if (status !== undefined) return { owner: { kind: 'own', service: peer, peer: null, operation: last.name }, message };
    return { owner: { kind: 'unreachable', service: peer, peer: last.service, operation: last.name }, message };
  }
  return { owner: ownerOf(last, tree), message };
}

function hasErrorBelow(span: Span, tree: SpanTree, failing: readonly Span[], depth = 0): boolean {
  if (depth > 200) return false;
  return (tree.children.get(span.id) ?? []).some((child) => failing.includes(child) || hasErrorBelow(child, tree, failing, depth + 1));
}

function isServerError(span: Span): boolean {
  return span.kind === 'server' && /^(5\d\d|429)$/.test(span.attributes['http.response.status_code'] ?? '');
}

function statusOf(span: Span): string {
  const status = span.attributes['http.response.status_code'];
  return span.attributes['error.type'] ?? (status === undefined ? '' : `status ${status}`);
}
