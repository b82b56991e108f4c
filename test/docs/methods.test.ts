import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { ERROR_CLASSES, errorClassOf } from '../../src/kpi/error-classes.js';
import { labelTemplate, MAX_LABELS } from '../../src/kpi/label-template.js';
import { analysisKeys } from '../../src/reporters/analysis-keys.js';
import { BUCKETS, bucketOf, lowerBound, representative, upperBound } from '../../src/stats/log-linear.js';
import { blocksOf, codeIn, ROOT, tableOf, textOf } from './markdown.js';

describe('the page of the histogram', () => {
  const vectors = tableOf('docs/methods/histogram.md', 'vectors').map((cells) => cells.map(Number));

  it('has vectors that hold', () => {
    expect(vectors.length).toBeGreaterThan(20);
    for (const [value = Number.NaN, bucket, lower, upper] of vectors) {
      const own = bucketOf(value);
      expect([value, own, lowerBound(own), upperBound(own)]).toEqual([value, bucket, lower, upper]);
    }
  });

  it('has SQL that gives the same buckets in DuckDB', async () => {
    const [sql = ''] = blocksOf('docs/methods/histogram.md', 'sql');
    const edges = Array.from({ length: BUCKETS }, (_, i) => lowerBound(i));
    const values = [
      ...vectors.map(([value = 0]) => value),
      ...edges,
      ...edges.map((edge) => edge * (1 + 1e-4)),
      ...edges.map((edge) => edge * (1 - 2e-16)),
    ];
    const connection = await (await DuckDBInstance.create()).connect();
    const rows = await connection.runAndReadAll(`SELECT v, ${sql} AS bucket FROM (SELECT unnest(?::DOUBLE[]) AS v)`, [
      `[${values.join(',')}]`,
    ]);
    const wrong = rows.getRows().filter(([v, bucket]) => bucketOf(v as number) !== bucket);
    expect(rows.currentRowCount).toBe(values.length);
    expect(wrong).toEqual([]);
  });

  it('tells the errors as they are', () => {
    let [plain, whole, below] = [0, 0, 0];
    for (let ms = 1; ms < 100_000; ms++) {
      const bucket = bucketOf(ms);
      const off = (value: number, resolution: number | null): number => Math.abs(representative(bucket, resolution) - value) / value;
      plain = Math.max(plain, off(lowerBound(bucket), null), off(upperBound(bucket), null));
      whole = Math.max(whole, off(ms, 1));
      if (ms < 256) below = Math.max(below, off(ms, 1));
    }
    expect(plain).toBeCloseTo(1 / 257, 9);
    expect([whole, below]).toEqual([1 / 256, 0]);
  });
});

describe('the page of the architecture', () => {
  it('has the import rules as they are checked', () => {
    const rules = createRequire(import.meta.url)(join(ROOT, '.dependency-cruiser.cjs')) as {
      forbidden: { name: string; comment?: string }[];
    };
    const checked = rules.forbidden.flatMap(({ name, comment = '' }) => {
      const [, folder = '', allowed = ''] = /^src\/(\w+) may import (.*) \(and errors\.ts\)$/.exec(comment) ?? [];
      return name === `${folder}-imports` && existsSync(join(ROOT, 'src', folder)) ? [[folder, allowed]] : [];
    });
    const documented = tableOf('docs/architecture.md', 'imports').map(([folder = '', allowed = '']) => [
      codeIn(folder)[0],
      allowed.replaceAll('`', ''),
    ]);
    expect(documented).toEqual(checked);
  });
});

describe('the page of analysis.json', () => {
  it('has every property', () => {
    const documented = tableOf('docs/guides/analysis-json.md', 'properties').flatMap(([names = '']) =>
      codeIn(names).map((name) => name.split(/[.[]/)[0]),
    );
    expect([...new Set(documented)]).toEqual(Object.keys(analysisKeys));
  });
});

describe('the page of the KPIs', () => {
  it('has every class of errors', () => {
    const documented = tableOf('docs/methods/kpis.md', 'classes').map(([name = '']) => codeIn(name)[0]);
    expect([...documented].sort()).toEqual([...ERROR_CLASSES].sort());
  });

  it.each([
    ['404', '', '4xx'],
    ['503', '', '5xx'],
    ['200', 'Test failed', 'assertion'],
    ['200', 'Embedded resource download error: x', 'other'],
    ['Non HTTP response code: java.net.SocketTimeoutException', '', 'timeout'],
    ['Non HTTP response code: java.net.SocketException', 'Operation timed out', 'timeout'],
    ['Non HTTP response code: java.net.ConnectException', '', 'connection'],
    ['', '', 'other'],
  ])('class of %s %s is %s', (code, message, expected) => {
    expect(errorClassOf(code, () => message)).toBe(expected);
  });
});

describe('the page of labels', () => {
  it('has a template that is made', () => {
    const page = textOf('docs/methods/labels.md');
    expect(page).toContain(`\`GET /orders/1234?user=77\` becomes \`${labelTemplate('GET /orders/1234?user=77')}\``);
    expect(page).toContain(`more than **${MAX_LABELS}** labels`);
  });
});

/** Limits that a page states: file, name of the constant, its value there, and the words of the page. */
const LIMITS: readonly (readonly [page: string, source: string, name: string, value: string, words: string])[] = [
  ['phases', 'kpi/phases', 'MIN_RUN_MS', '30_000', 'shorter than 30 s'],
  ['phases', 'kpi/phases', 'MIN_REQUESTS', '100', 'fewer than 100 requests'],
  ['phases', 'kpi/phases', 'MIN_EDGE_MS', '3000', 'at most 3 s long'],
  ['phases', 'kpi/phases', 'MIN_EDGE_SHARE', '0.01', 'shorter than 1 % of the run'],
  ['phases', 'kpi/load-signal', 'MAX_BINS', '200', 'at most 200 bins'],
  ['phases', 'kpi/load-signal', 'ENOUGH_STARTS', '50', 'wide enough for 50 starts'],
  ['phases', 'kpi/plateaus', 'MIN_SLOPE', '0.05', 'or 5 %, whichever is more'],
  ['phases', 'kpi/load-signal', 'MOST_TURNS', '0.1', 'in more than 0.1 of the bins'],
  ['phases', 'kpi/phases', 'OPEN_LOAD_MARGIN', '0.15', 'for 0.15 of the run more'],
  ['phases', 'kpi/plateaus', 'MIN_BINS', '5', 'at least five bins'],
  ['phases', 'kpi/plateaus', 'MAX_SLOPE', '0.4', 'at most 0.4 of the tolerance'],
  ['phases', 'kpi/warm-up', 'RELATIVE', '1.3', 'a factor of 1.3'],
  ['phases', 'kpi/warm-up', 'ABSOLUTE_MS', '5', 'by 5 ms'],
  ['phases', 'kpi/warm-up', 'SETTLED', '1.15', 'a factor of 1.15'],
  ['phases', 'kpi/warm-up', 'MAX_SHARE', '0.3', 'within 0.3 of the part'],
  ['phases', 'kpi/warm-up', 'BINS', '40', 'up to 40 bins'],
  ['phases', 'kpi/warm-up', 'MIN_REQUESTS', '20', 'fewer than 20 successes'],
  ['load', 'kpi/load-facts', 'TOLERANCE', '1.05', 'by more than 5 %'],
  ['load', 'kpi/load-facts', 'MIN_STEPS', '10', 'fewer than ten steps'],
  ['percentiles', 'kpi/kpis', 'MIN_BEYOND', '10', 'fewer than ten values are expected beyond it'],
  ['percentiles', 'kpi/percentile-definitions', 'MAX_LABELS', '50', 'up to 50 values by label'],
  ['kpis', 'kpi/kpis', 'APDEX_MIN', '100', 'Fewer than 100 requests are marked'],
  ['kpis', 'kpi/error-groups', 'MAX_GROUPS', '4096', 'Over 4,096 groups'],
  ['kpis', 'kpi/error-table', 'MAX_LABELS', '10', 'up to ten labels'],
  ['kpis', 'kpi/timeline', 'MAX_POINTS', '3600', 'at most 3,600'],
  ['labels', 'kpi/label-table', 'MAX_KEPT', '2048', 'begins at 2,048'],
  ['outlier-statistics', 'kpi/outlier-statistics', 'Z', '2.5', 'mean + 2.5 sd'],
  ['outlier-statistics', 'kpi/outlier-statistics', 'MODIFIED_Z', '3.5', '3.5 · MAD'],
  ['outlier-statistics', 'kpi/outlier-statistics', 'LONG_TAIL', '2', 'called long above 2'],
  ['counting', 'parsers/jmeter-convention', 'MIN_AGAINST', '3', 'at least three'],
  ['counting', 'parsers/jmeter-convention', 'DOMINANCE', '10', 'at most a tenth as many'],
  ['counting', 'parsers/jmeter-convention', 'SLACK_US', '1000', '1 ms of slack'],
];

describe('limits', () => {
  it.each(LIMITS)('docs/methods/%s.md has that of %s, %s = %s: %s', (page, source, name, value, words) => {
    expect(textOf(`src/${source}.ts`)).toMatch(new RegExp(`^(?:export )?const ${name}(?:: \\w+)? = ${value.replace('.', '\\.')};`, 'm'));
    expect(textOf(`docs/methods/${page}.md`).replace(/\s+/g, ' ')).toContain(words);
  });
});
