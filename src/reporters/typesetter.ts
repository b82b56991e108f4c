/*
 * What makes pages of a report. A port: the PDF reporter is pure and writes only the data of a fixed template; who renders it
 * brings the compiler, the template and the fonts (src/output/typesetter.ts).
 */

/** Typesets data of the report by a fixed template. The same data give the same bytes. */
export interface Typesetter {
  /** @returns the family of fonts that draws a code point, the first that can; null where none does */
  familyOf(codePoint: number): string | null;
  /**
   * @param data JSON for the template
   * @param madeAt moment that the file names as its creation, ms since the epoch; null = none
   * @returns a PDF file
   */
  typeset(data: string, madeAt: number | null): Uint8Array;
}
