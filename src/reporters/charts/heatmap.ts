import type { Analysis, Heatmap } from '../../model/analysis.js';
import { span as lengthOf } from '../../model/moments.js';
import { count, measure } from '../../model/quantities.js';
import { bandScale, densities } from './bands.js';
import type { DrawnChart } from './chart.js';
import { Drawing } from './drawing.js';
import type { Ink } from './ink.js';
import { heading, plotOf, valueAxis } from './plot.js';
import { across, labelRows, phaseRoom, ROW, timeAxis, timeBands } from './time-plot.js';

const HEIGHT = 320;
/** Shade of the field with the fewest requests; the fullest is 1. */
const FAINTEST = 0.12;
/** Fields of one shade side by side count as one mark; so many of them stay under 40 KB. */
const MOST_RUNS = 2400;
/** Shades between, and with them. */
const SHADES = 10;

/** How many requests took how long, over time. Shades go by the logarithm of densities, so that few slow requests show. */
export function heatmap(analysis: Analysis, ink: Ink): DrawnChart | null {
  if (analysis.heatmap === null || analysis.heatmap.bounds.length < 3 || analysis.heatmap.counts.length < 2) return null;
  const map = drawable(analysis.heatmap);
  const shades = shadesOf(map);
  const { bounds, start, step, counts } = map;
  const top = bounds.at(-1) as number;
  const { scale, text } = bandScale(bounds, 5);
  const span = { start, end: start + step * counts.length };
  const rows = labelRows(analysis, span);
  const drawing = new Drawing(ink, HEIGHT + rows * ROW + phaseRoom(analysis));
  const plot = plotOf(drawing.height, { top: rows * ROW, bottom: phaseRoom(analysis) });
  const x = across(plot, span);
  const y = (ms: number): number => plot.bottom - scale.place(ms) * (plot.bottom - plot.top);
  const most = counts.reduce((largest, column) => Math.max(largest, ...column), 0);
  heading(drawing, `How long requests took, per ${lengthOf(step)} (logarithmic)`, [
    { name: `the stronger, the more requests: 1 to ${count(most)} a field`, role: 'cell', mark: 'bar' },
  ]);
  valueAxis(drawing, plot, scale, text, 'ms');
  const edges = bounds.map((bound) => Math.round(y(bound)));
  for (let shade = 1; shade <= SHADES; shade++)
    drawing.area(
      fieldsOf(shades, shade, (i) => Math.round(x(start + i * step)), edges),
      'cell',
      opacity(shade),
    );
  timeBands(drawing, plot, span, analysis, false);
  timeAxis(drawing, plot, span, analysis);
  const alt = `Heatmap of ${count(analysis.kpis.overall.count)} latencies from ${measure(bounds[0])} to ${measure(top)} ms over ${lengthOf(analysis.window.duration ?? span.end - span.start)}.`;
  return drawing.finished('heatmap', 'Latency over time, as a heatmap', alt);
}

/** A heatmap that is drawn in few enough marks: steps are put together by twos where neighbours differ everywhere. */
function drawable(map: Heatmap): Heatmap {
  const shades = shadesOf(map);
  const runs = shades.map((column, i) => column.filter((shade, band) => shade !== 0 && shade !== shades[i - 1]?.[band]).length);
  if (runs.reduce((sum, n) => sum + n, 0) <= MOST_RUNS) return map;
  const counts: number[][] = [];
  for (let i = 0; i < map.counts.length; i += 2) {
    const [first, second] = [map.counts[i] as number[], map.counts[i + 1] ?? []];
    const longest = Math.max(first.length, second.length);
    counts.push(Array.from({ length: longest }, (_, band) => (first[band] ?? 0) + (second[band] ?? 0)));
  }
  return drawable({ ...map, step: map.step * 2, counts });
}

const opacity = (shade: number): number => FAINTEST + ((1 - FAINTEST) * (shade - 1)) / (SHADES - 1);

/** Shade of each field, step by step, from 1 to {@link SHADES}; 0 for an empty one. */
function shadesOf({ bounds, counts }: Heatmap): number[][] {
  const fields = counts.map((column) => densities(bounds, column));
  let [least, most] = [Number.POSITIVE_INFINITY, 0];
  for (const density of fields.flat()) {
    if (density > 0 && density < least) least = density;
    if (density > most) most = density;
  }
  const range = Math.log(most / least) || 1;
  return fields.map((column) =>
    column.map((density) => (density === 0 ? 0 : 1 + Math.round(((SHADES - 1) * Math.log(density / least)) / range))),
  );
}

/**
 * All fields of one shade as one path, neighbours in a row as one field: a mark for each would take ten times the text. On whole pixels, so
 * that no seams show between them.
 */
function fieldsOf(shades: readonly (readonly number[])[], shade: number, x: (step: number) => number, edges: readonly number[]): string {
  let path = '';
  // After `z` a path goes on from where the field began.
  let [atX, atY] = [0, 0];
  for (let band = 0; band + 1 < edges.length; band++) {
    for (let i = 0; i < shades.length; i++) {
      if (shades[i]?.[band] !== shade) continue;
      const first = i;
      while (shades[i + 1]?.[band] === shade) i++;
      const [left, wide, upper] = [x(first), x(i + 1) - x(first), edges[band + 1] as number];
      const high = (edges[band] as number) - upper;
      if (wide === 0 || high === 0) continue;
      path += `${path === '' ? 'M' : 'm'}${left - atX} ${upper - atY}h${wide}v${high}h${-wide}z`;
      [atX, atY] = [left, upper];
    }
  }
  return path;
}
