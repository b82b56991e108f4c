import type { Analysis, Exemplar, Kpis, OutlierStatistic, OutlierStatistics } from '../../model/analysis.js';
import { moment } from '../../model/moments.js';
import { count, DASH, measure, percent } from '../../model/quantities.js';
import { bySlowest, labelText } from './endpoints.js';
import { numberColumn, table, textColumn } from './table.js';
import { type Block, list, paragraph, quoted, type Section, strong, type Table, type Text } from './tree.js';

/** Labels that a report shows. */
const LABELS = 50;

const WHERE = 'statistics.byLabel';

/** The three named outlier statistics: descriptions of the spread, never verdicts. */
export function outliers({ statistics, kpis }: Analysis): Section[] {
  if (statistics === null) return [];
  const { overall, byLabel } = statistics;
  const blocks: Block[] = [
    paragraph('These statistics describe the spread of response times. They do not decide the verdict.'),
    methods(overall),
    list(meanings(overall)),
  ];
  const worst = longest([overall.zScore.worst, overall.modifiedZScore.worst]);
  if (worst.length > 0) blocks.push(paragraph('The slowest marked requests:'), requests(worst));
  if (byLabel.length > 0) blocks.push(paragraph('By endpoint, in the order of the endpoint table:'), labels(byLabel, kpis.byLabel));
  return [{ title: 'Outlier statistics', brief: false, blocks }];
}

function methods({ zScore, modifiedZScore, p99p50 }: OutlierStatistics): Table {
  const columns = [
    textColumn('statistic'),
    textColumn('spread'),
    textColumn('marks requests above'),
    numberColumn('marked', 'certain bounds'),
    numberColumn('share', '%'),
  ];
  const row = (name: string, spread: string, above: string, { count: marked, countBounds: bounds, share }: OutlierStatistic): Text[] => [
    name,
    spread,
    above,
    `${count(marked)}${within(bounds)}`,
    percent(share),
  ];
  const rows = [
    row('Z-score (mean + 2.5 sd)', unit('sd', zScore.value), ms(zScore.threshold), zScore),
    row('modified Z-score (over 3.5)', unit('MAD', modifiedZScore.value), ms(modifiedZScore.threshold), modifiedZScore),
    row(
      'P99/P50',
      p99p50.value === null ? DASH : `ratio ${ratio(p99p50.value)}`,
      p99p50.threshold === null ? DASH : `${ratio(p99p50.threshold)} × p50`,
      p99p50,
    ),
  ];
  return table(columns, rows, (cells) => cells, { noun: 'statistics', limit: 3, where: '' });
}

/** Bounds of a count; nothing where it is exact or not known. */
function within(bounds: OutlierStatistic['countBounds']): string {
  return bounds === null || bounds.low === bounds.high ? '' : ` (${count(bounds.low)} to ${count(bounds.high)})`;
}

const ms = (value: number | null): string => (value === null ? DASH : `${measure(value)} ms`);
const unit = (name: string, value: number | null): string => (value === null ? DASH : `${name} ${measure(value)} ms`);
const ratio = (value: number): string => (value >= 99.95 ? measure(value) : value.toFixed(1));

function meanings({ zScore, modifiedZScore, p99p50 }: OutlierStatistics): Text[] {
  const item = (name: string, { means, doesNotMean }: OutlierStatistic): Text => [strong(name), `: ${means} ${doesNotMean}`];
  return [item('Z-score', zScore), item('Modified Z-score', modifiedZScore), item('P99/P50', p99p50)];
}

/** The slowest marked requests of two statistics are the same ones, as far as both mark them. */
const longest = (lists: Exemplar[][]): Exemplar[] => lists.reduce((most, next) => (next.length > most.length ? next : most));

function requests(worst: readonly Exemplar[]): Table {
  const columns = [
    textColumn('file:line'),
    textColumn('started (UTC)'),
    textColumn('endpoint'),
    numberColumn('took', 'ms'),
    textColumn('result'),
  ];
  return table(
    columns,
    worst,
    ({ file, line, timestamp, label, latency, success, code }) => [
      [quoted(`${file}:${line}`)],
      moment(timestamp),
      labelText(label),
      measure(latency),
      [success ? 'success' : 'failed', ...(code === '' ? [] : [' ', quoted(code)])],
    ],
    { noun: 'requests', limit: 10, where: 'statistics.overall' },
  );
}

function labels(byLabel: readonly OutlierStatistics[], kpis: readonly Kpis[]): Table {
  const rank = new Map([...kpis].sort(bySlowest).map(({ label }, at) => [label, at]));
  const place = ({ label }: OutlierStatistics): number => rank.get(label) ?? Infinity;
  const sorted = [...byLabel].sort((a, b) => (place(a) === place(b) ? 0 : place(a) - place(b)));
  const columns = [
    textColumn('endpoint'),
    numberColumn('Z-score marks', ''),
    numberColumn('share', '%'),
    numberColumn('modified Z-score marks', ''),
    numberColumn('share', '%'),
    numberColumn('P99/P50', 'ratio'),
  ];
  return table(
    columns,
    sorted,
    ({ label, zScore, modifiedZScore, p99p50 }) => [
      labelText(label),
      count(zScore.count),
      percent(zScore.share),
      count(modifiedZScore.count),
      percent(modifiedZScore.share),
      p99p50.value === null ? DASH : ratio(p99p50.value),
    ],
    { noun: 'endpoints', limit: LABELS, where: WHERE },
  );
}
