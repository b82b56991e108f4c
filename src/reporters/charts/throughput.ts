import type { Analysis, TimelinePoint } from '../../model/analysis.js';
import { span as lengthOf } from '../../model/moments.js';
import { count, measure, percentage } from '../../model/quantities.js';
import type { DrawnChart } from './chart.js';
import { columnsOf, spreadOf } from './columns.js';
import { Drawing } from './drawing.js';
import type { Ink } from './ink.js';
import { line } from './line.js';
import { heading, type Plot, plotOf, together, valueAxis } from './plot.js';
import { fromZero, tickText } from './ticks.js';
import { across, labelRows, phaseRoom, ROW, spanOf, timeAxis, timeBands } from './time-plot.js';

const HEIGHT = 340;
/** Height of the failures under the rate, and the space between. */
const FAILURES = 70;
const GAP = 26;

/** Requests started per second, and the share of them that failed. */
export function throughput(analysis: Analysis, ink: Ink): DrawnChart | null {
  const { timeline } = analysis;
  if (timeline === null || timeline.points.length === 0) return null;
  const { points, step } = timeline;
  const told = points.some(({ errors }) => errors !== null);
  const time = spanOf(timeline);
  const rows = labelRows(analysis, time);
  const drawing = new Drawing(ink, HEIGHT - (told ? 0 : FAILURES + GAP) + rows * ROW + phaseRoom(analysis));
  const whole = plotOf(drawing.height, { top: rows * ROW, bottom: phaseRoom(analysis) });
  const upper: Plot = { ...whole, bottom: whole.bottom - (told ? FAILURES + GAP : 0) };
  const { size, width, columns } = columnsOf(timeline);
  const x = across(whole, time);
  heading(drawing, `Requests per second${told ? ' and failed share' : ''}, per ${lengthOf(step)}`, [
    { name: 'started per second', role: 'rate', mark: '' },
    ...(told
      ? [{ name: size === 1 ? 'failed, %' : `failed, % of each ${lengthOf(width)}`, role: 'failed' as const, mark: 'bar' as const }]
      : []),
    ...(size === 1 ? [] : [together(width)]),
  ]);
  const most = Math.max(...points.map((point) => point.throughput));
  const scale = fromZero(most);
  valueAxis(drawing, upper, scale, tickText, '1/s');
  const y = (rate: number): number => upper.bottom - scale.place(rate) * (upper.bottom - upper.top);
  timeBands(drawing, whole, time, analysis);
  const spreads = columns.map((column) => spreadOf(column, (point) => point.throughput));
  line(drawing, columns, spreads, { x, y }, { role: 'rate', dash: '' });
  const worst = Math.max(...points.map(({ errorRate }) => errorRate ?? 0));
  const shares = columns.map(({ start, end, points: own }) => ({ start, end, share: shareFailed(own) }));
  if (told) failures(drawing, { ...whole, top: whole.bottom - FAILURES }, shares, x);
  timeAxis(drawing, whole, time, analysis);
  const alt =
    `Requests started per second over ${lengthOf(analysis.window.duration ?? time.end - time.start)}: at most ${measure(most)}/s, ${count(analysis.kpis.overall.count)} in all.` +
    (told ? ` Failed: at most ${percentage(worst)} in ${lengthOf(step)}.` : '');
  return drawing.finished('throughput', 'Requests per second and failures', alt);
}

/** Share of failed requests in some steps, 0..1: exact, since counts add up. Null where it is unknown or nothing was sent. */
function shareFailed(points: readonly TimelinePoint[]): number | null {
  let [requests, failed] = [0, 0];
  for (const { count: n, errors } of points) {
    if (errors === null) continue;
    requests += n;
    failed += errors;
  }
  return requests === 0 ? null : failed / requests;
}

function failures(
  drawing: Drawing,
  plot: Plot,
  shares: readonly { start: number; end: number; share: number | null }[],
  x: (at: number) => number,
): void {
  const worst = Math.max(...shares.map(({ share }) => share ?? 0));
  const scale = fromZero(Math.min(1, Math.max(worst, 0.01)) * 100, 2);
  valueAxis(drawing, plot, scale, tickText, '%');
  for (const { start, end, share } of shares) {
    if (share === null || share === 0) continue;
    const height = Math.max(1, scale.place(share * 100) * (plot.bottom - plot.top));
    drawing.rect(x(start), plot.bottom - height, Math.max(1, x(end) - x(start) - 0.5), height, 'failed', 0.85);
  }
}
