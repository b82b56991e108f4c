/*
 * Secrets that stand in results: credentials in URLs, in query strings, in headers that a message quotes. They are none of a report's
 * business, whoever put them there, so every text that leaves passes through here (docs/methods/secrets.md).
 */

import { KEY_FORMATS, MAY_HOLD_KEY } from './key-formats.js';

/** Stands for what was taken out. */
const MASK = '***';
/** Names whose values are secrets, wherever they stand. */
const NAMES =
  'access[_-]?token|refresh[_-]?token|id[_-]?token|auth[_-]?token|csrf[_-]?token|token|api[_-]?key|access[_-]?key|secret[_-]?key|client[_-]?secret|secret|password|passwd|pwd|signature|sig|jsessionid|phpsessid|session[_-]?id';

/** `scheme://user:password@host`; the user too, which may be a token. */
const USER_INFO = /([a-z][a-z0-9+.-]{0,20}:\/\/)[^/?#\s@"'<>\\]{1,512}@/gi;
/** `?token=…`, `&api_key=…`, `;jsessionid=…`. */
const PARAMETER = new RegExp(`([?&;](?:${NAMES})=)[^&;#?\\s"'<>\\\\]+`, 'gi');
/** `password: …`, `"api_key":"…"`, `client_secret=…` in messages. */
const PAIR = new RegExp(`\\b((?:${NAMES})["']?\\s{0,3}[:=]\\s{0,3}["']?)(?!\\*\\*\\*)[^?\\s"'&,;<>\\\\]+`, 'gi');
/** `Authorization: Bearer …`. With a digit or an equals sign in it: "Basic authentication" is no secret. */
const SCHEME = /\b(Bearer|Basic|Digest|Negotiate)\s{1,3}(?=[^\s"',;<>]*[\d=])[A-Za-z0-9._~+/=-]{6,}/gi;

/** A text without secrets. The same text where there are none; once redacted, it stays as it is. */
export function redact(text: string): string {
  const keyless = MAY_HOLD_KEY.test(text) ? KEY_FORMATS.reduce((rest, { pattern }) => rest.replace(pattern, MASK), text) : text;
  // Nearly no label has one of these, and none of the patterns does without.
  if (!/[@=:]|bearer|basic|digest|negotiate/i.test(keyless)) return keyless;
  return keyless.replace(USER_INFO, `$1${MASK}@`).replace(PARAMETER, `$1${MASK}`).replace(PAIR, `$1${MASK}`).replace(SCHEME, `$1 ${MASK}`);
}

/** A value of plain objects and arrays with every text in it redacted; names of members stay. */
export function redactAll<T>(value: T): T {
  if (typeof value === 'string') return redact(value) as T;
  if (Array.isArray(value)) return value.map((one) => redactAll(one)) as T;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, redactAll(one)])) as T;
}
