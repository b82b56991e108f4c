import { redact } from '../model/redact.js';
import { anyValueOf, listOf, objectOf, stringOf } from './otlp-values.js';
import { pathTemplate } from './trace-path.js';
import { statementOf } from './trace-statement.js';
import { isTodaysName, todaysName } from './trace-vocabulary.js';

/** Longest value that is kept, characters. */
const MAX_VALUE = 200;
/** Longest message that is kept, characters. */
export const MAX_MESSAGE = 300;
/** Attributes of a span that are looked at. */
const MAX_ATTRIBUTES = 256;

/** Names of systems before and now. Source: semantic conventions, migration of database spans. */
const SYSTEMS: Readonly<Record<string, string>> = {
  mssql: 'microsoft.sql_server',
  oracle: 'oracle.db',
  db2: 'ibm.db2',
  postgres: 'postgresql',
};

/**
 * Attributes worth keeping of one list.
 * @param list OTLP's `attributes`
 * @returns raw values by today's names; see {@link settled}
 */
export function rawAttributes(list: unknown): Record<string, string> {
  const raw: Record<string, string> = {};
  const own = new Set<string>();
  for (const one of listOf(list).slice(0, MAX_ATTRIBUTES)) {
    const { key, value } = objectOf(one);
    const name = todaysName(stringOf(key));
    if (name === null || own.has(name)) continue;
    const text = anyValueOf(value);
    if (text === null || text === '') continue;
    raw[name] = text;
    if (isTodaysName(key as string)) own.add(name);
  }
  return raw;
}

/**
 * Values as they are kept: paths and statements without ids and literals, no secrets, cut.
 * @param raw of {@link rawAttributes}
 */
export function settled(raw: Record<string, string>): Record<string, string> {
  const kept: Record<string, string> = {};
  const given = (raw['db.system.name'] ?? '').toLowerCase();
  const system = Object.hasOwn(SYSTEMS, given) ? (SYSTEMS[given] as string) : given;
  for (const [name, value] of Object.entries(raw)) {
    if (name === 'db.system.name') kept[name] = plain(system, MAX_VALUE);
    else if (name === 'db.query.text') kept[name] = plain(statementOf(value, system), 2 * MAX_VALUE + 1);
    else if (name === 'url.path') kept[name] = plain(pathTemplate(value), MAX_VALUE);
    else if (name === 'exception.message') kept[name] = plain(value, MAX_MESSAGE);
    else kept[name] = plain(value, MAX_VALUE);
  }
  return kept;
}

/** Control characters, and marks that turn the direction of a text. */
const HIDDEN = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;
const HIDDEN_ALL = new RegExp(`${HIDDEN.source}+`, 'g');

/** A text in one line, without secrets and control characters, cut. @param limit characters */
export function plain(text: string, limit: number): string {
  const start = text.length > 4 * limit ? text.slice(0, 4 * limit) : text;
  const safe = redact(HIDDEN.test(start) ? start.replace(HIDDEN_ALL, ' ').trim() : start.trim());
  return safe.length > limit ? `${safe.slice(0, limit)}…` : safe;
}
