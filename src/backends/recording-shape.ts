/** Whether what a recording holds is what was once written: it may come from anywhere, and may have been changed by anybody. */

import type { Exchange, Manifest } from './recording.js';

type Fields = Readonly<Record<string, unknown>>;

const FAILURES: readonly unknown[] = ['timeout', 'unreachable', 'tls', 'too-large', 'redirect', 'broken', 'not-recorded', 'aborted'];

/** @returns whether it is the first file of a recording of this version */
export function isManifest(value: unknown): value is Manifest {
  if (!isFields(value) || value['format'] !== 'heimr-recording' || value['version'] !== 1) return false;
  const { backends, scopes, clockOffset } = value;
  if (!isFields(backends) || !isFields(scopes) || !isNumberOrNull(clockOffset)) return false;
  const scopesAreWhole = Object.values(scopes).every((scope) => isFields(scope) && Object.values(scope).every(isPartOfScope));
  return (
    scopesAreWhole && Object.values(backends).every((one) => isFields(one) && isText(one['url']) && Number.isInteger(one['exchanges']))
  );
}

/** @returns whether it is a question and its answer, or the failure in its place */
export function isExchange(value: unknown): value is Exchange {
  if (!isFields(value) || !isRequest(value['request'])) return false;
  const { reply, failure } = value;
  if (reply === undefined) return isFields(failure) && FAILURES.includes(failure['failure']) && isText(failure['message']);
  const { status, contentType, body, clockOffset } = isFields(reply) ? reply : {};
  return Number.isInteger(status) && isText(contentType) && isText(body) && isNumberOrNull(clockOffset);
}

function isRequest(value: unknown): boolean {
  if (!isFields(value) || (value['method'] !== 'GET' && value['method'] !== 'POST') || !isText(value['path'])) return false;
  const { params } = value;
  return Array.isArray(params) && params.every((pair) => Array.isArray(pair) && pair.length === 2 && pair.every(isText));
}

/** A selector, or the user's own queries. */
function isPartOfScope(value: unknown): boolean {
  return (
    isText(value) || (Array.isArray(value) && value.every((one) => isText(one) || (isFields(one) && Object.values(one).every(isText))))
  );
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isNumberOrNull(value: unknown): boolean {
  return value === null || (typeof value === 'number' && Number.isFinite(value));
}
