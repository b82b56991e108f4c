import type { Analysis, TimelinePoint } from '../../model/analysis.js';
import { span as lengthOf } from '../document/moments.js';
import { count, measure } from '../document/quantities.js';
import type { DrawnChart } from './chart.js';
import { Drawing, px } from './drawing.js';
import type { Ink } from './ink.js';
import { heading, type LegendEntry, plotOf, valueAxis } from './plot.js';
import { fromZero, logarithmic, tickText } from './ticks.js';
import { across, labelRows, markedFindings, phaseRoom, ROW, spanOf, timeAxis, timeBands } from './time-plot.js';

const HEIGHT = 320;
/** From this ratio between largest and smallest on, a linear axis would hide the small ones. */
const WIDE = 30;

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
  const least = Math.min(...values.filter((ms) => ms > 0), most || 1);
  const wide = most / least >= WIDE;
  const scale = wide ? logarithmic(least, most) : fromZero(most);
  const rows = labelRows(analysis);
  const drawing = new Drawing(ink, HEIGHT + rows * ROW + phaseRoom(analysis));
  const plot = plotOf(drawing.height, { top: rows * ROW, bottom: phaseRoom(analysis) });
  const time = spanOf(timeline);
  const title = `Response time, per ${lengthOf(timeline.step)}`;
  heading(drawing, wide ? `${title} (logarithmic)` : title, lines);
  valueAxis(drawing, plot, scale, tickText, 'ms');
  timeBands(drawing, plot, time, analysis);
  timeAxis(drawing, plot, time, analysis);
  const x = across(plot, time);
  const y = (ms: number): number => plot.bottom - scale.place(ms) * (plot.bottom - plot.top);
  for (const { name, role, mark } of lines) drawing.path(lineOf(timeline.points, timeline.step, name, x, y), role, 1.6, mark);
  const found = markedFindings(analysis).map((one) => one.title.toLowerCase());
  const alt =
    `${lines.map(({ name }) => name).join(', ')} of ${count(analysis.kpis.overall.count)} requests over ${lengthOf(time.end - time.start)}: ` +
    `${lines.map(({ name }) => `${name} at most ${measure(Math.max(...timeline.points.map((point) => point[name] ?? 0)))} ms`).join(', ')}.` +
    (found.length > 0 ? ` Marked: ${found.join('; ')}.` : '');
  return drawing.finished('percentiles', 'Response time over time', alt);
}

/** A line through the middles of steps; where a step has no value there is a gap. A step between two gaps is a short stroke. */
function lineOf(points: readonly TimelinePoint[], step: number, name: Name, x: (at: number) => number, y: (ms: number) => number): string {
  let path = '';
  let open = false;
  points.forEach((point, i) => {
    const value = point[name];
    if (value === null) {
      open = false;
      return;
    }
    const at = x(point.start + step / 2);
    const next = points[i + 1];
    if (!open && (next === undefined || next[name] === null)) path += `M${px(at - 1)} ${px(y(value))}h2`;
    else path += `${open ? 'L' : 'M'}${px(at)} ${px(y(value))}`;
    open = true;
  });
  return path;
}
