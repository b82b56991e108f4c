import type { Notice } from '../model/notice.js';

/** Most warnings of a backend that are shown. */
const MAX_WARNINGS = 5;

/** A notice of the kind `prometheus-…`. */
export function prometheusNotice(id: string, level: Notice['level'], what: string, why: string, todo: string): Notice {
  return { id: `prometheus-${id}`, level, file: null, what, why, todo };
}

/** Warnings of a backend: what it did not tell. */
export function warningNotices(warnings: ReadonlySet<string>, partial: boolean): Notice[] {
  const notices = [...warnings]
    .slice(0, MAX_WARNINGS)
    .map((text) =>
      prometheusNotice(
        'warning',
        'warning',
        `Prometheus warned: ${plain(text)}`,
        'Parts of the metrics may lack, and look like nothing happened.',
        'Look at the stores behind Prometheus.',
      ),
    );
  if (partial)
    notices.push(
      prometheusNotice(
        'partial',
        'warning',
        'The answer of the metrics cluster was partial.',
        'Some of its stores did not answer.',
        'Ask again when all stores answer.',
      ),
    );
  return notices;
}

/** Names in words: the first few, and how many more. */
export function someOf(names: readonly string[], shown = 3): string {
  const more = names.length - shown;
  return more > 0 ? `${names.slice(0, shown).join(', ')} and ${more} more` : names.join(', ');
}

/** The scope cannot be used. */
export const badScope = (match: string): Notice =>
  prometheusNotice(
    'bad-scope',
    'warning',
    `The scope ${match} is no list of conditions.`,
    'Metrics are not checked.',
    'Write it as {label="value", other=~"pattern"}.',
  );

/** Nothing was scraped in the window, or the scope excludes it. */
export const noData = (scope: string): Notice =>
  prometheusNotice(
    'no-data',
    'warning',
    `Prometheus has no metrics in the window of the test${scope === '' ? '' : ` in {${scope}}`}.`,
    'Metrics are not checked; that is not the same as healthy.',
    'Check scope, clock, and how long samples are kept.',
  );

/** Names, but no samples. */
export const noSignals = (metrics: number): Notice =>
  prometheusNotice(
    'no-signals',
    'warning',
    `Prometheus lists ${metrics} metrics, but had no samples of them in the window of the test.`,
    'Lists of names are older than the window.',
    'Check clock and time zone of both sides.',
  );

/** Metrics that were not read, since there are too many. */
export const tooMany = ({ metrics, series }: { metrics: number; series: number }): Notice =>
  prometheusNotice(
    'too-many-samples',
    'warning',
    `${metrics} metrics with ${series} series were not read.`,
    'The window holds more samples than one analysis reads.',
    'Narrow the scope.',
  );

/** Metrics whose query failed. */
export const unread = ({ names, message }: { names: string[]; message: string }): Notice =>
  prometheusNotice(
    'unread',
    'warning',
    `${names.length} metrics could not be read (${someOf(names)}): ${message}`,
    'What they would tell is not checked.',
    'Narrow the scope, or ask again later.',
  );

/** Signals beyond the limit. */
export const cutSignals = (signals: number, packs: readonly string[]): Notice =>
  prometheusNotice(
    'signals-cut',
    'info',
    `${signals} signals that change least were left out${packs.length === 0 ? '' : ` (${packs.join(', ')})`}.`,
    'So many would hide the few that matter.',
    'Narrow the scope to see others.',
  );

function plain(text: string): string {
  return text.replace(/[\s\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]+/g, ' ').slice(0, 300);
}
