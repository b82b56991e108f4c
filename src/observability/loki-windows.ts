import type { TestTarget } from '../model/telemetry.js';
import type { Window } from '../model/window.js';

/** Parts of each kind that lines are sampled in. */
const MAX_WINDOWS = 2;

/**
 * Parts of the test that lines are sampled in: the longest troubles, and as much of what is taken as healthy. Without trouble, the whole test.
 * @param span what may be asked about, ms
 */
export function sampleWindows(target: TestTarget, span: Window): Window[] {
  const trouble = longest(joined(target.anomalies.map(({ window }) => clipped(window, span))));
  if (trouble.length === 0) return [span];
  let left = trouble.reduce((sum, window) => sum + window.end - window.start, 0);
  const healthy: Window[] = [];
  for (const window of longest(joined(target.healthy.map((one) => clipped(one, span))))) {
    if (left <= 0) break;
    const length = Math.min(window.end - window.start, left);
    left -= length;
    // Its end: what comes right before the trouble.
    healthy.push({ start: window.end - length, end: window.end });
  }
  return [...trouble, ...healthy].sort((a, b) => a.start - b.start);
}

function clipped(window: Window, span: Window): Window {
  return { start: Math.max(window.start, span.start), end: Math.min(window.end, span.end) };
}

/** Windows that overlap become one; empty ones are dropped. */
function joined(windows: readonly Window[]): Window[] {
  const kept: Window[] = [];
  for (const { start, end } of windows.filter((one) => one.end > one.start).sort((a, b) => a.start - b.start)) {
    const last = kept[kept.length - 1];
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else kept.push({ start, end });
  }
  return kept;
}

function longest(windows: readonly Window[]): Window[] {
  return [...windows].sort((a, b) => b.end - b.start - (a.end - a.start) || a.start - b.start).slice(0, MAX_WINDOWS);
}
