import type { Analysis } from '../../model/analysis.js';
import { span as lengthOf } from '../document/moments.js';
import { count, measure, percentage } from '../document/quantities.js';
import type { DrawnChart } from './chart.js';
import { Drawing, px } from './drawing.js';
import type { Ink } from './ink.js';
import { heading, type Plot, plotOf, valueAxis } from './plot.js';
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
  const rows = labelRows(analysis);
  const drawing = new Drawing(ink, HEIGHT - (told ? 0 : FAILURES + GAP) + rows * ROW + phaseRoom(analysis));
  const whole = plotOf(drawing.height, { top: rows * ROW, bottom: phaseRoom(analysis) });
  const upper: Plot = { ...whole, bottom: whole.bottom - (told ? FAILURES + GAP : 0) };
  const time = spanOf(timeline);
  const x = across(whole, time);
  heading(drawing, `Requests per second${told ? ' and failed share' : ''}, per ${lengthOf(step)}`, [
    { name: 'started per second', role: 'rate', mark: '' },
    ...(told ? [{ name: 'failed, %', role: 'failed' as const, mark: 'bar' as const }] : []),
  ]);
  const most = Math.max(...points.map((point) => point.throughput));
  const scale = fromZero(most);
  valueAxis(drawing, upper, scale, tickText, '1/s');
  const y = (rate: number): number => upper.bottom - scale.place(rate) * (upper.bottom - upper.top);
  timeBands(drawing, whole, time, analysis);
  drawing.path(
    points.map((point, i) => `${i === 0 ? 'M' : 'L'}${px(x(point.start + step / 2))} ${px(y(point.throughput))}`).join(''),
    'rate',
    1.6,
  );
  const worst = Math.max(...points.map(({ errorRate }) => errorRate ?? 0));
  if (told) failures(drawing, { ...whole, top: whole.bottom - FAILURES }, analysis, worst, x);
  timeAxis(drawing, whole, time, analysis);
  const alt =
    `Requests started per second over ${lengthOf(time.end - time.start)}: at most ${measure(most)}/s, ${count(analysis.kpis.overall.count)} in all.` +
    (told ? ` Failed: at most ${percentage(worst)} in ${lengthOf(step)}.` : '');
  return drawing.finished('throughput', 'Requests per second and failures', alt);
}

function failures(drawing: Drawing, plot: Plot, { timeline }: Analysis, worst: number, x: (at: number) => number): void {
  const { points, step } = timeline as NonNullable<Analysis['timeline']>;
  const scale = fromZero(Math.min(1, Math.max(worst, 0.01)) * 100, 2);
  valueAxis(drawing, plot, scale, tickText, '%');
  for (const { start, errorRate } of points) {
    if (errorRate === null || errorRate === 0) continue;
    const height = Math.max(1, scale.place(errorRate * 100) * (plot.bottom - plot.top));
    drawing.rect(x(start), plot.bottom - height, Math.max(1, x(start + step) - x(start) - 0.5), height, 'failed', 0.85);
  }
}
