import { analysisKeys, type Keys } from './analysis-keys.js';
import type { Reporter } from './reporter.js';

/** The analysis itself, by schema/analysis.schema.json. */
export const json: Reporter = {
  id: 'json',
  title: 'Analysis as JSON',
  docs: 'docs/reporters/json.md',
  mediaType: 'application/json',
  extensions: ['.json'],
  render: (analysis) => `${pretty(analysis, analysisKeys, '')}\n`,
};

/*
 * Objects are spread over lines, elements of arrays take one line each: small enough for a thousand steps of time, and a
 * difference between two files names the step. Keys stand in the order of the schema, however the value was built, so that
 * the same figures give the same bytes.
 */
function pretty(value: unknown, keys: Keys | undefined, indent: string): string {
  const deeper = `${indent}  `;
  if (Array.isArray(value)) {
    if (!value.some(isContainer)) return compact(value, keys);
    return `[\n${value.map((element) => deeper + compact(element, keys)).join(',\n')}\n${indent}]`;
  }
  if (!isObject(value)) return compact(value, keys);
  const entries = ordered(value, keys).map((key) => `${deeper}${text(key)}: ${pretty(value[key], keys?.[key] ?? undefined, deeper)}`);
  return entries.length === 0 ? '{}' : `{\n${entries.join(',\n')}\n${indent}}`;
}

function compact(value: unknown, keys: Keys | undefined): string {
  if (Array.isArray(value)) return `[${value.map((element) => compact(element, keys)).join(',')}]`;
  if (isObject(value))
    return `{${ordered(value, keys)
      .map((key) => `${text(key)}:${compact(value[key], keys?.[key] ?? undefined)}`)
      .join(',')}}`;
  return typeof value === 'string' ? text(value) : (JSON.stringify(value) ?? 'null');
}

const isContainer = (value: unknown): boolean => typeof value === 'object' && value !== null;

function isObject(value: unknown): value is Record<string, unknown> {
  return isContainer(value) && !Array.isArray(value);
}

/** Keys that hold a value, in the order of the schema; unknown ones last, by code unit. */
function ordered(value: Record<string, unknown>, keys: Keys | undefined): string[] {
  const rank = Object.keys(keys ?? {});
  const place = (key: string): number => (rank.includes(key) ? rank.indexOf(key) : rank.length);
  return Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
}

/** Valid inside strings, yet they end a line in old JavaScript, steer a terminal or turn the direction of writing. */
const UNSAFE = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** @returns a JSON string; what the analysis holds is unchanged, lone surrogates and unsafe characters are \u escapes */
function text(value: string): string {
  return JSON.stringify(value).replace(UNSAFE, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
