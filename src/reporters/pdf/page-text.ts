import { cutToWidth } from '../document/display-width.js';
import { type Inline, inlines, type Text } from '../document/tree.js';
import { CELL_LIMIT, cut, PROSE_LIMIT } from '../document/visible.js';
import type { Glyphs } from './glyphs.js';

/*
 * Text as data of the template. It is shown as it stands: the template sets strings, it never reads them as markup, so nothing
 * has to be escaped. What is left to do is to make it visible, to bound it, and to say where a long word may be broken.
 */

/**
 * A piece of a line: `t` own words, `s` stressed, `q` text from a file, `l` own words that lead to `to`. A list is one word, with places to
 * break it between its parts.
 */
export type Piece = { t: string | string[] } | { s: string | string[] } | { q: string | string[] } | { l: string | string[]; to: string };

/** A word of this many characters and more gets places to break, so that it cannot run out of its cell. */
const LONG_WORD = 18;

/** Letters between two places to break where no sign is a better one. */
const STRETCH = 12;

/**
 * @param limit columns of a piece at most, where there is less room than usual; a wide character takes two
 * @returns the pieces of a line, each bounded, drawable and breakable
 */
export function pageText(text: Text, glyphs: Glyphs, limit?: number): Piece[] {
  return inlines(text)
    .map((part) => piece(part, glyphs, limit))
    .filter((part) => Object.values(part)[0] !== '');
}

function piece(part: Inline, glyphs: Glyphs, limit: number | undefined): Piece {
  const drawn = (text: string, most: number): string => {
    const seen = cut(text, most);
    return glyphs.drawable(limit === undefined ? seen : cutToWidth(seen, limit));
  };
  if (typeof part === 'string') return { t: breakable(isolated(drawn(part, PROSE_LIMIT), RIGHT_TO_LEFT_RUN)) };
  if ('quoted' in part) return { q: breakable(isolated(drawn(part.quoted, part.limit ?? CELL_LIMIT), WHOLE_RIGHT_TO_LEFT)) };
  if ('link' in part) return { l: breakable(drawn(part.link, PROSE_LIMIT)), to: part.to };
  return { s: breakable(isolated(drawn(part.strong, PROSE_LIMIT), RIGHT_TO_LEFT_RUN)) };
}

/*
 * A name written from right to left would draw the numbers after it to its other side, where they seem to belong to another
 * name. FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE keep it to itself (Unicode Standard Annex 9).
 */
const RIGHT_TO_LEFT_RUN = /\p{Script=Arabic}(?:[\p{Script=Arabic}\p{M}\s]*[\p{Script=Arabic}\p{M}])?/gu;
const WHOLE_RIGHT_TO_LEFT = /^.*\p{Script=Arabic}.*$/gsu;

const isolated = (text: string, pattern: RegExp): string => text.replace(pattern, '\u2068$&\u2069');

/** @returns the text, or its parts where a word in it is long; the first part of a long word stays with what comes before */
function breakable(text: string): string | string[] {
  if (!LONG.test(text)) return text;
  const parts = [''];
  for (const word of text.split(/(?<=\s)(?=\S)/)) {
    const [first, ...rest] = LONG.test(word) ? stretches(word) : [word];
    parts[parts.length - 1] += first;
    parts.push(...rest);
  }
  return parts.length === 1 ? text : parts;
}

const LONG = new RegExp(`\\S{${LONG_WORD},}`, 'u');

/** After a sign that separates, before a capital inside a word; or, in a long run of anything, between two characters of which none joins the other. */
function stretches(word: string): string[] {
  const parts: string[] = [];
  for (const part of word.split(/(?<=[/?&=.,:;_\-|])(?=[^\s/?&=.,:;_\-|])|(?<=\p{Ll})(?=\p{Lu})/u)) {
    const last = parts.length - 1;
    if (last >= 0 && parts[last].length + part.length <= STRETCH) parts[last] += part;
    else parts.push(...cutLong([...part]));
  }
  return parts;
}

function cutLong(points: string[]): string[] {
  const found: string[] = [];
  let from = 0;
  for (let at = STRETCH; at < points.length - 2; at++) {
    const length = at - from;
    const joins = JOINING.test(points[at]) || JOINING.test(points[at - 1]);
    if (length < STRETCH || (joins && length < 3 * STRETCH)) continue;
    found.push(points.slice(from, at).join(''));
    from = at;
  }
  return [...found, points.slice(from).join('')];
}

/** Marks that belong to the character before them, joiners, and letters of a script that is written joined. */
const JOINING = /[\p{M}\u200c\u200d\ufe0e\ufe0f\u{1f3fb}-\u{1f3ff}\p{Script=Arabic}]/u;
