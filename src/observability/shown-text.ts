import { redact } from '../model/redact.js';
import { MAX_TEXT } from './log-line.js';

/** Sequences of terminals (ECMA-48): colours and cursor moves (CSI), titles and links (OSC). */
const ANSI = /\u001b(?:\[[0-9;:?<=>]{0,32}[ -/]{0,4}[@-~]|\][^\u0007\u001b]{0,512}(?:\u0007|\u001b\\)?)/g;
/** Controls, marks that turn the direction of writing and other invisible formatters, line separators, halves of pairs. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** A text without the colours of a terminal: they stand between words and hide that lines are alike. */
export function withoutColours(text: string): string {
  return text.includes('\u001b') ? text.replace(ANSI, '') : text;
}

/** A text that can be shown: secrets redacted, what cannot be seen escaped as `\x1b`, cut to `limit` characters. */
export function shown(text: string, limit: number = MAX_TEXT): string {
  // Cut before the work too: redacting costs time, and a secret at the cut must not lose the name before it.
  const start = text.length > limit * 4 ? text.slice(0, limit * 4) : text;
  const clean = redact(withoutColours(start).replace(/[\t\r\n]+/g, ' '))
    .replace(UNSEEN, escaped)
    .trim();
  return clean.length > limit || start.length < text.length ? `${clean.slice(0, limit).replace(/[\ud800-\udbff]$/, '')}…` : clean;
}

function escaped(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  return code.length <= 2 ? `\\x${code.padStart(2, '0')}` : `\\u{${code}}`;
}
