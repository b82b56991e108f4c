import { redact } from '../model/redact.js';
import type { LogGroup } from './log-templates.js';
import { spread } from './spread.js';

/** Shorter texts stand in too many lines. */
const SHORTEST = 8;
const LONGEST = 160;
/** Lines of the template, and of others, that a text is tried on. */
const TRIED = 300;
/** What may differ between lines of a template: words with digits, hex. */
const VARIABLE = /[^\s,;:=/"'()[\]{}]*\d[^\s,;:=/"'()[\]{}]*/;
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

/**
 * A text that stands in every line of a template and in no other line that was seen, as the lines have it: the backend can count by it.
 * @param group the template
 * @param others all other templates of the same streams
 * @returns null where there is none, or where it would carry a secret
 */
export function fixedPart(group: LogGroup, others: readonly LogGroup[]): string | null {
  const own = spread(
    group.lines.map(({ text }) => text),
    TRIED,
  );
  const foreign = others.flatMap(({ lines }) =>
    spread(
      lines.map(({ text }) => text),
      TRIED,
    ),
  );
  const pieces = commonRuns((own[0] ?? '').slice(0, 4096).split(VARIABLE), own, SHORTEST);
  const candidates = [...new Set(pieces.flatMap(ends))].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  // What stands in a line without its secrets holds none, wherever it was cut.
  const isPublic = (text: string) => own.every((line) => redact(line).includes(text));
  return candidates.find((text) => isFit(text) && !foreign.some((line) => line.includes(text)) && isPublic(text)) ?? null;
}

/**
 * What of some pieces stands in all texts: a piece, or the longest runs of its words that do.
 * @param shortest characters of what is kept
 */
export function commonRuns(pieces: readonly string[], texts: readonly string[], shortest: number): string[] {
  let common = pieces.filter((piece) => piece.length >= shortest);
  for (const text of texts) common = common.flatMap((piece) => (text.includes(piece) ? [piece] : runsIn(piece, text, shortest)));
  return common;
}

/** A part that is short enough: its end tells more than its beginning, which is shared (`{"time":"…","level":`). */
function ends(piece: string): string[] {
  const text = piece.trim();
  return text.length <= LONGEST ? [text] : [text.slice(-LONGEST), text.slice(0, LONGEST)];
}

function isFit(text: string): boolean {
  return text.length >= SHORTEST && /[A-Za-z\u00aa-\uffff]/.test(text) && !UNSEEN.test(text);
}

/** Longest runs of words of a piece that stand in a text. */
function runsIn(piece: string, text: string, shortest: number): string[] {
  const runs: string[] = [];
  let run = '';
  for (const word of piece.match(/[^\s,"=]*[\s,"=]+|[^\s,"=]+/g) ?? []) {
    if (text.includes(run + word)) run += word;
    else {
      if (run.length >= shortest) runs.push(run);
      run = text.includes(word) ? word : '';
    }
  }
  if (run.length >= shortest) runs.push(run);
  return runs;
}
