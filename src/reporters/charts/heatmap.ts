import type { Analysis } from '../../model/analysis.js';
import { span as lengthOf } from '../document/moments.js';
import { count, measure } from '../document/quantities.js';
import type { DrawnChart } from './chart.js';
import { Drawing, px } from './drawing.js';
import type { Ink } from './ink.js';
import { heading, plotOf, valueAxis } from './plot.js';
import { logarithmic, tickText } from './ticks.js';
import { across, labelRows, phaseRoom, ROW, timeAxis, timeBands } from './time-plot.js';

const HEIGHT = 320;
/** Shade of a single request; the most frequent cell is 1. */
const FAINTEST = 0.12;
const SHADES = 12;

/** How many requests took how long, over time. Shades go by the logarithm of counts, so that few slow requests show. */
export function heatmap(analysis: Analysis, ink: Ink): DrawnChart | null {
  const map = analysis.heatmap;
  if (map === null || map.bounds.length < 3 || map.counts.length < 2) return null;
  const { bounds, start, step, counts } = map;
  const most = Math.max(...counts.flat(), 1);
  const least = bounds.find((bound) => bound > 0) as number;
  const top = bounds.at(-1) as number;
  const scale = logarithmic(bounds[0] === 0 ? least / 2 : least, top);
  const rows = labelRows(analysis);
  const drawing = new Drawing(ink, HEIGHT + rows * ROW + phaseRoom(analysis));
  const plot = plotOf(drawing.height, { top: rows * ROW, bottom: phaseRoom(analysis) });
  const span = { start, end: start + step * counts.length };
  const x = across(plot, span);
  const y = (ms: number): number => plot.bottom - scale.place(ms) * (plot.bottom - plot.top);
  heading(drawing, `How long requests took, per ${lengthOf(step)} (logarithmic)`, [
    { name: `the stronger, the more requests: 1 to ${count(most)} a field`, role: 'cell', mark: 'bar' },
  ]);
  valueAxis(drawing, plot, scale, tickText, 'ms');
  // All fields of one shade are one mark: a tenth of the text that a mark for each would take.
  const shades = new Map<number, string>();
  counts.forEach((column, i) => {
    const [from, to] = [x(start + i * step), x(start + (i + 1) * step)];
    column.forEach((n, band) => {
      if (n === 0) return;
      const [low, high] = [y(bounds[band] as number), y(bounds[band + 1] as number)];
      const shade = most === 1 ? 1 : FAINTEST + (1 - FAINTEST) * (Math.log(n) / Math.log(most));
      const rounded = Math.round(shade * SHADES) / SHADES;
      shades.set(rounded, `${shades.get(rounded) ?? ''}M${px(from)} ${px(high)}h${px(to - from)}v${px(low - high)}h${px(from - to)}z`);
    });
  });
  for (const [shade, path] of [...shades].sort(([a], [b]) => a - b)) drawing.area(path, 'cell', shade);
  timeBands(drawing, plot, span, analysis, false);
  timeAxis(drawing, plot, span, analysis);
  const alt = `Heatmap of ${count(analysis.kpis.overall.count)} latencies from ${measure(bounds[0])} to ${measure(top)} ms over ${lengthOf(span.end - span.start)}.`;
  return drawing.finished('heatmap', 'Latency over time, as a heatmap', alt);
}
