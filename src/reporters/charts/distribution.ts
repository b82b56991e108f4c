import type { Analysis } from '../../model/analysis.js';
import { count, measure } from '../../model/quantities.js';
import { bandScale, densities } from './bands.js';
import type { DrawnChart } from './chart.js';
import { Drawing, px } from './drawing.js';
import type { Ink } from './ink.js';
import { bottomAxis, heading, plotOf, valueAxis } from './plot.js';
import { placeLabels, rowsTaken } from './rows-of-labels.js';
import { fromZero, tickText } from './ticks.js';
import { ROW } from './time-plot.js';

const HEIGHT = 280;
const MARKS = ['p50', 'p95', 'p99'] as const;
const DASHES = ['', '6 3', '2 2'];
/** Length of axis that bars count for: from a response time to one that is a tenth longer. */
const TENTH = Math.log(1.1);

/** How many requests took how long, whole run, on a logarithmic axis. The area of a bar goes by its requests ({@link densities}). */
export function distribution({ distribution: bands, kpis: { overall } }: Analysis, ink: Ink): DrawnChart | null {
  if (bands === null || bands.bounds.length < 3) return null;
  const { bounds, ok, failed } = bands;
  const perTenth = (counts: readonly number[]): number[] => densities(bounds, counts).map((density) => density * TENTH);
  const all = perTenth(ok.map((n, i) => n + (failed[i] as number)));
  const bad = perTenth(failed);
  const { scale: across, text: tickName } = bandScale(bounds, 9);
  const edges = plotOf(HEIGHT);
  const x = (ms: number): number => edges.left + across.place(ms) * (edges.right - edges.left);
  const marks = MARKS.flatMap((name, i) => {
    const value = overall.latency[name];
    return value === null ? [] : [{ at: x(value), text: `${name} ${measure(value)} ms`, dash: DASHES[i] as string }];
  });
  const labels = placeLabels(marks, edges, MARKS.length, true);
  const drawing = new Drawing(ink, HEIGHT + rowsTaken(labels) * ROW);
  const plot = plotOf(drawing.height, { top: rowsTaken(labels) * ROW });
  const up = fromZero(Math.max(...all));
  const height = (n: number): number => up.place(n) * (plot.bottom - plot.top);
  heading(drawing, 'How long requests took, whole run', [
    { name: overall.errors === null ? 'requests' : 'good answers', role: 'low', mark: 'bar' },
    ...(failed.some((n) => n > 0) ? [{ name: 'failed', role: 'failed' as const, mark: 'bar' as const }] : []),
    { name: 'height: requests between t and 1.1 t', role: 'muted', mark: 'none' },
  ]);
  valueAxis(drawing, plot, up, tickText, '');
  all.forEach((n, i) => {
    const [from, to] = [x(bounds[i] as number), x(bounds[i + 1] as number)];
    const wide = Math.max(0.6, to - from - 0.8);
    const [whole, part] = [height(n), height(bad[i] as number)];
    drawing.rect(from, plot.bottom - whole + part, wide, whole - part, 'low', 0.75);
    drawing.rect(from, plot.bottom - whole, wide, part, 'failed', 0.9);
  });
  for (const { at, dash } of marks) drawing.path(`M${px(at)} ${px(plot.top - 4)}V${px(plot.bottom)}`, 'text', 1.2, dash);
  for (const { text, left, row } of labels) drawing.text(left, plot.top - 8 - row * ROW, text, 'text');
  const ticks = across.ticks.map((tick) => ({ at: across.place(tick), text: tickName(tick) }));
  bottomAxis(drawing, plot, ticks, `response time, ms (logarithmic), n = ${count(overall.count)} requests`);
  const alt = `Distribution of ${count(overall.count)} latencies: ${MARKS.map((name) => `${name} ${measure(overall.latency[name])} ms`).join(', ')}.`;
  return drawing.finished('distribution', 'Distribution of response times', alt);
}
