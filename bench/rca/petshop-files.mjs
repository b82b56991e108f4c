/*
 * PetShop (Hardt et al., "The PetShop Dataset: Finding Causes of Performance Issues across Microservices", CLeaR 2024, arXiv 2311.04806; data
 * CC-BY-4.0) from a folder of one scenario: call graph, normal metrics, and issues with the node that caused them. Nothing of it is kept in this repository.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Values of a metrics file: a column a node, metric and statistic. */
class Table {
  /** @param stamps start of each row, s since 1970 @param columns values by `node|metric|statistic`; null where there is none */
  constructor(stamps, columns) {
    this.stamps = stamps;
    this.columns = columns;
  }

  /** Values of a column; all null where the file does not have it. */
  column(node, metric, statistic) {
    return this.columns.get(`${node}|${metric}|${statistic}`) ?? this.stamps.map(() => null);
  }

  /** Some of the rows, from one to before another. */
  rows(from, to) {
    return this.#picked((_, i) => i >= from && (to === undefined || i < to));
  }

  /** All rows but some. */
  without(from, to) {
    return this.#picked((_, i) => i < from || i >= to);
  }

  #picked(wanted) {
    return new Table(this.stamps.filter(wanted), new Map([...this.columns].map(([key, values]) => [key, values.filter(wanted)])));
  }
}

/** @param columns `[node, metric, statistic, values]` each */
export function tableOf(stamps, columns) {
  return new Table(stamps, new Map(columns.map(([node, metric, statistic, values]) => [`${node}|${metric}|${statistic}`, values])));
}

/** Text of a metrics file: three rows of names, a row that names the index, rows of values. No field is quoted. */
export function parseTable(text) {
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => line.trimEnd().split(','));
  const [nodes, metrics, statistics] = lines;
  const rows = lines.slice(3).filter(([stamp]) => stamp !== '' && Number.isFinite(Number(stamp)));
  const value = (field) => (field === undefined || field === '' ? null : Number(field));
  return tableOf(
    rows.map(([stamp]) => Number(stamp)),
    nodes.slice(1).map((node, i) => [node, metrics[i + 1], statistics[i + 1], rows.map((row) => value(row[i + 1]))]),
  );
}

/** Text of the adjacency matrix: a row calls a column. @returns callees by caller */
export function parseGraph(text) {
  const [head, ...rows] = text
    .trimEnd()
    .split('\n')
    .map((line) => line.trimEnd().split(','));
  return new Map(rows.map(([caller, ...cells]) => [caller, head.slice(1).filter((_, i) => Number(cells[i]) > 0)]));
}

/** A scenario: what the graph, the normal time and each issue are; null where the folder is not there. */
export function readScenario(folder) {
  if (!existsSync(join(folder, 'graph.csv'))) return null;
  const text = (...path) => readFileSync(join(folder, ...path), 'utf8');
  const issues = ['train', 'test'].flatMap((part) =>
    readdirSync(join(folder, part))
      .sort((a, b) => Number(a.split('_')[1]) - Number(b.split('_')[1]))
      .map((name) => {
        const { target, root_cause } = JSON.parse(text(part, name, 'target.json'));
        return {
          name: `${part}/${name}`,
          abnormal: parseTable(text(part, name, 'metrics.csv')),
          target: { node: target.node, metric: target.metric, statistic: target.agg },
          alarmedAt: target.timestamp,
          cause: root_cause.node,
        };
      }),
  );
  return { graph: parseGraph(text('graph.csv')), normal: parseTable(text('noissue', 'metrics.csv')), issues };
}
