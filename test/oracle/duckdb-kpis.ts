import type { Exact, ExactKpis, ExactLatency, ExactPart } from './exact.js';
import { loadJtl, sqlText } from './jtl-table.js';

/** Rows that are requests: JMeter's dashboard leaves out transactions by exactly this test. */
export const REQUESTS_ONLY = "message NOT LIKE 'Number of samples in transaction%'";

/** Quantiles of the Analysis, in its order. */
export const QUANTILES = [0.5, 0.75, 0.9, 0.95, 0.99, 0.999] as const;

type Row = Record<string, unknown>;
const LIST = `[${QUANTILES.join(', ')}]`;

/** Sums in HUGEINT, so that they and the variance's numerator are exact; only the last division rounds. */
const latencySql = (filter: string, suffix: string): string => {
  const f = `FILTER (${filter})`;
  return `count(*) ${f} AS n${suffix}, sum(el) ${f} AS sum${suffix}, min(el) ${f} AS min${suffix}, max(el) ${f} AS max${suffix},
    sum(el) ${f}::DOUBLE / count(*) ${f} AS mean${suffix}, quantile_disc(el::DOUBLE, ${LIST}) ${f} AS q${suffix},
    sqrt((count(*) ${f} * sum(el::HUGEINT * el) ${f} - sum(el) ${f} * sum(el) ${f})::DOUBLE) / count(*) ${f} AS sd${suffix}`;
};

/** Heimr's classes of failure, said again in SQL. */
const CLASS = `CASE WHEN starts_with(code, 'Non HTTP response code') THEN CASE WHEN code ILIKE '%timeout%' THEN 'timeout' ELSE 'connection' END
  WHEN regexp_full_match(code, '4[0-9][0-9]') THEN '4xx' WHEN regexp_full_match(code, '5[0-9][0-9]') THEN '5xx'
  WHEN regexp_full_match(code, '[123][0-9][0-9]') THEN CASE WHEN starts_with(message, 'Embedded resource download error') THEN 'other' ELSE 'assertion' END
  ELSE 'other' END`;

/**
 * Computes every figure exactly from the raw rows.
 * @param keep SQL condition: the rows to count
 * @param apdexT Apdex target, ms
 */
export async function exactKpis(file: string, keep: string = 'true', apdexT = 500): Promise<Exact> {
  const { db, read, has } = await loadJtl(file, keep);
  const rows = async (sql: string): Promise<Row[]> => (await db.runAndReadAll(sql)).getRowObjectsJS().map(plain);
  await db.run('CREATE TEMP VIEW g AS SELECT NULL AS grp, * FROM t UNION ALL SELECT label AS grp, * FROM t');
  const main = await rows(`SELECT grp, count(*) AS count, count(*) FILTER (NOT ok) AS errors, min(ts) AS first, max(ts + el) AS last,
      (count(*) FILTER (ok AND el <= ${apdexT}) + count(*) FILTER (ok AND el > ${apdexT} AND el <= ${4 * apdexT}) / 2) / count(*) AS apdex,
      ${latencySql('true', '')}, ${latencySql('ok', '_ok')}, sum(bytes_in) AS bytes_in, sum(bytes_out) AS bytes_out,
      ${['ttfb', 'connect'].map((c) => `count(*) FILTER (${c} > 0) AS ${c}_n, sum(${c}) FILTER (${c} > 0) AS ${c}_sum, max(${c}) AS ${c}_max`).join(', ')}
    FROM g GROUP BY grp`);
  const classes = await rows(`SELECT grp, ${CLASS} AS class, count(*) AS n FROM g WHERE NOT ok GROUP BY ALL`);
  const outliers = await rows(`WITH m AS (SELECT grp, quantile_disc(el, 0.5) AS med, ${latencySql('true', '')} FROM g GROUP BY grp),
      d AS (SELECT m.grp, quantile_disc(abs(el - med), 0.5) AS mad FROM g JOIN m ON g.grp IS NOT DISTINCT FROM m.grp GROUP BY m.grp)
    SELECT m.grp, any_value(mean + 2.5 * sd) AS z, count(*) FILTER (el > mean + 2.5 * sd) AS z_n, any_value(med) AS med, any_value(mad) AS mad,
      count(*) FILTER (mad > 0 AND 0.6745 * (el - med) / mad > 3.5) AS mz_n
    FROM g JOIN m ON g.grp IS NOT DISTINCT FROM m.grp JOIN d ON g.grp IS NOT DISTINCT FROM d.grp GROUP BY m.grp`);
  const figures = main.map(
    (row): ExactKpis =>
      kpisOf(
        row,
        classes.filter((c) => c['grp'] === row['grp']),
        outliers.find((o) => o['grp'] === row['grp']) ?? {},
        has,
      ),
  );
  const seconds = await rows('SELECT ts // 1000 AS s, count(*) AS count, count(*) FILTER (NOT ok) AS errors FROM t GROUP BY s');
  return {
    read,
    overall: figures.find((k) => k.label === null) ?? null,
    byLabel: new Map(figures.flatMap((k) => (k.label === null ? [] : [[k.label, k] as const]))),
    perSecond: new Map(seconds.map((r) => [num(r['s']), { count: num(r['count']), errors: num(r['errors']) }])),
    async countAbove(label, limit) {
      const where = label === null ? 'true' : `label = ${sqlText(label)}`;
      return num((await rows(`SELECT count(*) AS n FROM t WHERE ${where} AND el > ${limit}::DOUBLE`))[0]?.['n']);
    },
  };
}

const num = (value: unknown): number => Number(value);
const orNull = (value: unknown): number | null => (value === null ? null : Number(value));
/** BigInt to number: every integer here is below 2^53, or the test would be about something else. */
const plain = (row: object): Row =>
  Object.fromEntries(Object.entries(row).map(([key, value]) => [key, typeof value === 'bigint' ? checked(value) : value]));
function checked(value: bigint): number {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new RangeError(`${value} does not fit a double exactly`);
  return Number(value);
}

function kpisOf(row: Row, classes: Row[], outlier: Row, has: (column: 'ttfb' | 'connect') => boolean): ExactKpis {
  const latency = (suffix: string): ExactLatency => ({
    n: num(row[`n${suffix}`]),
    sum: orNull(row[`sum${suffix}`]),
    min: orNull(row[`min${suffix}`]),
    mean: orNull(row[`mean${suffix}`]),
    max: orNull(row[`max${suffix}`]),
    sd: orNull(row[`sd${suffix}`]),
    quantiles: (row[`q${suffix}`] as number[] | null) ?? [],
  });
  const part = (c: 'ttfb' | 'connect'): ExactPart | null =>
    has(c) ? { n: num(row[`${c}_n`]), mean: num(row[`${c}_sum`]) / num(row[`${c}_n`]), max: num(row[`${c}_max`]) } : null;
  const [start, end, count] = [num(row['first']), num(row['last']), num(row['count'])];
  const all = latency('');
  return {
    label: row['grp'] as string | null,
    count,
    errors: num(row['errors']),
    start,
    end,
    apdex: num(row['apdex']),
    throughput: end > start ? count / ((end - start) / 1000) : null,
    latency: all,
    latencyOk: latency('_ok'),
    bytesIn: orNull(row['bytes_in']),
    bytesOut: orNull(row['bytes_out']),
    ttfb: part('ttfb'),
    connect: part('connect'),
    classes: Object.fromEntries(classes.map((c) => [c['class'], num(c['n'])])),
    outliers: {
      zThreshold: num(outlier['z']),
      zCount: num(outlier['z_n']),
      median: num(outlier['med']),
      mad: num(outlier['mad']),
      modifiedZCount: num(outlier['mz_n']),
      p99p50: (all.quantiles[4] ?? NaN) / (all.quantiles[0] ?? NaN),
    },
  };
}
