import type { Analysis } from '../../model/analysis.js';
import { count, measure } from '../../model/quantities.js';
import { distinctlyCut } from '../document/distinct-cut.js';
import { bySlowest } from '../document/endpoints.js';
import { cut } from '../document/visible.js';
import type { DrawnChart } from './chart.js';
import { Drawing, px, SMALL, WIDTH } from './drawing.js';
import type { Ink } from './ink.js';
import { heading } from './plot.js';
import { fitted, textWidth } from './text-width.js';

/** Endpoints shown, the slowest. */
const MOST = 20;
const ROW = 20;
const TOP = 56;
const BOTTOM = 14;
/** Room for names at most, and for the figures at the right, px. */
const NAMES = 250;
const FIGURES = 170;

/** Endpoints by p95 in the order of the report's table, each with its median. */
export function endpoints({ kpis }: Analysis, ink: Ink): DrawnChart | null {
  const all = kpis.byLabel.filter(({ latency }) => latency.p95 !== null);
  if (all.length === 0) return null;
  const shown = [...all].sort(bySlowest).slice(0, MOST);
  const drawing = new Drawing(ink, TOP + shown.length * ROW + BOTTOM);
  const names = distinctlyCut(
    shown.map(({ label }) => cut(label ?? '', 120)),
    NAMES,
    (text) => textWidth(text, SMALL),
    (text, px) => fitted(text, px, SMALL),
  );
  const room = Math.max(...names.map((name) => textWidth(name, SMALL)));
  const [left, right] = [16 + room + 8, WIDTH - 16 - FIGURES];
  const most = Math.max(...shown.map(({ latency }) => latency.p95 as number)) || 1;
  const width = (ms: number): number => (ms / most) * (right - left);
  const title = all.length > shown.length ? `The ${shown.length} slowest of ${count(all.length)} endpoints, by p95` : 'Endpoints, by p95';
  heading(drawing, title, [
    { name: 'p95, ms', role: 'middle', mark: 'bar' },
    { name: 'p50, ms', role: 'low', mark: '' },
    { name: 'at the right: p95, n = requests', role: 'muted', mark: 'none' },
  ]);
  shown.forEach(({ latency, count: requests }, i) => {
    const y = TOP + i * ROW;
    drawing.text(16 + room, y + 14, names[i] as string, 'text', 'end');
    drawing.rect(left, y + 3, Math.max(1, width(latency.p95 as number)), ROW - 8, 'middle', 0.75);
    if (latency.p50 !== null) drawing.path(`M${px(left + width(latency.p50))} ${px(y + 1)}v${ROW - 4}`, 'low', 2.4);
    const figures = `${measure(latency.p95)} ms, n = ${count(requests)}`;
    drawing.text(right + 8, y + 14, textWidth(figures, SMALL) <= FIGURES ? figures : `${measure(latency.p95)} ms`, 'muted');
  });
  const slowest = shown[0];
  const alt = `${title}: the slowest is ${cut(slowest?.label ?? '', 80)} with ${measure(slowest?.latency.p95 ?? null)} ms.`;
  return drawing.finished('endpoints', 'Endpoints by p95', alt);
}
