import { span as lengthOf } from '../../model/moments.js';
import { type Drawing, px, SMALL, TITLE, WIDTH } from './drawing.js';
import type { Role } from './ink.js';
import { textWidth } from './text-width.js';
import type { Scale } from './ticks.js';

/** Where the marks of a chart lie, px. */
export interface Plot {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Space around the plot, px. */
export const MARGIN = { left: 76, right: 30, top: 52, bottom: 44 };

/** The plot of a drawing that is so high. @param top, bottom space for what stands above and below, beyond the usual */
export function plotOf(height: number, { top = 0, bottom = 0 } = {}): Plot {
  return { left: MARGIN.left, right: WIDTH - MARGIN.right, top: MARGIN.top + top, bottom: height - MARGIN.bottom - bottom };
}

/** A line or filled mark of a legend. */
export interface LegendEntry {
  name: string;
  role: Role;
  /** Dashes of a line; `bar` for what is filled; `none` for words alone. */
  mark: string | 'bar' | 'none';
}

/** What lines and bands mean where steps are put together into columns. @param width of a column, ms */
export function together(width: number): LegendEntry {
  return { name: `line: middle of each ${lengthOf(width)}, shade: its lowest to highest`, role: 'muted', mark: 'none' };
}

/** Title at the left, legend under it. What has no room in the legend is left out: the alternative text names all. */
export function heading(drawing: Drawing, title: string, entries: readonly LegendEntry[]): void {
  drawing.text(16, 20, title, 'text', 'start', TITLE, true);
  let x = 16;
  for (const { name, role, mark } of entries) {
    const before = mark === 'none' ? 0 : 26;
    const width = before + textWidth(name, SMALL);
    if (x + width > WIDTH - 16) break;
    if (mark === 'bar') drawing.rect(x, 31, 18, 8, role, 0.7);
    else if (mark !== 'none') drawing.path(`M${px(x)} 35H${px(x + 20)}`, role, 2, mark);
    drawing.text(x + before, 39, name);
    x += width + 16;
  }
}

/** Grid lines and numbers at the left. @param shown number as text @param unit stands with the uppermost number */
export function valueAxis(drawing: Drawing, plot: Plot, scale: Scale, shown: (value: number) => string, unit: string): void {
  const y = (value: number): number => plot.bottom - scale.place(value) * (plot.bottom - plot.top);
  let last = Number.POSITIVE_INFINITY;
  const top = scale.ticks.at(-1);
  for (const tick of scale.ticks) {
    drawing.path(`M${px(plot.left)} ${px(y(tick))}H${px(plot.right)}`, 'grid');
    if (last - y(tick) < SMALL + 3) continue;
    drawing.text(plot.left - 8, y(tick) + 4, `${shown(tick)}${tick === top ? ` ${unit}` : ''}`, 'muted', 'end');
    last = y(tick);
  }
}

/** Numbers along the bottom, each centred on its place, and what they are under them. Those that would touch the one before are left out. */
export function bottomAxis(drawing: Drawing, plot: Plot, ticks: readonly { at: number; text: string }[], title: string): void {
  drawing.path(`M${px(plot.left)} ${px(plot.bottom)}H${px(plot.right)}`, 'axis');
  let free = 0;
  for (const { at, text } of ticks) {
    const x = plot.left + at * (plot.right - plot.left);
    drawing.path(`M${px(x)} ${px(plot.bottom)}v4`, 'axis');
    const half = textWidth(text, SMALL) / 2;
    if (x - half < free || x + half > WIDTH) continue;
    drawing.text(x, plot.bottom + 17, text, 'muted', 'middle');
    free = x + half + 8;
  }
  drawing.text((plot.left + plot.right) / 2, plot.bottom + 34, title, 'muted', 'middle');
}
