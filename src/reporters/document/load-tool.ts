import type { Analysis, LoadTool, ToolMetric } from '../../model/analysis.js';
import { bytes, count, counted, measure, percentage } from '../../model/quantities.js';
import { numberColumn, table, textColumn } from './table.js';
import { type Block, type Figures, figures, list, paragraph, quoted, type Section, strong, type Table, type Text } from './tree.js';

/** Thresholds, checks and scenarios that a report shows of each. */
const LIMIT = 50;
/** Metrics that a report shows. */
const METRICS = 100;
/** Percentiles of the file that a row shows. */
const PERCENTILES = 8;

/** What the load tool reports of itself: its facts and judgements, none of ours. Empty where the files say nothing. */
export function loadTool({ loadTool: tool }: Analysis): Section[] {
  if (tool === null) return [];
  const blocks: Block[] = [figures(items(tool))];
  if (tool.thresholds?.length) blocks.push(paragraph("The tool's own thresholds:"), list(tool.thresholds.slice(0, LIMIT).map(threshold)));
  if (tool.checks?.length) blocks.push(paragraph("The tool's own checks:"), list(tool.checks.slice(0, LIMIT).map(check)));
  if (tool.scenarios?.length) blocks.push(paragraph('Scenarios:'), list(tool.scenarios.slice(0, LIMIT).map(scenario)));
  const more = [tool.thresholds, tool.checks, tool.scenarios].reduce((sum, one) => sum + Math.max(0, (one?.length ?? 0) - LIMIT), 0);
  if (more > 0) blocks.push(paragraph(`${count(more)} more are in loadTool in analysis.json.`));
  if (tool.metrics.length > 0) {
    blocks.push(paragraph('Other metrics of the file. They are no requests and in no other figure:'), metrics(tool.metrics));
  }
  return [{ title: 'What the load tool says', brief: false, blocks }];
}

/** Judgements of the tool that a reader must not miss; they belong on the first page too. */
export function toolWarnings({ loadTool: tool }: Analysis): Figures['items'] {
  if (tool === null) return [];
  const crossed = tool.thresholds?.filter(({ passed }) => passed === false).length ?? 0;
  const judged = tool.thresholds?.filter(({ passed }) => passed !== null).length ?? 0;
  const dropped = tool.droppedIterations ?? 0;
  return [
    ...(judged > 0
      ? [
          {
            name: 'Its own thresholds',
            value: crossed === 0 ? `all ${count(judged)} passed` : `${count(crossed)} of ${count(judged)} failed`,
          },
        ]
      : []),
    ...(dropped > 0
      ? [{ name: 'Not started', value: `${counted(dropped, 'iteration')} that were due: the load asked for was not offered` }]
      : []),
  ];
}

function items(tool: LoadTool): Figures['items'] {
  return [
    { name: 'Tool', value: [quoted(tool.version === null ? tool.name : `${tool.name} ${tool.version}`)] },
    ...(tool.users === null ? [] : [{ name: 'Users at once, most', value: count(tool.users.max) }]),
    ...(tool.iterations === null ? [] : [{ name: 'Iterations', value: count(tool.iterations) }]),
    ...(tool.droppedIterations === null ? [] : [{ name: 'Iterations due and not started', value: count(tool.droppedIterations) }]),
  ];
}

function threshold({ expression, passed }: NonNullable<LoadTool['thresholds']>[number]): Text {
  const words = passed === null ? 'result not in the file' : passed ? 'passed' : 'failed';
  return [passed === false ? strong(words) : words, ': ', quoted(expression)];
}

function check({ name, passes, fails }: NonNullable<LoadTool['checks']>[number]): Text {
  const share = passes + fails === 0 ? '' : ` (${percentage(fails / (passes + fails))})`;
  return [quoted(name), `: ${count(passes)} passed, ${count(fails)} failed${share}`];
}

function scenario({ name, requests, iterations }: NonNullable<LoadTool['scenarios']>[number]): Text {
  const parts = [
    ...(requests === null ? [] : [counted(requests, 'request')]),
    ...(iterations === null ? [] : [counted(iterations, 'iteration')]),
  ];
  return parts.length === 0 ? [quoted(name)] : [quoted(name), `: ${parts.join(', ')}`];
}

function metrics(list: readonly ToolMetric[]): Table {
  const columns = [
    textColumn('metric'),
    textColumn('kind', 2),
    numberColumn('points', '', 3),
    numberColumn('value', '', 0),
    numberColumn('mean', '', 1),
    numberColumn('min', '', 5),
    numberColumn('max', '', 4),
    textColumn('percentiles of the file', 6),
  ];
  return table(
    columns,
    list,
    (metric) => {
      const shown = (value: number | null): string => amount(value, metric.unit);
      const value =
        metric.kind === 'rate'
          ? percentage(metric.share)
          : metric.kind === 'gauge'
            ? shown(metric.last)
            : metric.kind === 'counter'
              ? shown(metric.sum)
              : '';
      return [
        [quoted(metric.name)],
        metric.kind,
        count(metric.count),
        value,
        metric.mean === null ? '' : shown(metric.mean),
        metric.min === null ? '' : shown(metric.min),
        metric.max === null ? '' : shown(metric.max),
        metric.percentiles
          .slice(0, PERCENTILES)
          .flatMap(({ name, value: at }, i) => [...(i === 0 ? [] : [', ']), quoted(name, 20), ` ${shown(at)}`]),
      ];
    },
    { noun: 'metrics', limit: METRICS, where: 'loadTool.metrics', detail: true },
  );
}

function amount(value: number | null, unit: ToolMetric['unit']): string {
  if (unit === 'bytes') return bytes(value);
  return unit === '' ? measure(value) : `${measure(value)} ms`;
}
