import type { Analysis, Phase } from '../../model/analysis.js';
import { offset, span } from '../../model/moments.js';
import { count, index, marked, measure, percent, SMALL_LEGEND } from '../../model/quantities.js';
import { percentile } from './kpi-table.js';
import { numberColumn, table, textColumn } from './table.js';
import { type Block, list, paragraph, type Section, strong, type Table, type Text } from './tree.js';

/** Phases that a report shows; more than this is no partition. */
const PHASES = 50;

/** Parts of the run, so that warm-up and ramps are not mixed with the steady state. */
export function phases(analysis: Analysis): Section[] {
  if (analysis.statistics === null && analysis.phases.length === 0) return [];
  if (analysis.phases.length === 0) return [{ title: 'Phases', brief: false, blocks: [paragraph('The run was not parted into phases.')] }];
  const blocks: Block[] = [
    paragraph('A request belongs to the phase in which it started.', true),
    phaseTable(analysis),
    list(analysis.phases.slice(0, PHASES).map(basis), Infinity, true),
  ];
  return [{ title: 'Phases', brief: true, blocks }];
}

function phaseTable({ phases, window, settings }: Analysis): Table {
  const columns = [
    textColumn('phase'),
    numberColumn('begins', 'from start', 6),
    numberColumn('lasts', '', 1),
    numberColumn('requests', '', 3),
    numberColumn('rate', '1/s', 1),
    numberColumn('failed', '%', 1),
    numberColumn('p50', 'ms', 4),
    numberColumn('p95', 'ms'),
    numberColumn('p99', 'ms', 2),
    numberColumn('Apdex', `T ${measure(settings.apdexT)} ms`, 5),
  ];
  return table(
    columns,
    phases,
    ({ name, start, end, kpis }) => [
      name,
      offset(start, window.start),
      span(end - start),
      count(kpis.count),
      measure(kpis.throughput),
      percent(kpis.errorRate),
      percentile(kpis.latency, 'p50'),
      percentile(kpis.latency, 'p95'),
      percentile(kpis.latency, 'p99'),
      marked(index(kpis.apdex), kpis.apdexSmallSample),
    ],
    { noun: 'phases', limit: PHASES, where: 'phases', legend: SMALL_LEGEND },
  );
}

function basis({ name, basis, reason }: Phase): Text {
  return [strong(name), ` (${basis === 'user' ? 'set by the user' : 'found from the data'}): ${reason}`];
}
