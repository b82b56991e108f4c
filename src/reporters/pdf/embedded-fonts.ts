/*
 * A drawing names fonts by wish; the compiler would take what a machine has. Here each piece of its text gets a family that is
 * shipped, so that the report looks the same everywhere.
 */

/** Draws everything that has no family of its own. */
const MAIN = 'Heimr Sans';

/** @returns the drawing, its texts set in the shipped fonts only */
export function embeddedFonts(svg: string, familyOf: (codePoint: number) => string | null): string {
  return svg
    .replace(/\sfont-family="[^"]*"/g, '')
    .replace(/(<text)([\s>])([^<]*)/g, (_, tag: string, next: string, rest: string) => `${tag} font-family="${MAIN}"${next}${rest}`)
    .replace(/>([^<]*[^<\x00-\x7f][^<]*)</g, (_, text: string) => `>${spans(text, familyOf)}<`);
}

/** Runs of letters that the main family lacks become spans in the family that has them. */
function spans(text: string, familyOf: (codePoint: number) => string | null): string {
  const runs: { family: string; text: string }[] = [];
  for (const char of text) {
    const last = runs[runs.length - 1];
    const family = familyOf(char.codePointAt(0)!) ?? last?.family ?? MAIN;
    if (last?.family === family) last.text += char;
    else runs.push({ family, text: char });
  }
  return runs.map(({ family, text: run }) => (family === MAIN ? run : `<tspan font-family="${family}">${run}</tspan>`)).join('');
}
