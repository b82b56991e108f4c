import type { Span } from '../model/telemetry.js';

/** Longest name of an operation, characters. */
const MAX_OPERATION = 200;

/**
 * What a span did, the same for all spans that did it: route of a server, path of a call, statement of a query, else the name.
 * @returns e.g. `GET /items/{id}`, `SELECT name FROM items WHERE id = ?`
 */
export function operationOf(span: Span): string {
  return named(span).slice(0, MAX_OPERATION);
}

function named(span: Span): string {
  const { attributes } = span;
  const query = attributes['db.query.text'];
  if (query !== undefined) return query;
  if (attributes['db.query.summary'] !== undefined) return attributes['db.query.summary'];
  const method = attributes['http.request.method'];
  if (method !== undefined && span.kind !== 'internal') {
    const path = span.kind === 'server' ? (attributes['http.route'] ?? attributes['url.path']) : attributes['url.path'];
    if (path !== undefined) return `${method} ${path}`;
  }
  return span.name;
}

const POOL =
  /\b(?:pgx|db|conn|connection)?\s?pool(?:s|ed)?\b|(?:get|acquire|borrow|checkout|obtain|wait)(?:[\s.]{0,2}(?:a|for|free))?[\s.]{0,2}conn(?:ection)?\b/i;
/** Pools of threads do work; being in one is no wait for a connection. */
const OF_THREADS = /thread|worker|executor|fork|task/i;

/**
 * Whether a span is the wait for a connection out of a pool: named so, and no statement in it. Time in it is the caller's (its pool is too small, or
 * its connections do not come back), not the database's.
 */
export function isPoolWait(span: Span): boolean {
  const { attributes, kind, name } = span;
  if (kind === 'server' || kind === 'consumer') return false;
  if (attributes['db.query.text'] !== undefined || attributes['db.query.summary'] !== undefined) return false;
  // A path is an address, whatever stands in it.
  if (OF_THREADS.test(name) || name.includes('/')) return false;
  return POOL.test(name.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/[_-]/g, ' '));
}

/** Whether a span talks to a database or cache. */
export function isDatabaseCall(span: Span): boolean {
  return span.attributes['db.system.name'] !== undefined && span.kind !== 'server';
}
