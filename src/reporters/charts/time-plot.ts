import type { Analysis, Finding, Timeline } from '../../model/analysis.js';
import { moment } from '../../model/moments.js';
import { count } from '../../model/quantities.js';
import { cut } from '../document/visible.js';
import { type Drawing, px, SMALL } from './drawing.js';
import { bottomAxis, type Plot, plotOf } from './plot.js';
import { type PlacedLabel, placeLabels, rowsTaken } from './rows-of-labels.js';
import { fitted } from './text-width.js';
import { timeText, timeTicks } from './ticks.js';

/** Height of a row of labels above a plot, px. */
export const ROW = 15;
/** Findings that are marked, the gravest. */
const MOST = 8;
const PHASE_ROW = 20;

/** A span of time across a plot. */
export interface TimeSpan {
  /** ms epoch. */
  start: number;
  end: number;
}

/** Time that a timeline covers. */
export function spanOf({ points, step }: Timeline): TimeSpan {
  return { start: points[0]?.start ?? 0, end: (points.at(-1)?.start ?? 0) + step };
}

/** Place of a moment across the plot, px. */
export function across(plot: Pick<Plot, 'left' | 'right'>, { start, end }: TimeSpan): (at: number) => number {
  return (at) => plot.left + Math.min(1, Math.max(0, (at - start) / Math.max(1, end - start))) * (plot.right - plot.left);
}

/** Axis of time under plot and phases. */
export function timeAxis(drawing: Drawing, plot: Plot, span: TimeSpan, analysis: Analysis): void {
  const n = analysis.kpis.overall.count;
  phaseStrip(drawing, plot, span, analysis);
  const duration = span.end - span.start;
  const ticks = timeTicks(duration).map((ms) => ({ at: ms / Math.max(1, duration), text: timeText(ms, duration) }));
  bottomAxis(
    drawing,
    { ...plot, bottom: plot.bottom + phaseRoom(analysis) },
    ticks,
    `time since ${moment(span.start)} (UTC), n = ${count(n)} requests`,
  );
}

/** Findings that are marked in charts over time: those with a time of their own that are more than information; in time order. */
export function markedFindings({ findings }: Analysis): (Finding & { window: TimeSpan })[] {
  const marked = findings.filter((one): one is Finding & { window: TimeSpan } => one.window !== null && one.severity !== 'info');
  return marked.slice(0, MOST).sort((a, b) => a.window.start - b.window.start);
}

/** Names of marked findings above a plot. Every one has a row where it needs it: a band without a word says nothing. */
function labelsOf(analysis: Analysis, span: TimeSpan): PlacedLabel[] {
  const { left, right } = plotOf(0);
  const x = across({ left, right }, span);
  return placeLabels(
    markedFindings(analysis).map(({ window, title }) => ({ at: x(window.start), text: title })),
    { left, right },
    MOST,
  );
}

/** Rows that the labels of findings need above a plot. */
export function labelRows(analysis: Analysis, span: TimeSpan): number {
  return rowsTaken(labelsOf(analysis, span));
}

/** Findings with their names above the plot: as bands, or where marks must keep their shade, between lines. */
export function timeBands(drawing: Drawing, plot: Plot, span: TimeSpan, analysis: Analysis, filled = true): void {
  const x = across(plot, span);
  for (const { window } of markedFindings(analysis)) {
    const [from, to] = [x(window.start), Math.max(x(window.start) + 2, x(window.end))];
    if (filled) drawing.rect(from, plot.top, to - from, plot.bottom - plot.top, 'finding', 0.14);
    drawing.path(
      `M${px(from)} ${px(plot.top)}V${px(plot.bottom)}${filled ? '' : `M${px(to)} ${px(plot.top)}V${px(plot.bottom)}`}`,
      'finding',
      1.2,
      '3 3',
    );
  }
  for (const { text, left, row } of labelsOf(analysis, span)) drawing.text(left, plot.top - 5 - row * ROW, text, 'found');
}

/** Room that the strip of phases takes between plot and axis, px. */
export function phaseRoom({ phases }: Analysis): number {
  return phases.length > 1 ? PHASE_ROW : 0;
}

/** Phases as a strip directly under the plot, by name where there is room. */
function phaseStrip(drawing: Drawing, plot: Plot, span: TimeSpan, { phases }: Analysis): void {
  if (phases.length < 2) return;
  const x = across(plot, span);
  for (const { name, start, end } of phases) {
    const [from, to] = [x(start), x(end)];
    drawing.path(`M${px(from + 1)} ${px(plot.bottom + 4)}H${px(Math.max(from + 1, to - 1))}`, 'phase', 3);
    const text = fitted(cut(name, 40), to - from - 6, SMALL);
    if (text === name) drawing.text((from + to) / 2, plot.bottom + 17, text, 'muted', 'middle');
  }
}
