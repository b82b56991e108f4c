import type { Analysis } from '../../model/analysis.js';
import { span as lengthOf } from '../../model/moments.js';
import { count, measure } from '../../model/quantities.js';
import type { DrawnChart } from './chart.js';
import { columnsOf, spreadOf } from './columns.js';
import { Drawing } from './drawing.js';
import type { Ink } from './ink.js';
import { line } from './line.js';
import { heading, type LegendEntry, plotOf, together, valueAxis } from './plot.js';
import { fromZero, logarithmic, tickText } from './ticks.js';
import { across, labelRows, markedFindings, phaseRoom, ROW, spanOf, timeAxis, timeBands } from './time-plot.js';

const HEIGHT = 320;
/** From this ratio between largest and smallest on, a linear axis would hide the small ones. */
const WIDE = 30;
/** Room below the smallest and above the largest on a logarithmic axis, so that no line lies on the edge. */
const ROOM = 1.15;

type Name = 'p50' | 'p95' | 'p99';
const LINES: readonly (LegendEntry & { name: Name })[] = [
  { name: 'p50', role: 'low', mark: '' },
  { name: 'p95', role: 'middle', mark: '6 3' },
  { name: 'p99', role: 'high', mark: '2 2' },
];

/** Latency percentiles over time, with findings and phases. */
export function percentiles(analysis: Analysis, ink: Ink): DrawnChart | null {
  const { timeline } = analysis;
  const lines = LINES.filter(({ name }) => timeline?.points.some((point) => point[name] !== null));
  if (timeline === null || lines.length === 0) return null;
  const values = lines.flatMap(({ name }) => timeline.points.map((point) => point[name]).filter((ms) => ms !== null));
  const most = Math.max(...values);
  const least = Math.min(...values);
  // 0 has no place on a logarithmic axis.
  const wide = least > 0 && most / least >= WIDE;
  const scale = wide ? logarithmic(least / ROOM, most * ROOM) : fromZero(most);
  const time = spanOf(timeline);
  const rows = labelRows(analysis, time);
  const drawing = new Drawing(ink, HEIGHT + rows * ROW + phaseRoom(analysis));
  const plot = plotOf(drawing.height, { top: rows * ROW, bottom: phaseRoom(analysis) });
  const title = `Response time, per ${lengthOf(timeline.step)}`;
  const { size, width, columns } = columnsOf(timeline);
  heading(drawing, wide ? `${title} (logarithmic)` : title, size === 1 ? lines : [...lines, together(width)]);
  valueAxis(drawing, plot, scale, tickText, 'ms');
  timeBands(drawing, plot, time, analysis);
  timeAxis(drawing, plot, time, analysis);
  const x = across(plot, time);
  const y = (ms: number): number => plot.bottom - scale.place(ms) * (plot.bottom - plot.top);
  // The lowest line last: it is the thinnest, and what most requests met.
  for (const { name, role, mark } of [...lines].reverse()) {
    const spreads = columns.map((column) => spreadOf(column, (point) => point[name]));
    line(drawing, columns, spreads, { x, y }, { role, dash: mark });
  }
  const found = [...new Set(markedFindings(analysis).map((one) => one.title.toLowerCase()))];
  const alt =
    `${lines.map(({ name }) => name).join(', ')} of ${count(analysis.kpis.overall.count)} requests over ${lengthOf(analysis.window.duration ?? time.end - time.start)}: ` +
    `${lines.map(({ name }) => `${name} at most ${measure(Math.max(...timeline.points.map((point) => point[name] ?? 0)))} ms`).join(', ')}.` +
    (found.length > 0 ? ` Marked: ${found.join('; ')}.` : '');
  return drawing.finished('percentiles', 'Response time over time', alt);
}
