import type { Analysis } from '../../model/analysis.js';
import { count, measure } from '../document/quantities.js';
import type { DrawnChart } from './chart.js';
import { Drawing, px, SMALL } from './drawing.js';
import type { Ink } from './ink.js';
import { bottomAxis, heading, plotOf, valueAxis } from './plot.js';
import { textWidth } from './text-width.js';
import { fromZero, logarithmic, tickText } from './ticks.js';

const HEIGHT = 300;
/** Room for the names of percentiles above the bars. */
const NAMES = 34;
const MARKS = ['p50', 'p95', 'p99'] as const;

/** How many requests took how long, whole run. Bands grow with the latency, as its axis does. */
export function distribution({ distribution: bands, kpis: { overall } }: Analysis, ink: Ink): DrawnChart | null {
  if (bands === null || bands.bounds.length < 3) return null;
  const { bounds, ok, failed } = bands;
  const all = ok.map((n, i) => n + (failed[i] as number));
  const least = bounds.find((bound) => bound > 0) as number;
  const top = bounds.at(-1) as number;
  const drawing = new Drawing(ink, HEIGHT);
  const plot = plotOf(HEIGHT, { top: NAMES });
  const across = logarithmic(bounds[0] === 0 ? least / 2 : least, top, 9);
  const up = fromZero(Math.max(...all));
  const x = (ms: number): number => plot.left + across.place(ms) * (plot.right - plot.left);
  const height = (n: number): number => up.place(n) * (plot.bottom - plot.top);
  const hasFailed = failed.some((n) => n > 0);
  heading(drawing, 'How long requests took, whole run', [
    { name: 'good answers per band', role: 'low', mark: 'bar' },
    ...(hasFailed ? [{ name: 'failed', role: 'failed' as const, mark: 'bar' as const }] : []),
  ]);
  valueAxis(drawing, plot, up, tickText, '');
  all.forEach((n, i) => {
    const [from, to] = [x(bounds[i] as number), x(bounds[i + 1] as number)];
    const wide = Math.max(0.6, to - from - 0.8);
    drawing.rect(from, plot.bottom - height(ok[i] as number), wide, height(ok[i] as number), 'low', 0.75);
    drawing.rect(from, plot.bottom - height(n), wide, height(failed[i] as number), 'failed', 0.9);
  });
  let free = plot.left;
  MARKS.forEach((name, i) => {
    const value = overall.latency[name];
    if (value === null) return;
    const text = `${name} ${measure(value)} ms`;
    const half = textWidth(text, SMALL) / 2;
    const at = x(Math.max(value, least));
    const centre = Math.min(Math.max(at, free + half), plot.right - half);
    // A row of its own each where they lie close, so that none covers another.
    const close = at - half < free;
    drawing.path(`M${px(at)} ${px(plot.top - 4)}V${px(plot.bottom)}`, 'text', 1.2, ['', '6 3', '2 2'][i]);
    if (centre - half < free - 0.5) return;
    drawing.text(close ? centre : Math.min(at, plot.right - half), plot.top - 10, text, 'text', 'middle');
    free = (close ? centre : at) + half + 8;
  });
  const ticks = across.ticks.map((tick) => ({ at: across.place(tick), text: tickText(tick) }));
  bottomAxis(drawing, plot, ticks, `response time, ms (logarithmic), n = ${count(overall.count)} requests`);
  const alt = `Distribution of ${count(overall.count)} latencies: ${MARKS.map((name) => `${name} ${measure(overall.latency[name])} ms`).join(', ')}.`;
  return drawing.finished('distribution', 'Distribution of response times', alt);
}
