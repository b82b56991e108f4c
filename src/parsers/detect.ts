import { HeimrError } from '../errors.js';
import { redact } from '../model/redact.js';
import { type Recognition, recognize } from './foreign.js';
import { escapeBytes, escapeText } from './foreign-escape.js';
import { HEAD_BYTES, type HeadView, viewOf } from './foreign-view.js';
import type { Grade, Parser } from './parser.js';

const SHOWN_BYTES = 60;
const SHOWN_NAME = 120;
const SHOWN_NAMES = 6;

/**
 * Finds the parser for a file by what is in it.
 *
 * One parser that is sure wins; if none is sure, one that says maybe, unless the bytes carry the signature of a tool
 * that is not read: rows of a Locust history begin like JMeter rows without a header, but their header names Locust.
 * The name decides nothing here; a parser may use it to choose between two readings of the same bytes.
 * @param head first bytes of the file, decompressed; only the first 64 KiB are looked at
 * @param fileName name for messages
 * @param parsers the catalog
 * @throws HeimrError `unknown-format` if no parser claims the bytes, or several claim them equally
 */
export function detectParser(head: Uint8Array, fileName: string, parsers: readonly Parser[]): Parser {
  const detected = detect(head, fileName, parsers);
  if ('parser' in detected) return detected.parser;
  throw detected.refusal;
}

/** A parser for some bytes, or why there is none. */
export type Detected =
  | { parser: Parser }
  | {
      /** What is said if the file was asked for. */
      refusal: HeimrError;
      /** What the bytes are, in a few words that complete "it is …". */
      what: string;
      /** Whether several parsers claim them, they bear the signature of a tool or packing, or mean nothing to us. */
      kind: 'contested' | 'recognised' | 'unknown';
    };

/** Like {@link detectParser}, for files that nobody asked for by name: what is no result is no error. */
export function detect(head: Uint8Array, fileName: string, parsers: readonly Parser[]): Detected {
  const bytes = head.subarray(0, HEAD_BYTES);
  const graded = parsers.map((parser) => ({ parser, grade: parser.detect(bytes, fileName) }));
  const name = escapeText(fileName, SHOWN_NAME) || 'the input';
  const claims = (grade: Grade): Parser[] => graded.filter((claim) => claim.grade === grade).map(({ parser }) => parser);
  const sure = claims('sure');
  if (sure.length > 0) return only(name, sure);

  const view = viewOf(bytes);
  const foreign = recognize(view);
  const maybe = foreign === undefined || foreign.signature.general ? claims('maybe') : [];
  if (maybe.length > 0) return only(name, maybe);
  const refusal = refusalOf(name, view, foreign, parsers);
  if (foreign === undefined) return { refusal, what: view.bytes.length === 0 ? 'empty' : describe(view), kind: 'unknown' };
  return { refusal, what: `${article(foreign.signature.title)} ${foreign.signature.title}`, kind: 'recognised' };
}

/** The only claim. */
function only(name: string, claims: readonly Parser[]): Detected {
  const [parser, second] = claims;
  if (parser !== undefined && second === undefined) return { parser };
  return { refusal: ambiguous(name, claims), what: claims.map(({ title }) => title).join(' or '), kind: 'contested' };
}

function ambiguous(name: string, claims: readonly Parser[]): HeimrError {
  const titles = claims.map((parser) => `${parser.title} (${parser.id})`).join(' and ');
  return new HeimrError(
    'unknown-format',
    `${name} can be read as ${titles}, and its first ${HEAD_BYTES / 1024} KiB do not tell which.`,
    'Please report this with the first lines of the file: two readers should never claim the same bytes.',
  );
}

function refusalOf(name: string, view: HeadView, found: Recognition | undefined, parsers: readonly Parser[]): HeimrError {
  const readable = `This version reads: ${parsers.map((parser) => parser.title).join(', ') || 'nothing'}.`;
  if (view.bytes.length === 0) {
    return new HeimrError(
      'unknown-format',
      `${name} is empty: it has no bytes, so it cannot be told what it is.`,
      'Check that the test ran, wrote its results to this file and had finished when it was read.',
    );
  }
  if (found === undefined) {
    const shown = escapeBytes(view.bytes, SHOWN_BYTES);
    return new HeimrError(
      'unknown-format',
      `${name} is no load-test result that Heimr knows: it is ${describe(view)}. It begins with: ${redact(shown)}`,
      `${readable} Check that this is the result file of the load tool itself, not a log or a report made from it.`,
    );
  }
  const { title, why, hint } = found.signature;
  const detail = found.detail && ` (${escapeText(found.detail, SHOWN_BYTES)})`;
  return new HeimrError('unknown-format', `${name} looks like ${article(title)} ${title}${detail}. ${why}`, hint);
}

/** What can be said of bytes that no signature knows; completes "it is …". */
function describe(view: HeadView): string {
  const { json, xmlRoot, columns, text } = view;
  if (isBinary(view)) return 'binary data';
  if (json !== undefined) {
    const names = [...json.members.keys()].filter((name) => name !== '[]');
    if (json.kind === 'array') return 'a JSON array';
    return names.length > 0 ? `JSON with ${list(names)}` : 'JSON';
  }
  if (xmlRoot !== undefined) return `XML with the root element ${escapeText(xmlRoot, SHOWN_BYTES)}`;
  if (text === '') return 'nothing but white space';
  const named = columns.filter((column) => /^[A-Za-z_#%][\w #%./()-]{0,40}$/.test(column));
  if (columns.length > 2 && named.length === columns.length) return `a table with the columns ${list(columns)}`;
  return 'plain text or a log';
}

/** Text holds no NUL and few other control characters. */
function isBinary({ bytes }: HeadView): boolean {
  const start = bytes.subarray(0, 1024);
  const controls = start.reduce((count, byte) => count + (byte < 9 || (byte > 13 && byte < 32 && byte !== 27) ? 1 : 0), 0);
  return start.includes(0) || controls * 20 > start.length;
}

function list(names: readonly string[]): string {
  const shown = names
    .slice(0, SHOWN_NAMES)
    .map((name) => escapeText(name, 30))
    .join(', ');
  return names.length > SHOWN_NAMES ? `${shown}, …` : shown;
}

function article(title: string): string {
  return /^(?:[aeio]|HTML|xk6)/i.test(title) ? 'an' : 'a';
}
