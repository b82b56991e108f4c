import type { Analysis, RootCause } from '../../model/analysis.js';
import { offset } from '../../model/moments.js';
import { cut } from '../document/visible.js';
import { type CauseRow, signalRows, symptomRow } from './cause-rows.js';
import type { DrawnChart } from './chart.js';
import { Drawing, px, SMALL } from './drawing.js';
import type { Ink } from './ink.js';
import { heading, MARGIN, type Plot, plotOf } from './plot.js';
import { fitted, textWidth } from './text-width.js';
import { fromZero } from './ticks.js';
import { across, phaseRoom, spanOf, type TimeSpan, timeAxis } from './time-plot.js';

/** Heights of a row, and of the words above it, px. */
const ROW = 62;
const WORDS = 22;
/** Times the usual step between two values that is a gap: a line across it would tell what nobody measured. */
const FAR = 6;
/** Causes that are drawn: two faults at once are two drawings. */
const MOST = 2;
/** What users met above what backends measured, on one clock: the first causes that have measurements over time, each explaining a finding of its own. */
export function causeTimelines(analysis: Analysis, ink: Ink): DrawnChart[] {
  const explained = new Set<string>();
  const charts: DrawnChart[] = [];
  for (const cause of [...analysis.rootCauses].sort((a, b) => a.rank - b.rank)) {
    if (charts.length === MOST) break;
    if (charts.length > 0 && !cause.findings.some((id) => !explained.has(id))) continue;
    const chart = causeTimeline(analysis, cause, ink, charts.length === 0 ? 'cause-timeline' : `cause-timeline-${charts.length + 1}`);
    if (chart === null) continue;
    charts.push(chart);
    for (const id of cause.findings) explained.add(id);
  }
  return charts;
}

function causeTimeline(analysis: Analysis, cause: RootCause, ink: Ink, id: string): DrawnChart | null {
  const { timeline, findings } = analysis;
  const signals = signalRows(analysis, cause);
  if (timeline === null || timeline.points.length === 0 || signals.length === 0) return null;
  const span = spanOf(timeline);
  const finding = findings.find((one) => one.id === cause.findings[0]);
  const symptom = symptomRow(timeline, finding);
  const rows = [...(symptom === null ? [] : [symptom]), ...signals];
  const drawing = new Drawing(ink, MARGIN.top + rows.length * (ROW + WORDS) + phaseRoom(analysis) + MARGIN.bottom);
  const whole = plotOf(drawing.height, { bottom: phaseRoom(analysis) });
  const where = cause.service === null ? '' : ` (${cut(cause.service, 60)})`;
  const title = fitted(`${cut(cause.title, 80)}${where}: what users met, and what was measured`, whole.right - 16, SMALL + 2);
  heading(drawing, title, [
    { name: 'met by users', role: 'high', mark: '' },
    { name: 'measured in the system', role: 'low', mark: '' },
    { name: 'first seen', role: 'found', mark: '3 3' },
    ...(finding?.window ? [{ name: 'trouble', role: 'finding' as const, mark: 'bar' as const }] : []),
  ]);
  const x = across(whole, span);
  if (finding?.window) {
    const [from, to] = [x(finding.window.start), Math.max(x(finding.window.start) + 2, x(finding.window.end))];
    drawing.rect(from, whole.top, to - from, whole.bottom - whole.top, 'finding', 0.14);
  }
  rows.forEach((row, i) => {
    const top = whole.top + i * (ROW + WORDS) + WORDS;
    drawRow(drawing, { ...whole, top, bottom: top + ROW - 4 }, row, span, analysis.window.start);
  });
  timeAxis(drawing, whole, span, analysis);
  const alt = `${cause.sentence} First seen: ${rows.map(({ words, seen }) => `${words} ${seen === null ? 'at a time that is not known' : offset(seen, analysis.window.start)}`).join('; ')}.`;
  return drawing.finished(id, 'From the cause to what users met, on one clock', alt);
}

function drawRow(
  drawing: Drawing,
  plot: Plot,
  { words, role, at, values, shown, seen }: CauseRow,
  span: TimeSpan,
  start: number | null,
): void {
  const known = values.filter((value) => value !== null);
  // Nothing that is measured here falls below 0 but by a fault of who measures: it is drawn at the foot.
  const scale = fromZero(Math.max(0, ...known), 2);
  const most = scale.ticks.at(-1) as number;
  const y = (value: number): number => plot.bottom - Math.min(1, Math.max(0, scale.place(value))) * (plot.bottom - plot.top);
  for (const tick of [0, most]) {
    drawing.path(`M${px(plot.left)} ${px(y(tick))}H${px(plot.right)}`, 'grid');
    drawing.text(plot.left - 8, y(tick) + 4, tick === 0 ? '0' : fitted(shown(tick), plot.left - 12, SMALL), 'muted', 'end');
  }
  const x = across(plot, span);
  const when = seen === null || start === null ? '' : `first seen ${offset(seen, start)}`;
  if (seen !== null) drawing.path(`M${px(x(seen))} ${px(plot.top)}V${px(plot.bottom)}`, 'found', 1.4, '3 3');
  drawing.text(plot.right, plot.top - 6, when, 'found', 'end');
  drawing.text(plot.left, plot.top - 6, fitted(words, plot.right - plot.left - textWidth(when, SMALL) - 12, SMALL), 'text');
  let path = '';
  const alone: [number, number][] = [];
  const farthest = FAR * usualStep(at);
  for (const piece of piecesOf(at, values, span, farthest)) {
    const points = piece.map(([moment, value]) => `${px(x(moment))} ${px(y(value))}`);
    if (points.length > 1) path += `M${points.join('L')}`;
    else for (const [moment, value] of piece) alone.push([x(moment), y(value)]);
  }
  drawing.path(path, role, 1.6);
  drawing.dots(alone, 2.2, role, 1);
}

/** Values within a span that follow each other without a gap. */
function piecesOf(at: readonly number[], values: readonly (number | null)[], span: TimeSpan, farthest: number): [number, number][][] {
  const pieces: [number, number][][] = [];
  let last = Number.NEGATIVE_INFINITY;
  values.forEach((value, i) => {
    const moment = at[i] as number;
    const inside = value !== null && moment >= span.start && moment <= span.end;
    if (inside && moment - last <= farthest) pieces.at(-1)?.push([moment, value]);
    else if (inside) pieces.push([[moment, value]]);
    last = inside ? moment : Number.NEGATIVE_INFINITY;
  });
  return pieces;
}

/** Usual time between two values, ms. */
function usualStep(at: readonly number[]): number {
  const steps = at.slice(1).map((moment, i) => moment - (at[i] as number));
  return steps.sort((a, b) => a - b)[steps.length >> 1] ?? 0;
}
