import type { Kpis, LatencyStats, PercentileName } from '../../model/analysis.js';
import { count, index, marked, measure, percent, SMALL_LEGEND } from '../../model/quantities.js';
import { labelColumn, numberColumn, type TableOptions, table } from './table.js';
import type { Column, Table, Text } from './tree.js';

/** Something whose figures make a row. */
export interface KpiRow {
  name: Text;
  kpis: Kpis;
}

/**
 * Figures of many populations, one a row; the columns are the same for endpoints and transactions, so that they compare.
 * @param first title of the first column
 * @param apdexT Apdex target, ms
 */
export function kpiTable(first: string, rows: readonly KpiRow[], apdexT: number, options: TableOptions): Table {
  const columns: Column[] = [
    labelColumn(first),
    numberColumn('requests', '', 1),
    numberColumn('failed', '', 8),
    numberColumn('failed', '%', 2),
    numberColumn('rate', '1/s', 5),
    numberColumn('mean', 'ms', 7),
    numberColumn('p50', 'ms', 4),
    numberColumn('p95', 'ms', 0),
    numberColumn('p99', 'ms', 3),
    numberColumn('max', 'ms', 6),
    numberColumn('Apdex', `T ${measure(apdexT)} ms`, 9),
  ];
  return table(columns, rows, cells, { ...options, legend: SMALL_LEGEND });
}

function cells({ name, kpis }: KpiRow): Text[] {
  const { latency } = kpis;
  return [
    name,
    count(kpis.count),
    count(kpis.errors),
    percent(kpis.errorRate),
    measure(kpis.throughput),
    measure(latency.mean),
    percentile(latency, 'p50'),
    percentile(latency, 'p95'),
    percentile(latency, 'p99'),
    measure(latency.max),
    marked(index(kpis.apdex), kpis.apdexSmallSample),
  ];
}

/** @returns a percentile in ms, marked where it rests on few requests */
export function percentile(latency: LatencyStats, name: PercentileName): string {
  return marked(measure(latency[name]), latency.smallSample.includes(name));
}
