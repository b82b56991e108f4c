/** Text of a flag or of heimr.yaml → the value it means. Nothing ambiguous is accepted: a bare 30 is neither 30 s nor 30 ms. */

import type { Moment } from '../analyzer.js';
import { ConditionError, parseCondition, TOOL_THRESHOLDS, WINDOWS } from '../gate/catalog.js';
import { printable } from '../input/printable.js';
import { type ModelChoice, ModelChoiceError, parseModelChoice } from '../llm/catalog.js';
import type { Gate, GateWindow, Tag } from '../model/analysis.js';
import { CHART_MODES, type ChartMode } from '../reporters/charts/chart.js';
import { CI_SYSTEMS, type Ci } from './ci.js';

/** A value that means nothing. The caller knows where it stood and adds that. */
export class ValueError extends Error {
  constructor(
    message: string,
    /** What would be right. */
    readonly hint: string,
  ) {
    super(message);
  }
}

const UNITS: Record<string, number> = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1 };
const DURATION = /^(?:(\d+(?:\.\d+)?)d)?(?:(\d+(?:\.\d+)?)h)?(?:(\d+(?:\.\d+)?)m(?!s))?(?:(\d+(?:\.\d+)?)s)?(?:(\d+(?:\.\d+)?)ms)?$/;
const DURATION_HINT = 'Write a number with a unit: 500ms, 30s, 2m, 1h30m.';
const ISO = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?)(Z|[+-]\d\d(?::?\d\d)?)?$/i;
const MOMENT_HINT =
  'Write 2026-11-20T10:00:00Z (with Z or +02:00), milliseconds since 1970, or a time since the first request: 30s, 2m, 1h30m.';

/** @returns ms; @throws ValueError */
export function parseDuration(text: string): number {
  const parts = text === '' ? null : DURATION.exec(text);
  if (!parts) throw new ValueError(`${quoted(text)} is no duration`, DURATION_HINT);
  return Object.values(UNITS).reduce((sum, unit, i) => sum + Number(parts[i + 1] ?? 0) * unit, 0);
}

/** Apdex target. A bare number is ms here, as everywhere Apdex is spoken of. @returns ms; @throws ValueError */
export function parseApdexT(text: string): number {
  const ms = /^\d+(\.\d+)?$/.test(text) ? Number(text) : parseDuration(text);
  if (ms <= 0) throw new ValueError('the Apdex target must be more than 0', 'The usual one is 500 (ms).');
  return ms;
}

/** @throws ValueError */
export function parseMoment(text: string): Moment {
  if (/^\d+$/.test(text)) return { at: epochMilliseconds(text) };
  const iso = ISO.exec(text);
  if (!iso) {
    if (!/^\+?[\d.]+(ms|[dhms])/.test(text)) throw new ValueError(`${quoted(text)} is no time`, MOMENT_HINT);
    return { after: parseDuration(text.replace('+', '')) };
  }
  const [, date, time, zone] = iso;
  if (!zone) throw new ValueError(`${quoted(text)} does not say in which time zone`, `Add it: ${text}Z for UTC, or ${text}+02:00.`);
  const offset = /^[+-]\d\d$/.test(zone) ? `${zone}:00` : zone.replace(/^([+-]\d\d)(\d\d)$/, '$1:$2');
  const at = Date.parse(`${date}T${time?.replace(',', '.')}${offset.toUpperCase()}`);
  if (Number.isNaN(at) || !dayExists(String(date))) throw new ValueError(`${quoted(text)} is no date and time that exists`, MOMENT_HINT);
  return { at };
}

/** @throws ValueError */
export function parseTag(text: string): Tag {
  const at = text.indexOf('=');
  if (text.slice(0, Math.max(at, 0)).trim() === '')
    throw new ValueError(`${quoted(text)} is no name=value`, 'Write for example --tag build=1234.');
  return { name: text.slice(0, at).trim(), value: text.slice(at + 1).trim() };
}

/** @returns the zone as given; @throws ValueError */
export function parseTimeZone(text: string): string {
  if (/^[+-](0\d|1[0-4]):?[0-5]\d$/.test(text)) return text.includes(':') ? text : `${text.slice(0, 3)}:${text.slice(3)}`;
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return text;
  } catch {
    throw new ValueError(`${quoted(text)} is no time zone`, 'Write a name such as Europe/Berlin, UTC, or an offset such as +02:00.');
  }
}

/** A flag's value may not be null (commander makes an empty text of it), so none has a word. @throws ValueError */
export function parseLlm(text: string): ModelChoice | 'none' {
  try {
    return parseModelChoice(text) ?? 'none';
  } catch (error) {
    if (!(error instanceof ModelChoiceError)) throw error;
    throw new ValueError(`${quoted(text)}: ${error.message}`, error.hint);
  }
}

/** @returns the address; @throws ValueError, without repeating what could be a password */
export function parseBaseUrl(text: string): string {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
    throw new ValueError('the address is none', 'Write for example http://127.0.0.1:8080/v1.');
  const { username, password } = new URL(text);
  if (username !== '' || password !== '')
    throw new ValueError('the address holds a user or a password', 'Give a key by the environment instead.');
  return text;
}

/** @returns tokens; @throws ValueError */
export function parseTokens(text: string): number {
  const tokens = /^\d{1,8}$/.test(text) ? Number(text) : 0;
  if (tokens < 2048) throw new ValueError(`${quoted(text)} is no window of a model`, 'Write tokens as a whole number, at least 2048.');
  return tokens;
}

/** @returns the text; @throws ValueError where there is none */
export function parseText(text: string): string {
  if (text.trim() === '') throw new ValueError('the value is empty', 'Give a text.');
  return text;
}

/** @throws ValueError */
export function parseBoolean(text: string): boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  throw new ValueError(`${quoted(text)} is neither true nor false`, 'Write true or false.');
}

/** @returns the condition as it is written; @throws ValueError, naming the place where it is wrong */
export function parseGateCondition(text: string): string {
  try {
    parseCondition(text);
    return text;
  } catch (error) {
    if (!(error instanceof ConditionError)) throw error;
    throw new ValueError(`${quoted(text)}: at character ${error.position}: ${error.message}`, error.hint);
  }
}

/** @throws ValueError */
export function parseGateWindow(text: string): GateWindow {
  return oneOf(text, WINDOWS);
}

/** Address of a backend. @returns it as given; @throws ValueError */
export function parseAddress(text: string): string {
  // What stands in the environment is not known yet.
  if (/^\$\{\w+\}/.test(text) || /^https?:\/\/[^\s/]+/i.test(text)) return text;
  throw new ValueError(`${quoted(text)} is no address`, 'Write one such as http://127.0.0.1:9090.');
}

/** @throws ValueError */
export function parseDirection(text: string): 'up' | 'down' | 'either' {
  return oneOf(text, ['up', 'down', 'either']);
}

/** How far one clock is ahead of another. @returns ms, negative if behind; @throws ValueError */
export function parseClockOffset(text: string): number {
  const isBehind = text.startsWith('-');
  return parseDuration(text.replace(/^[+-]/, '')) * (isBehind ? -1 : 1);
}

/** @throws ValueError */
export function parseCharts(text: string): ChartMode {
  return oneOf(text, CHART_MODES);
}

/** @throws ValueError */
export function parseCi(text: string): Ci {
  return oneOf(text, CI_SYSTEMS);
}

export function parseToolThresholds(text: string): Gate['toolThresholds'] {
  return oneOf(text, TOOL_THRESHOLDS);
}

function oneOf<T extends string>(text: string, words: readonly T[]): T {
  const found = words.find((word) => word === text);
  if (found !== undefined) return found;
  throw new ValueError(`${quoted(text)} is none of ${words.join(', ')}`, `Write ${words.join(' or ')}.`);
}

function epochMilliseconds(text: string): number {
  const ms = Number(text);
  if (ms >= 1e11 && ms < 1e14) return ms;
  if (ms >= 1e9 && ms < 1e11) throw new ValueError(`${text} looks like seconds since 1970`, `Write milliseconds: ${text}000.`);
  throw new ValueError(`${text} has no unit and is no time in milliseconds since 1970`, MOMENT_HINT);
}

/** Date.parse takes 30 February for 2 March. */
function dayExists(date: string): boolean {
  const midnight = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(date);
}

function quoted(text: string): string {
  return `"${printable(text)}"`;
}
