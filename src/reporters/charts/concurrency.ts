import type { Analysis, Finding } from '../../model/analysis.js';
import { span as lengthOf, offset } from '../../model/moments.js';
import { count, measure } from '../../model/quantities.js';
import type { DrawnChart } from './chart.js';
import { type Column, columnsOf } from './columns.js';
import { Drawing, px, SMALL } from './drawing.js';
import type { Ink } from './ink.js';
import { bottomAxis, heading, type Plot, plotOf, valueAxis } from './plot.js';
import { textWidth } from './text-width.js';
import { fromZero, tickText } from './ticks.js';

const HEIGHT = 320;
/** Spans with fewer requests say little of a rate. */
const MIN_COUNT = 5;
/** Fewest spans, and least range of users as a share of the most, that are worth a chart. */
const MIN_STEPS = 10;
const RANGE = 0.3;
/** What the evidence of a ceiling calls it (docs/detectors/throughput-ceiling.md). */
const CEILING = 'good answers per second at most';
/** Kinds that tell of a limit. */
const LIMITS: ReadonlySet<string> = new Set(['throughput-ceiling', 'queueing']);

/** Requests per second against users: where the points stop rising the system is at its limit. */
export function concurrency(analysis: Analysis, ink: Ink): DrawnChart | null {
  const { timeline, window } = analysis;
  if (timeline === null) return null;
  const { width, columns } = columnsOf(timeline);
  const points = columns.map(pointOf).filter((point) => point !== null);
  const users = points.map((point) => point.users);
  const most = Math.max(...users, 0);
  if (points.length < MIN_STEPS || most - Math.min(...users) < RANGE * most) return null;
  const drawing = new Drawing(ink, HEIGHT);
  const plot = plotOf(HEIGHT);
  const highest = Math.max(...points.map(({ rate }) => rate));
  const [across, up] = [fromZero(most, 8), fromZero(highest)];
  const x = (n: number): number => plot.left + across.place(n) * (plot.right - plot.left);
  const y = (rate: number): number => plot.bottom - up.place(rate) * (plot.bottom - plot.top);
  heading(drawing, 'Requests per second against users', [{ name: `one dot for each ${lengthOf(width)}`, role: 'rate', mark: 'bar' }]);
  valueAxis(drawing, plot, up, tickText, '1/s');
  drawing.dots(
    points.map((point) => [x(point.users), y(point.rate)] as const),
    2.6,
    'rate',
    0.55,
  );
  const limit = analysis.findings.find((one) => LIMITS.has(one.kind) && one.window !== null);
  const at = limit?.window ? points.find((point) => point.end > (limit.window?.start ?? 0)) : undefined;
  const ceiling = limit?.kind === 'throughput-ceiling' ? ceilingOf(analysis, limit) : null;
  // Their words stand at different ends of the plot.
  const isLow = ceiling !== null && ceiling < highest / 2;
  const words = isLow ? plot.top + 12 : plot.bottom - 8;
  if (limit?.window && at) knee(drawing, plot, x(at.users), words, `limit found from ${offset(limit.window.start, window.start)} on`);
  if (ceiling !== null && ceiling <= highest) level(drawing, plot, y(ceiling), `ceiling of good answers: ${measure(ceiling)}/s`);
  const ticks = across.ticks.map((tick) => ({ at: across.place(tick), text: tickText(tick) }));
  bottomAxis(drawing, plot, ticks, `users at once, n = ${count(points.length)} spans of ${lengthOf(width)}`);
  const alt =
    `Requests per second against users, ${count(points.length)} spans of ${lengthOf(width)}: up to ${measure(highest)}/s at up to ${measure(most)} users.` +
    (at ? ` A limit was found at about ${measure(at.users)} users.` : '');
  return drawing.finished('concurrency', 'Throughput against concurrency', alt);
}

/** Means of a column; null where there are too few requests to speak of a rate. */
function pointOf({ points, end }: Column): { users: number; rate: number; end: number } | null {
  let [users, known, rate, requests] = [0, 0, 0, 0];
  for (const point of points) {
    requests += point.count;
    rate += point.throughput;
    if (point.users === null) continue;
    users += point.users;
    known++;
  }
  return known === 0 || requests < MIN_COUNT ? null : { users: users / known, rate: rate / points.length, end };
}

/** Most good answers per second, as the finding has it; null where it has none. */
function ceilingOf({ evidence }: Analysis, limit: Finding): number | null {
  const facts = evidence.filter(({ id }) => limit.evidence.includes(id)).flatMap((one) => one.facts);
  return facts.find(({ name, unit }) => name === CEILING && unit === '1/s')?.value ?? null;
}

function knee(drawing: Drawing, plot: Plot, at: number, words: number, text: string): void {
  drawing.path(`M${px(at)} ${px(plot.top)}V${px(plot.bottom)}`, 'finding', 1.2, '4 3');
  const left = at + 6 + textWidth(text, SMALL) > plot.right;
  drawing.text(left ? at - 6 : at + 6, words, text, 'found', left ? 'end' : 'start');
}

/** At the left over its line, where few dots are: before its ceiling a system answers less. */
function level(drawing: Drawing, plot: Plot, at: number, text: string): void {
  drawing.path(`M${px(plot.left)} ${px(at)}H${px(plot.right)}`, 'finding', 1.2, '2 3');
  drawing.text(plot.left + 8, at - 5, text, 'found');
}
