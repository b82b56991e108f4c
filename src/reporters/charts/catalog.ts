import type { Analysis, TimelinePoint } from '../../model/analysis.js';
import { span } from '../document/moments.js';
import { measure } from '../document/quantities.js';
import type { ChartOptions, DrawnChart } from './chart.js';

/** @returns every chart that the analysis holds data for, in reading order */
export function chartsOf(analysis: Analysis, _options: ChartOptions): DrawnChart[] {
  return percentiles(analysis);
}

const WIDTH = 720;
const HEIGHT = 260;
const LEFT = 56;
const BOTTOM = 28;

/** Median and p95 over time. */
function percentiles({ timeline }: Analysis): DrawnChart[] {
  const points = timeline?.points.filter((point) => point.p95 !== null) ?? [];
  if (timeline === null || points.length === 0) return [];
  const first = timeline.points[0].start;
  const last = timeline.points[timeline.points.length - 1].start + timeline.step;
  const top = Math.max(...points.map((point) => point.p95 ?? 0), 1);
  const x = (at: number): string => (LEFT + ((at - first) / (last - first)) * (WIDTH - LEFT - 8)).toFixed(1);
  const y = (value: number): string => (HEIGHT - BOTTOM - (value / top) * (HEIGHT - BOTTOM - 12)).toFixed(1);
  const line = (of: (point: TimelinePoint) => number | null, color: string): string =>
    `<polyline fill="none" stroke="${color}" stroke-width="1.6" points="${points.map((point) => `${x(point.start)},${y(of(point) ?? 0)}`).join(' ')}"/>`;
  const label = (text: string, at: string, height: string, anchor: string): string =>
    `<text x="${at}" y="${height}" font-family="Inter, sans-serif" font-size="12" fill="#57606a" text-anchor="${anchor}">${text}</text>`;
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}">` +
    `<path d="M${LEFT} ${y(0)}H${WIDTH - 8}M${LEFT} ${y(top)}H${WIDTH - 8}" stroke="#d0d7de" stroke-width="1"/>` +
    label(`${measure(top)} ms`, String(LEFT - 6), y(top), 'end') +
    label('0', String(LEFT - 6), y(0), 'end') +
    label('0 s', String(LEFT), String(HEIGHT - 8), 'start') +
    label(span(last - first), String(WIDTH - 8), String(HEIGHT - 8), 'end') +
    line((point) => point.p50, '#0969da') +
    line((point) => point.p95, '#bc4c00') +
    '</svg>';
  const alt = `Response time over ${span(last - first)}: p95 peaks at ${measure(top)} ms.`;
  return [{ id: 'percentiles', title: 'Response time over time (p50 blue, p95 orange)', alt, svg, width: WIDTH, height: HEIGHT }];
}
