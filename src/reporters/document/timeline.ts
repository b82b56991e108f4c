import type { Analysis, TimelinePoint } from '../../model/analysis.js';
import { offset, span } from '../../model/moments.js';
import { count, counted, DASH, measure, percentage } from '../../model/quantities.js';
import { type Chart, paragraph, type Section } from './tree.js';

/** Columns of the chart: what a narrow terminal and a phone can show. */
const COLUMNS = 60;

/** How rate, p95, errors and users went over time. */
export function timeline({ timeline, window }: Analysis): Section[] {
  if (timeline === null) return [];
  const { step, points } = timeline;
  const title = 'Timeline';
  if (points.length === 0) return [{ title, brief: false, blocks: [paragraph('There are no steps of time.')] }];
  const perColumn = Math.ceil(points.length / COLUMNS);
  const columns: TimelinePoint[][] = [];
  for (let at = 0; at < points.length; at += perColumn) columns.push(points.slice(at, at + perColumn));
  const end = points[points.length - 1].start + step;
  const chart: Chart = {
    kind: 'chart',
    from: offset(points[0].start, window.start),
    to: offset(end, window.start),
    series: [
      rate(columns, step),
      ...(points.some((point) => point.p95 !== null) || points.every((point) => point.count === 0) ? [p95(columns)] : []),
      errors(columns),
      ...users(columns),
    ],
  };
  return [{ title, brief: false, blocks: [paragraph(legend(points.length, step, perColumn)), chart] }];
}

function legend(points: number, step: number, perColumn: number): string {
  const column = perColumn === 1 ? 'One column is one step' : `One column is ${count(perColumn)} steps (${span(perColumn * step)})`;
  const highest = perColumn === 1 ? '' : ' For p95 and users a column shows its highest step, since percentiles cannot be averaged.';
  return (
    `${counted(points, 'step')} of ${span(step)}, by start of request. ${column}. ` +
    `Each line is drawn from 0 to its own peak, given at the right; a dot is 0, a blank is no request.${highest}`
  );
}

type Series = Chart['series'][number];

/** Peak over columns that hold a value, in words. */
function series(name: string, values: (number | null)[], peak: (value: number) => string): Series {
  const held = values.filter((value): value is number => value !== null);
  return { name, values, peak: held.length === 0 ? DASH : peak(Math.max(...held)) };
}

const sum = (points: readonly TimelinePoint[], of: (point: TimelinePoint) => number): number =>
  points.reduce((total, point) => total + of(point), 0);

function highest(points: readonly TimelinePoint[], of: (point: TimelinePoint) => number | null): number | null {
  return points.reduce<number | null>((most, point) => {
    const value = of(point);
    return value === null || (most !== null && most >= value) ? most : value;
  }, null);
}

/** Starts per second; 0 where nothing started, for that is a fact. */
function rate(columns: TimelinePoint[][], step: number): Series {
  const values = columns.map((points) => sum(points, ({ count: started }) => started) / ((points.length * step) / 1000));
  return series('requests', values, (peak) => `${measure(peak)}/s`);
}

function p95(columns: TimelinePoint[][]): Series {
  return series(
    'p95',
    columns.map((points) => highest(points, (point) => point.p95)),
    (peak) => `${measure(peak)} ms`,
  );
}

function errors(columns: TimelinePoint[][]): Series {
  const values = columns.map((points) => {
    const started = sum(points, (point) => point.count);
    const known = points.every((point) => point.errors !== null);
    return started === 0 || !known ? null : sum(points, (point) => point.errors ?? 0) / started;
  });
  return series('failed', values, percentage);
}

function users(columns: TimelinePoint[][]): Series[] {
  const values = columns.map((points) => highest(points, (point) => point.users));
  return values.every((value) => value === null) ? [] : [series('users', values, measure)];
}
