import type { ErrorGroup, Errors } from '../model/analysis.js';
import type { LabelErrors } from './error-groups.js';
import { OTHER_CODES } from './error-groups.js';
import { compareText, earlierFirst } from './slowest-rows.js';

/** Labels named per group. */
const MAX_LABELS = 10;

/** Failures by class and code over all labels, most frequent first. */
export function errorTable(groups: readonly LabelErrors[], labels: readonly string[]): Errors {
  const total = groups.reduce((sum, group) => sum + group.count, 0);
  const byCode = new Map<string, LabelErrors[]>();
  for (const group of groups) {
    const key = `${group.class} ${group.code}`;
    byCode.set(key, [...(byCode.get(key) ?? []), group]);
  }
  const merged = [...byCode.values()].map((own): ErrorGroup => {
    const first = own.reduce((a, b) => (earlierFirst(b.exemplar, a.exemplar) < 0 ? b : a));
    const count = own.reduce((sum, group) => sum + group.count, 0);
    return {
      class: first.class,
      code: first.code,
      count,
      share: count / total,
      firstSeen: own.reduce((t, group) => Math.min(t, group.firstSeen), Number.POSITIVE_INFINITY),
      lastSeen: own.reduce((t, group) => Math.max(t, group.lastSeen), 0),
      message: first.exemplar.message,
      labels: own
        .map((group) => ({ label: labels[group.label] as string, count: group.count }))
        .sort((a, b) => b.count - a.count || compareText(a.label, b.label))
        .slice(0, MAX_LABELS),
      exemplar: first.exemplar,
    };
  });
  merged.sort((a, b) => b.count - a.count || compareText(a.class, b.class) || compareText(a.code, b.code));
  return { total, groups: merged, ungrouped: merged.filter((g) => g.code === OTHER_CODES).reduce((sum, g) => sum + g.count, 0) };
}
