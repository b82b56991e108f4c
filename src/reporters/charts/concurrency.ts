import type { Analysis } from '../../model/analysis.js';
import { span as lengthOf, offset } from '../document/moments.js';
import { count, measure } from '../document/quantities.js';
import type { DrawnChart } from './chart.js';
import { Drawing, px, SMALL } from './drawing.js';
import type { Ink } from './ink.js';
import { bottomAxis, heading, type Plot, plotOf, valueAxis } from './plot.js';
import { textWidth } from './text-width.js';
import { fromZero, tickText } from './ticks.js';

const HEIGHT = 320;
/** Steps with fewer requests say little of a rate. */
const MIN_COUNT = 5;
/** Fewest steps, and least range of users as a share of the most, that are worth a chart. */
const MIN_STEPS = 10;
const RANGE = 0.3;
/** Kinds that tell of a limit. */
const LIMITS: ReadonlySet<string> = new Set(['throughput-ceiling', 'queueing']);

/** Requests per second against users: where the points stop rising the system is at its limit. */
export function concurrency(analysis: Analysis, ink: Ink): DrawnChart | null {
  const { timeline, window } = analysis;
  const points = (timeline?.points ?? []).filter((point) => point.users !== null && point.count >= MIN_COUNT);
  const users = points.map((point) => point.users as number);
  const most = Math.max(...users, 0);
  if (timeline === null || points.length < MIN_STEPS || most - Math.min(...users) < RANGE * most) return null;
  const drawing = new Drawing(ink, HEIGHT);
  const plot = plotOf(HEIGHT);
  const [across, up] = [fromZero(most, 8), fromZero(Math.max(...points.map((point) => point.throughput)))];
  const x = (n: number): number => plot.left + across.place(n) * (plot.right - plot.left);
  const y = (rate: number): number => plot.bottom - up.place(rate) * (plot.bottom - plot.top);
  heading(drawing, 'Requests per second against users', [
    { name: `one dot for each ${lengthOf(timeline.step)}`, role: 'rate', mark: 'bar' },
  ]);
  valueAxis(drawing, plot, up, tickText, '1/s');
  for (const point of points) drawing.dot(x(point.users as number), y(point.throughput), 2.6, 'rate', 0.55);
  const limit = analysis.findings.find((one) => LIMITS.has(one.kind) && one.window !== null);
  const at = limit?.window ? points.find((point) => point.start + timeline.step > (limit.window?.start ?? 0)) : undefined;
  if (limit?.window && at) knee(drawing, plot, x(at.users as number), `limit found from ${offset(limit.window.start, window.start)} on`);
  const ticks = across.ticks.map((tick) => ({ at: across.place(tick), text: tickText(tick) }));
  bottomAxis(drawing, plot, ticks, `users at once, n = ${count(points.length)} steps of ${lengthOf(timeline.step)}`);
  const alt =
    `Requests per second against users, ${count(points.length)} steps: up to ${measure(Math.max(...points.map((point) => point.throughput)))}/s at up to ${measure(most)} users.` +
    (at ? ` A limit was found at about ${measure(at.users)} users.` : '');
  return drawing.finished('concurrency', 'Throughput against concurrency', alt);
}

function knee(drawing: Drawing, plot: Plot, at: number, text: string): void {
  drawing.path(`M${px(at)} ${px(plot.top)}V${px(plot.bottom)}`, 'finding', 1.2, '4 3');
  const left = at + 6 + textWidth(text, SMALL) > plot.right;
  drawing.text(left ? at - 6 : at + 6, plot.top + 12, text, 'finding', left ? 'end' : 'start');
}
