import type { Column, Spread } from './columns.js';
import { type Drawing, px } from './drawing.js';
import type { Role } from './ink.js';

/** Opacity of the band between the lowest and the highest step of a column. */
const BAND = 0.22;

/** Where values lie, px. */
export interface Places {
  x(at: number): number;
  y(value: number): number;
}

/** How a line looks. */
export interface LineStyle {
  role: Role;
  /** Dashes, none for a whole line. */
  dash: string;
}

/**
 * A line through the middles of columns; where a column has no value there is a gap, and one between two gaps is a dot. Where columns
 * hold several steps, a band from the lowest to the highest of them lies behind it: a single slow second stays visible.
 */
export function line(
  drawing: Drawing,
  columns: readonly Column[],
  spreads: readonly (Spread | null)[],
  { x, y }: Places,
  { role, dash }: LineStyle,
): void {
  const at = (i: number): number => x(((columns[i] as Column).start + (columns[i] as Column).end) / 2);
  let path = '';
  let band = '';
  const alone: [x: number, y: number][] = [];
  for (const [from, to] of runsOf(spreads)) {
    const own = spreads.slice(from, to) as Spread[];
    const points = own.map(({ middle }, i) => `${px(at(from + i))} ${px(y(middle))}`);
    if (own.length > 1) path += `M${points.join(' ')}`;
    else alone.push([at(from), y((own[0] as Spread).middle)]);
    if (own.every(({ least, most }) => least === most)) continue;
    const upper = own.map(({ most }, i) => `${px(at(from + i))} ${px(y(most))}`);
    const lower = own.map(({ least }, i) => `${px(at(from + i))} ${px(y(least))}`).reverse();
    band += `M${[...upper, ...lower].join(' ')}z`;
  }
  if (band !== '') drawing.area(band, role, BAND);
  drawing.path(path, role, 1.6, dash);
  drawing.dots(alone, 2.2, role, 1);
}

/** Runs of neighbours that have a value: first index, and the one after the last. */
function runsOf(spreads: readonly (Spread | null)[]): [from: number, to: number][] {
  const runs: [number, number][] = [];
  spreads.forEach((spread, i) => {
    if (spread === null) return;
    const last = runs.at(-1);
    if (last?.[1] === i) last[1] = i + 1;
    else runs.push([i, i + 1]);
  });
  return runs;
}
