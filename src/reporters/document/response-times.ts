import type { Analysis, Kpis, LatencyStats, PartStats } from '../../model/analysis.js';
import { bytes, count, marked, measure, SMALL_LEGEND } from '../../model/quantities.js';
import { percentile } from './kpi-table.js';
import { numberColumn, table, textColumn } from './table.js';
import { type Block, figures, paragraph, type Section, type Table } from './tree.js';

/** Distribution of response times over all requests and over the successful ones; parts of a request where the file has them. */
export function responseTimes({ kpis: { overall }, settings }: Analysis): Section[] {
  const reported = settings.percentiles.estimator === 'as-reported';
  if (reported && overall.count === 0) return [];
  const blocks: Block[] = [distributions(overall, reported)];
  if (overall.errors !== null && overall.errors > 0 && (!reported || overall.latencyOk.n > 0)) {
    blocks.push(paragraph('Failed requests are often faster or slower than the work they stand for, so both populations are shown.', true));
  }
  blocks.push(...parts(overall), volume(overall));
  return [{ title: 'Response times', brief: true, blocks }];
}

function distributions(overall: Kpis, reported: boolean): Table {
  const columns = [
    textColumn('population'),
    numberColumn('requests', '', 1),
    numberColumn('min', 'ms', 9),
    numberColumn('mean', 'ms', 4),
    numberColumn('p50', 'ms', 2),
    numberColumn('p75', 'ms', 8),
    numberColumn('p90', 'ms', 5),
    numberColumn('p95', 'ms', 1),
    numberColumn('p99', 'ms', 1),
    numberColumn('p99.9', 'ms', 6),
    numberColumn('max', 'ms', 3),
    numberColumn('sd', 'ms', 7),
  ];
  const rows: [string, LatencyStats][] = [['all', overall.latency]];
  if (!reported || overall.latencyOk.n > 0) rows.push(['successful', overall.latencyOk]);
  return table(
    columns,
    rows,
    ([name, latency]) => [
      name,
      count(latency.n),
      measure(latency.min),
      measure(latency.mean),
      percentile(latency, 'p50'),
      percentile(latency, 'p75'),
      percentile(latency, 'p90'),
      percentile(latency, 'p95'),
      percentile(latency, 'p99'),
      percentile(latency, 'p999'),
      measure(latency.max),
      measure(latency.sd),
    ],
    { noun: 'populations', limit: 2, where: '', legend: SMALL_LEGEND, dropUnknown: reported },
  );
}

/** Connecting and waiting for the first byte; a file without them says so below the table of volumes. */
function parts(overall: Kpis): Block[] {
  const known: [string, PartStats][] = [];
  if (overall.connect) known.push(['connecting', overall.connect]);
  if (overall.ttfb) known.push(['to first byte', overall.ttfb]);
  if (known.length === 0) return [];
  const columns = [
    textColumn('part of a request'),
    numberColumn('requests', ''),
    numberColumn('mean', 'ms'),
    numberColumn('p50', 'ms'),
    numberColumn('p95', 'ms'),
    numberColumn('p99', 'ms'),
    numberColumn('max', 'ms'),
  ];
  return [
    table(
      columns,
      known,
      ([name, part]) => [
        name,
        count(part.n),
        measure(part.mean),
        partPercentile(part, 'p50', 0.5),
        partPercentile(part, 'p95', 0.95),
        partPercentile(part, 'p99', 0.99),
        measure(part.max),
      ],
      { noun: 'parts', limit: 2, where: '', detail: true, legend: SMALL_LEGEND },
    ),
  ];
}

/** Marked by the same rule as percentiles of whole requests: fewer than ten beyond it. */
function partPercentile(part: PartStats, name: 'p50' | 'p95' | 'p99', share: number): string {
  return marked(measure(part[name]), part.n * (1 - share) < 10 - 1e-9);
}

const MISSING = 'not in the file';

function volume(overall: Kpis): Block {
  const items = [
    { name: 'Received', value: overall.bytesIn === null ? MISSING : bytes(overall.bytesIn) },
    { name: 'Sent', value: overall.bytesOut === null ? MISSING : bytes(overall.bytesOut) },
  ];
  if (!overall.connect) items.push({ name: 'Time to connect', value: MISSING });
  if (!overall.ttfb) items.push({ name: 'Time to first byte', value: MISSING });
  return figures(items, true);
}
