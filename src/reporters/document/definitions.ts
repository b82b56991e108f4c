import type { Analysis, Kpis, PercentileDefinition } from '../../model/analysis.js';
import { counted, measure } from '../../model/quantities.js';
import { labelText } from './endpoints.js';
import { numberColumn, table, textColumn } from './table.js';
import { type Block, list, paragraph, type Section, strong, type Table, type Text } from './tree.js';

const WHERE = 'percentileDefinitions';

/** The same percentiles by other tools' definitions, since two reports of one run are compared sooner or later. */
export function definitions({ percentileDefinitions: definitions, kpis, settings }: Analysis): Section[] {
  // The tool's own values: nothing of ours to compare them with.
  if (settings.percentiles.relativeError === null) return [];
  const jmeter = definitions.some(({ name }) => /jmeter/i.test(name));
  const title = jmeter ? "Why does p95 differ from JMeter's?" : 'Why may another tool print another p95?';
  const blocks: Block[] = [list(reasons(settings.percentiles.relativeError > 0))];
  if (definitions.length === 0) {
    blocks.push(paragraph('No other definition was computed over this run.'));
    return [{ title, brief: false, blocks }];
  }
  blocks.push(paragraph('Definitions compared over the same requests:'), list(distinct(definitions)));
  const overall = definitions.filter(({ label }) => label === null);
  blocks.push(values(overall, kpis.overall));
  const differing = definitions.filter(({ label, differs }) => label !== null && differs);
  const labels = new Set(definitions.flatMap(({ label }) => (label === null ? [] : [label])));
  if (differing.length > 0)
    blocks.push(paragraph('Endpoints where a percentile differs, the largest difference first:'), byLabel(differing, kpis.byLabel));
  else if (labels.size > 0) blocks.push(paragraph(`For ${counted(labels.size, 'endpoint')} compared, no percentile differs.`));
  return [{ title, brief: false, blocks }];
}

/** Causes that hold whatever the tool. */
function reasons(bounded: boolean): Text[] {
  return [
    'There is no single definition of a percentile: tools pick a request, or interpolate between two. The fewer the requests, the more that shows.',
    'Other requests may be counted: without failed ones, with transactions or embedded resources, with another warm-up or window.',
    ...(bounded ? ['Values here come from a histogram, so they can be off by its stated error.'] : []),
  ];
}

function distinct(definitions: readonly PercentileDefinition[]): Text[] {
  const words = new Map(definitions.map(({ name, definition }) => [name, definition]));
  return [...words].map(([name, definition]): Text => [strong(name), `: ${definition}`]);
}

function values(definitions: readonly PercentileDefinition[], overall: Kpis): Table {
  const { p90, p95, p99 } = overall.latency;
  const ours = { name: 'this report', p90, p95, p99, differs: null };
  const columns = [
    textColumn('whose definition'),
    numberColumn('p90', 'ms'),
    numberColumn('p95', 'ms'),
    numberColumn('p99', 'ms'),
    textColumn('differs'),
  ];
  return table<Omit<PercentileDefinition, 'definition' | 'label' | 'differs'> & { differs: boolean | null }>(
    columns,
    [ours, ...definitions],
    ({ name, p90, p95, p99, differs }) => [name, measure(p90), measure(p95), measure(p99), differs === null ? '' : differs ? 'yes' : 'no'],
    { noun: 'definitions', limit: 50, where: WHERE },
  );
}

/** Both values side by side: theirs, and ours in the same row. */
function byLabel(differing: readonly PercentileDefinition[], labels: readonly Kpis[]): Table {
  const ours = new Map(labels.map(({ label, latency }) => [label, latency]));
  const columns = [
    textColumn('endpoint'),
    textColumn('whose definition'),
    numberColumn('p90 theirs / here', 'ms'),
    numberColumn('p95 theirs / here', 'ms'),
    numberColumn('p99 theirs / here', 'ms'),
  ];
  const both = (theirs: number | null, here: number | null | undefined): string => `${measure(theirs)} / ${measure(here ?? null)}`;
  return table(
    columns,
    differing,
    ({ label, name, p90, p95, p99 }) => {
      const here = ours.get(label);
      return [labelText(label), name, both(p90, here?.p90), both(p95, here?.p95), both(p99, here?.p99)];
    },
    { noun: 'comparisons', limit: 10, where: WHERE },
  );
}
