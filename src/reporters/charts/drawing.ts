import { xmlText } from '../document/xml-text.js';
import type { DrawnChart } from './chart.js';
import type { Ink, Role } from './ink.js';

/** Sizes of text, px. */
export const SMALL = 11;
export const TITLE = 13;

/** Width of all charts, px. */
export const WIDTH = 800;

/** Half-transparent dots that cover each other until nothing shines through. */
const SAME_PLACE = 4;

const FONT = 'font-family="Inter, Helvetica, Arial, sans-serif"';

/** A number in a drawing: a tenth of a pixel is enough. */
export const px = (value: number): string => String(Math.round(value * 10) / 10);

/** Collects the marks of one chart. */
export class Drawing {
  readonly #marks: string[] = [];

  constructor(
    readonly ink: Ink,
    readonly height: number,
  ) {}

  /** Adds a text. @param anchor which end of it lies at x */
  text(
    x: number,
    y: number,
    text: string,
    role: Role = 'muted',
    anchor: 'start' | 'middle' | 'end' = 'start',
    size = SMALL,
    bold = false,
  ): void {
    if (text === '') return;
    const weight = bold ? ' font-weight="600"' : '';
    this.#marks.push(
      `<text x="${px(x)}" y="${px(y)}" ${FONT} font-size="${size}"${weight} text-anchor="${anchor}" ${this.ink.fill(role)}>${xmlText(text)}</text>`,
    );
  }

  /** Adds a rectangle. @param opacity 0 to 1 */
  rect(x: number, y: number, width: number, height: number, role: Role, opacity = 1): void {
    if (!(width > 0 && height > 0)) return;
    const faint = opacity < 1 ? ` fill-opacity="${Math.round(opacity * 1000) / 1000}"` : '';
    this.#marks.push(`<rect x="${px(x)}" y="${px(y)}" width="${px(width)}" height="${px(height)}"${faint} ${this.ink.fill(role)}/>`);
  }

  /** Adds an area. @param path SVG path data; @param opacity 0 to 1 */
  area(path: string, role: Role, opacity = 1): void {
    if (path === '') return;
    this.#marks.push(`<path d="${path}" fill-opacity="${Math.round(opacity * 1000) / 1000}" ${this.ink.fill(role)}/>`);
  }

  /** Adds lines. @param path SVG path data; @param dash lengths of dashes and gaps, none for a whole line */
  path(path: string, role: Role, width = 1, dash = ''): void {
    if (path === '') return;
    const dashes = dash === '' ? '' : ` stroke-dasharray="${dash}"`;
    this.#marks.push(`<path d="${path}" fill="none" stroke-width="${width}" stroke-linejoin="round"${dashes} ${this.ink.stroke(role)}/>`);
  }

  /** Adds dots. Those at one place are drawn {@link SAME_PLACE} times at most: more would not be seen. */
  dots(places: readonly (readonly [x: number, y: number])[], radius: number, role: Role, opacity: number): void {
    if (places.length === 0) return;
    const drawn = new Map<string, number>();
    for (const [x, y] of places) {
      const dot = `<circle cx="${px(x)}" cy="${px(y)}" r="${radius}"/>`;
      drawn.set(dot, Math.min(SAME_PLACE, (drawn.get(dot) ?? 0) + 1));
    }
    const circles = [...drawn].map(([dot, times]) => dot.repeat(times)).join('');
    this.#marks.push(`<g fill-opacity="${opacity}" ${this.ink.fill(role)}>${circles}</g>`);
  }

  /** @returns the chart */
  finished(id: string, title: string, alt: string): DrawnChart {
    const svg =
      `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${this.height}" viewBox="0 0 ${WIDTH} ${this.height}" role="img">` +
      `<title>${xmlText(alt)}</title>${this.ink.style}${this.#marks.join('')}</svg>`;
    return { id, title, alt, svg, width: WIDTH, height: this.height };
  }
}
