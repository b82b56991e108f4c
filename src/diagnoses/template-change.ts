import type { LogsAnswer, LogTemplate, TestTarget } from '../model/telemetry.js';
import type { Window } from '../model/window.js';

/*
 * Log lines in trouble against healthy. Lines of one kind come in bunches, so their number is compared with its own spread between pieces of the
 * healthy parts, never with that of a Poisson process alone.
 */

/** How one kind of log line differs. */
export interface TemplateChange {
  template: LogTemplate;
  /** Lines per second in the healthy parts and in the anomaly. */
  before: number;
  during: number;
  /** Lines in the anomaly. */
  lines: number;
  /** Whether none was seen in the healthy parts. */
  isNew: boolean;
  /** Effect in units of the healthy parts' own differences; below 1.5 it is none. */
  score: number;
  /** First bin of the anomaly with more than before, ms. */
  onset: number;
}

/** Lines below which a change is chance. */
const LEAST_LINES = 3;
/** Deviations that are none (as for signals). */
const LEAST_Z = 3;
/** Ratio below which a rise is none. */
const LEAST_RATIO = 2;

/** @returns risen templates, largest score first */
export function templateChanges(logs: LogsAnswer, target: TestTarget, anomaly: Window): TemplateChange[] {
  const bins = logs.templates[0]?.counts.length ?? 0;
  const inside = (part: Window): number[] => {
    const found: number[] = [];
    for (let i = 0; i < bins; i++) {
      const start = logs.binStart + i * logs.binWidth;
      if (start + logs.binWidth / 2 >= part.start && start + logs.binWidth / 2 <= part.end) found.push(i);
    }
    return found;
  };
  const healthy = target.healthy.flatMap(inside);
  const sick = inside(anomaly);
  if (healthy.length === 0 || sick.length === 0) return [];
  return logs.templates
    .map((template) => changeOf(template, logs, healthy, sick))
    .filter((change) => change !== null)
    .sort((a, b) => b.score - a.score || (a.template.id < b.template.id ? -1 : 1));
}

function changeOf(template: LogTemplate, logs: LogsAnswer, healthy: readonly number[], sick: readonly number[]): TemplateChange | null {
  const count = (bin: number): number => template.counts[bin] ?? 0;
  const seconds = logs.binWidth / 1000;
  const usual = healthy.reduce((sum, bin) => sum + count(bin), 0) / healthy.length;
  const lines = sick.reduce((sum, bin) => sum + count(bin), 0);
  const now = lines / sick.length;
  if (lines < LEAST_LINES || now < LEAST_RATIO * usual) return null;
  const spread = healthy.reduce((sum, bin) => sum + (count(bin) - usual) ** 2, 0) / healthy.length;
  const sd = Math.sqrt(Math.max(spread, usual, 0.1));
  const z = ((now - usual) * Math.sqrt(sick.length)) / sd;
  if (z < LEAST_Z) return null;
  const first = sick.find((bin) => count(bin) > usual + sd) ?? (sick[0] as number);
  return {
    template,
    before: usual / seconds,
    during: now / seconds,
    lines,
    isNew: usual === 0,
    score: z / LEAST_Z,
    onset: Math.max(logs.binStart + first * logs.binWidth, usual === 0 ? template.firstSeen : 0),
  };
}
