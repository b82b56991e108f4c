/*
 * DuckDB at its best: one scan with explicit types, one GROUPING SETS over everything, label and second.
 * Less than Heimr computes: no figures over successes alone, no classes of failure, no exemplars. What is left out favours DuckDB.
 *
 * node bench/duckdb-one-pass.mjs FILE [threads]
 */
import { DuckDBInstance } from '@duckdb/node-api';

const [file, threads = '2'] = process.argv.slice(2);
const COLUMNS = {
  timeStamp: 'BIGINT',
  elapsed: 'INTEGER',
  label: 'VARCHAR',
  responseCode: 'VARCHAR',
  responseMessage: 'VARCHAR',
  threadName: 'VARCHAR',
  dataType: 'VARCHAR',
  success: 'BOOLEAN',
  failureMessage: 'VARCHAR',
  bytes: 'INTEGER',
  sentBytes: 'INTEGER',
  grpThreads: 'INTEGER',
  allThreads: 'INTEGER',
  URL: 'VARCHAR',
  Latency: 'INTEGER',
  IdleTime: 'INTEGER',
  Connect: 'INTEGER',
};
const columns = Object.entries(COLUMNS)
  .map(([name, type]) => `'${name}': '${type}'`)
  .join(', ');
const connection = await (await DuckDBInstance.create(':memory:', { threads })).connect();
const result = await connection.runAndReadAll(`
  SELECT GROUPING(label, second) AS level, label, second, count(*) AS count, count(*) FILTER (NOT success) AS errors, sum(elapsed) AS sum,
    min(elapsed) AS min, max(elapsed) AS max, stddev_pop(elapsed) AS sd, quantile_disc(elapsed, [0.5, 0.75, 0.9, 0.95, 0.99, 0.999]) AS q,
    count(*) FILTER (success AND elapsed <= 500) AS satisfied, count(*) FILTER (success AND elapsed > 500 AND elapsed <= 2000) AS tolerating,
    sum(bytes) AS bytes_in, sum(sentBytes) AS bytes_out, avg(Latency) FILTER (Latency > 0) AS ttfb, max(Latency) AS ttfb_max,
    avg(Connect) FILTER (Connect > 0) AS connect, max(Connect) AS connect_max, max(allThreads) AS users, min(timeStamp) AS first, max(timeStamp + elapsed) AS last
  FROM (SELECT *, timeStamp // 1000 AS second FROM read_csv('${file.replaceAll("'", "''")}', auto_detect=false, header=true, delim=',', quote='"', escape='"', columns={${columns}})
    WHERE NOT starts_with(coalesce(responseMessage, ''), 'Number of samples in transaction'))
  GROUP BY GROUPING SETS ((), (label), (second))`);
const rows = result.getRowObjectsJS();
const total = rows.find((row) => Number(row.level) === 3);
console.log(JSON.stringify({ groups: rows.length, count: Number(total.count), errors: Number(total.errors), max: total.max }));
