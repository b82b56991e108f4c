import type { LogLevel } from '../model/telemetry.js';
import { accessLine } from './log-access.js';
import { fieldsOf, type LogFields } from './log-fields.js';
import { headerOf } from './log-header.js';
import { levelOf } from './log-level.js';
import { type LogLine, MAX_LINE } from './log-line.js';
import { type LogMasks, PARAMETER } from './log-masks.js';
import { nameKind } from './log-names.js';
import { postgresLine } from './log-postgres.js';
import { withoutStack } from './log-stack.js';
import { isStatement, statementText } from './log-statement.js';
import { traceIdOf } from './log-trace-id.js';
import { withoutColours } from './shown-text.js';

/** A line taken apart. */
export interface LogParts {
  level: LogLevel;
  /** Words of the message, parameters masked. */
  words: readonly string[];
  /** What may be constant beside it, by name, masked; `<` stands before the message and `>` behind it, both without a name. */
  constants: [name: string, value: string][];
  traceId: string | null;
}

const MESSAGE = ['msg', 'message', '@message', 'event', 'short_message', 'text', 'body', 'log', 'description', '@m', 'fields.message'];
/** What follows the message at the end of plain text. */
const PAIR = /^([A-Za-z_][\w.-]{0,63})=(\S{0,200})$/;
const MAX_VALUE = 120;
const MAX_CONSTANTS = 10;

/** Takes a line apart: level, message, constants, trace id. */
export function partsOf(line: LogLine, masks: LogMasks): LogParts {
  const cut = unwrapped(withoutColours(line.text.length > MAX_LINE ? line.text.slice(0, MAX_LINE) : line.text));
  const fields = fieldsOf(cut);
  const level = levelOf(line.labels, line.metadata, fields, cut);
  const traceId = traceIdOf(line.metadata, line.labels, fields, cut);
  if (fields !== null) return { level, traceId, ...structured(fields, line.service, masks) };
  const postgres = postgresLine(cut, masks);
  if (postgres === null) {
    const access = accessLine(cut, masks);
    return access === null
      ? { level, traceId, ...plain(withoutStack(cut), masks) }
      : { level, traceId, words: ['request'], constants: access };
  }
  const constants: [string, string][] = [];
  if (postgres.prefix !== '') constants.push(['<', postgres.prefix]);
  if (postgres.statement !== '') constants.push(['>', postgres.statement]);
  return { level, traceId, words: postgres.words, constants };
}

function structured(fields: LogFields, service: string | null, masks: LogMasks): Pick<LogParts, 'words' | 'constants'> {
  const name = MESSAGE.find((key) => (fields.get(key) ?? '') !== '') ?? sentence(fields);
  const words = name === undefined ? [] : masks.words(withoutStack(fields.get(name) as string));
  const errors: [string, string][] = [];
  const others: [string, string][] = [];
  for (const [key, value] of fields) {
    if (key === name || value === '' || value === service || errors.length + others.length >= MAX_CONSTANTS) continue;
    const kind = nameKind(key);
    if (kind === 'error') errors.push([key, constant(key, withoutStack(value), masks)]);
    else if (kind !== 'parameter') others.push([key, constant(key, value, masks)]);
  }
  return { words, constants: [...errors, ...others].filter(([, value]) => value !== '') };
}

/** Field that holds the message under a name of its own: the first with several words. */
function sentence(fields: LogFields): string | undefined {
  for (const [name, value] of fields)
    if (nameKind(name) === 'other' && /[A-Za-z]\S*\s+\S*[A-Za-z]/.test(value) && !isStatement(value)) return name;
  return undefined;
}

/** What a container wrote, out of the object that its runtime wraps around it. */
function unwrapped(text: string): string {
  if (!text.startsWith('{"log":"')) return text;
  const inner = fieldsOf(text)?.get('log');
  return inner === undefined || !/"(?:stream|time)":/.test(text) ? text : inner.trimEnd();
}

/** Value of a field with parameters masked; empty where it is nothing but parameters. */
function constant(key: string, value: string, masks: LogMasks): string {
  const kind = nameKind(key);
  if (kind === 'version' || (kind === 'status' && /^[1-5]\d\d$/.test(value))) return value.slice(0, MAX_VALUE);
  if (isStatement(value)) return statementText(value, masks);
  const masked = masks.text(value);
  if (!/[A-Za-z\u00aa-\uffff]/.test(masked.replaceAll(PARAMETER, ''))) return '';
  return masked.length > MAX_VALUE ? `${masked.slice(0, MAX_VALUE)}…` : masked;
}

/** Plain text: what stands before the message is dropped, save for the logger; of the pairs behind it, constants are kept apart. */
function plain(text: string, masks: LogMasks): Pick<LogParts, 'words' | 'constants'> {
  const header = headerOf(text);
  const words = text.slice(header.end).split(/\s+/);
  const constants: [string, string][] = header.logger === '' ? [] : [['<', header.logger]];
  let end = words.length;
  while (end > 1 && PAIR.test(words[end - 1] as string)) end--;
  const message = words.slice(0, end);
  for (const word of words.slice(end)) {
    const [, key = '', value = ''] = PAIR.exec(word) as RegExpExecArray;
    const kept = nameKind(key) === 'parameter' || constants.length >= MAX_CONSTANTS ? '' : constant(key, value, masks);
    if (kept === '') message.push(`${key}=${PARAMETER}`);
    else constants.push([key, kept]);
  }
  return { words: masks.words(message.join(' ')), constants };
}
