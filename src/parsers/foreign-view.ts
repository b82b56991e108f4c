import { type JsonNode, outlineOf } from './foreign-json.js';

/** What a signature may look at: the head of a file, taken apart once. Nothing here knows the file's name. */
export interface HeadView {
  /** The bytes, at most 64 KiB. */
  readonly bytes: Uint8Array;
  /** The bytes as UTF-8 without byte order mark and leading white space; broken bytes are U+FFFD. */
  readonly text: string;
  /** Lines of the text that are not blank, without line ends; the last one may be cut. */
  readonly lines: readonly string[];
  /** First line, or the empty string. */
  readonly firstLine: string;
  /** True if the first line is known to be whole. */
  readonly firstLineWhole: boolean;
  /** Fields of the first line as if it were a CSV header: unquoted, trimmed. */
  readonly columns: readonly string[];
  /** Outline of the JSON document the text holds, if it does. */
  readonly json: JsonNode | undefined;
  /** Name of the XML root element, if the text is XML. */
  readonly xmlRoot: string | undefined;
  /** True if the text is an HTML page. */
  readonly html: boolean;
}

/** Size of the head that decides what a file is. */
export const HEAD_BYTES = 64 * 1024;

// Enough for a banner or a few log lines in front of what matters.
const MAX_LINES = 400;

/** Fields of a header line, split at the separator that yields most of them. */
function columnsOf(line: string): string[] {
  const splits = [',', ';', '\t', '|'].map((separator) => line.split(separator));
  const best = splits.reduce((most, fields) => (fields.length > most.length ? fields : most));
  return best.map((field) => field.trim().replace(/^"(.*)"$/, '$1'));
}

/** JSON that starts the text, or an array after log lines: `locust --json` prints it on a stdout it shares with the log. */
function jsonOf(text: string, lines: readonly string[]): JsonNode | undefined {
  const outline = outlineOf(text);
  if (outline || lines.length < 2 || text[0] === '{') return outline;
  const array = /^\[\s*$|^\[\s*\{/m.exec(text);
  return array ? outlineOf(text.slice(array.index)) : undefined;
}

/** Root element behind declaration, stylesheets, comments and doctype. */
function xmlRootOf(text: string): string | undefined {
  if (text[0] !== '<') return undefined;
  const inner = text.replace(/^(?:\s*(?:<\?[\s\S]*?\?>|<!--[\s\S]*?-->|<!DOCTYPE[^>]{0,2000}>))+/i, '');
  // The character behind the name must be there, or the name may be cut.
  return /^\s*<([A-Za-z_][\w.:-]*)[\s>/]/.exec(inner)?.[1];
}

/** Takes the head of a file apart. */
export function viewOf(head: Uint8Array): HeadView {
  const bytes = head.subarray(0, HEAD_BYTES);
  // A cut multi-byte character at the end would read as garbage: `stream` holds it back.
  const text = new TextDecoder('utf-8').decode(bytes, { stream: true }).replace(/^\s+/, '');
  const lines = text.split(/\r\n|\n|\r/, MAX_LINES).filter((line) => line.trim() !== '');
  const firstLine = lines[0] ?? '';
  const xmlRoot = xmlRootOf(text);
  return {
    bytes,
    text,
    lines,
    firstLine,
    firstLineWhole: text.length > firstLine.length,
    columns: columnsOf(firstLine),
    json: jsonOf(text, lines),
    xmlRoot,
    html: xmlRoot?.toLowerCase() === 'html' || /^<!doctype html/i.test(text) || /^<html[\s>]/i.test(text),
  };
}

/** True if the header line has all these columns. */
export function hasColumns(view: HeadView, ...names: string[]): boolean {
  return names.every((name) => view.columns.includes(name));
}

/** True if the bytes begin with these, given as a string of Latin-1 characters. */
export function startsWith(view: HeadView, magic: string, offset = 0): boolean {
  if (view.bytes.length < offset + magic.length) return false;
  for (let i = 0; i < magic.length; i++) if (view.bytes[offset + i] !== magic.charCodeAt(i)) return false;
  return true;
}

/** The bytes from `from` to `to` as Latin-1, for signatures that mix text and binary. */
export function latin1(view: HeadView, from: number, to: number): string {
  return String.fromCharCode(...view.bytes.subarray(from, to));
}
