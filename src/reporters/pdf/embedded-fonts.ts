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

/** Runs of letters that the main family lacks become spans in the family that has them. */
function spans(text: string, glyphs: Glyphs): string {
  // Beside letters of another font the compiler's drawings lose the dots of Arabic letters, which makes other letters of them.
  if (text.replace(ARABIC, '').trim() === '') return `<tspan font-family="${JOINED}">${text}</tspan>`;
  const runs: { family: string; text: string }[] = [];
  for (const char of text.replace(ARABIC, (letter) => glyphs.missing(letter))) {
    const last = runs[runs.length - 1];
    const family = glyphs.familyOf(char.codePointAt(0)!) ?? last?.family ?? MAIN;
    if (last?.family === family) last.text += char;
    else runs.push({ family, text: char });
  }
  return runs.map(({ family, text: run }) => (family === MAIN ? run : `<tspan font-family="${family}">${run}</tspan>`)).join('');
}

const ARABIC = /[\p{Script=Arabic}\u200c\u200d]/gu;
