import { type Inline, inlines, type Text } from './tree.js';
import { CELL_LIMIT, cut, PROSE_LIMIT } from './visible.js';

/*
 * Text into CommonMark + GFM such that nothing from a file becomes markup, whatever the viewer. Escaping alone does not do:
 * viewers turn bare addresses, mentions, issue numbers, emoji names and $math$ into links or worse after escapes are resolved.
 * None of them looks into code spans, so text from files is always a code span, and so is a word of prose that looks like one
 * of those.
 */

/** What viewers turn into links or symbols: addresses, mentions, #1, :emoji:, $math$, commit hashes, file.names. */
const ACTIVE = [
  /:\/\//,
  /www\./i,
  /@/,
  /(?:mailto|xmpp):/i,
  /#\d/,
  /\bGH-\d/i,
  /:(?!\d\d:)[\w+-]+:/,
  /\$/,
  /`/,
  /\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{7,}\b/i,
  /[A-Za-z0-9]\.[A-Za-z]{2,}/,
  /&#?\w+;/,
];

/** Characters that are markup somewhere inside a line. */
const MARKUP = /[\\`*_{}[\]<>#|~&$]/g;

/** @returns a line as Markdown; inside a table a literal pipe is escaped in code too */
export function markdownText(text: Text, inTable = false): string {
  return inlines(text)
    .map((part) => inline(part, inTable))
    .join('');
}

function inline(part: Inline, inTable: boolean): string {
  if (typeof part === 'string') return prose(part, inTable);
  if ('quoted' in part) return code(cut(part.quoted, part.limit ?? CELL_LIMIT), inTable);
  // Its address holds no letter that could end it (web-address.ts).
  if ('link' in part) return `[${prose(part.link, inTable)}](${part.to})`;
  // A mark of stress beside a space would be shown as asterisks.
  const [, before, words, after] = /^(\s*)(.*?)(\s*)$/s.exec(part.strong)!;
  return words === '' ? part.strong : `${before}**${prose(words, inTable)}**${after}`;
}

/** Heimr's own words, with whatever names they hold. */
function prose(text: string, inTable: boolean): string {
  return cut(text, PROSE_LIMIT)
    .split(' ')
    .map((word) => proseWord(word, inTable))
    .join(' ');
}

function proseWord(word: string, inTable: boolean): string {
  if (!ACTIVE.some((pattern) => pattern.test(word))) return word.replace(MARKUP, '\\$&');
  const [, before, core, after] = /^([("']*)(.*?)([)"'.,;:!?]*)$/s.exec(word)!;
  return core === '' ? word.replace(MARKUP, '\\$&') : `${before}${code(core, inTable)}${after}`;
}

/** @returns text as a code span; its fence is longer than any run of backticks inside */
function code(text: string, inTable: boolean): string {
  if (text === '') return '';
  // Parsers disagree on a pipe after a backslash inside a cell, so there the span ends and the pipe stands between two spans.
  return inTable
    ? text
        .split(/(?<=\\)\|/)
        .map((piece) => span(piece).replaceAll('|', '\\|'))
        .join('\\|')
    : span(text);
}

function span(text: string): string {
  if (text === '') return '';
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  // One space on each side is taken off again; needed where a backtick or a pair of spaces stands at the rim.
  const rim = /^`|`$/.test(text) || (/^ .* $/.test(text) && text.trim() !== '') ? ' ' : '';
  return `${fence}${rim}${text}${rim}${fence}`;
}

/** @returns a line that cannot be taken for a list, a heading, a quote or a rule by its first characters */
export function lineStart(markdown: string): string {
  return markdown
    .replace(/^([-+=])/, '\\$1')
    .replace(/^(\d+)([.)])(?=\s|$)/, '$1\\$2')
    .replace(/^\s+/, '');
}
