import type { Glyphs } from './glyphs.js';

/*
 * A drawing names fonts by wish; the compiler would take what a machine has. Here each piece of its text gets a family that is
 * shipped, so that the report looks the same everywhere.
 */

/** Draws everything that has no family of its own. */
const MAIN = 'Heimr Sans';

/** Draws joined letters: all of a text, or nothing of it. */
const JOINED = 'Heimr Arabic';

/** @returns the drawing, its texts set in the shipped fonts only; what they cannot draw there is replaced and noted */
export function embeddedFonts(svg: string, glyphs: Glyphs): string {
  return glyphs
    .drawable(svg)
    .replace(/\sfont-family="[^"]*"/g, '')
    .replace(/<text(?=[\s>])/g, `<text font-family="${MAIN}"`)
    .replace(/>([^<]*[^<\x00-\x7f][^<]*)</g, (_, text: string) => `>${spans(text, glyphs)}<`);
}

/**
 * Runs of letters that the main family lacks become spans in the family that has them. The compiler's drawings (usvg 0.45) shape a text with
 * each family as a whole and put the results together glyph by glyph; where two families make clusters of different lengths, the process
 * ends. So a text of several families holds only characters that are a glyph each: no marks, joiners, emoji or joined letters.
 */
function spans(text: string, glyphs: Glyphs): string {
  const familyOf = (char: string): string => glyphs.familyOf(char.codePointAt(0)!) ?? MAIN;
  const others = [...text].filter((char) => familyOf(char) !== MAIN);
  if (others.length === 0) return text;
  // Beside letters of another font they lose the dots of Arabic letters, which makes other letters of them.
  if (text.replace(ARABIC, '').trim() === '') return `<tspan font-family="${JOINED}">${text}</tspan>`;
  const runs: { family: string; text: string }[] = [];
  for (const char of text) {
    if (SILENT.test(char)) continue;
    const own = familyOf(char);
    const drawn = (own === MAIN ? !MARK.test(char) : ALONE.test(char)) ? char : glyphs.missing(char);
    const family = drawn === char ? own : MAIN;
    const last = runs[runs.length - 1];
    if (last?.family === family) last.text += drawn;
    else runs.push({ family, text: drawn });
  }
  return runs.map(({ family, text: run }) => (family === MAIN ? run : `<tspan font-family="${family}">${run}</tspan>`)).join('');
}

const ARABIC = /[\p{Script=Arabic}\u200c\u200d]/gu;
const MARK = /[\p{M}\p{Cf}]/u;
/** Joiners and selectors: nothing is lost without them. */
const SILENT = /[\u200c\u200d\ufe00-\ufe0f]/;
/** Letters that stand for themselves whatever is beside them: ideographs, kana, Hangul syllables, and their punctuation. */
const ALONE =
  /[\u3000-\u3029\u3030-\u303f\u3041-\u3096\u309b-\u30ff\u3105-\u312f\u31f0-\u31ff\p{Unified_Ideograph}\uac00-\ud7a3\uff01-\uff9d]/u;
