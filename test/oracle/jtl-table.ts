import { readFileSync } from 'node:fs';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';

/*
 * A raw JTL as a DuckDB table `t` of typed columns. Nothing here comes from src: an oracle that shares code with what it
 * judges repeats its mistakes.
 */

/** What a column of the file becomes. In a column that the file lacks, texts are '' and numbers NULL. */
const TYPED = {
  ts: ['timeStamp', 'BIGINT'],
  el: ['elapsed', 'BIGINT'],
  label: ['label', 'VARCHAR'],
  code: ['responseCode', 'VARCHAR'],
  message: ['responseMessage', 'VARCHAR'],
  thread: ['threadName', 'VARCHAR'],
  success: ['success', 'VARCHAR'],
  bytes_in: ['bytes', 'BIGINT'],
  bytes_out: ['sentBytes', 'BIGINT'],
  ttfb: ['Latency', 'BIGINT'],
  connect: ['Connect', 'BIGINT'],
} as const;

/** Text as an SQL literal. */
export const sqlText = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Column names of the file's first line. Headers never hold newlines, and their names no quotes. */
export function headerOf(file: string): { delimiter: string; names: string[] } {
  const line =
    readFileSync(file, 'utf8')
      .replace(/^\uFEFF/, '')
      .split(/\r\n|\n|\r/, 1)[0] ?? '';
  const delimiter = /^"?\w+"?(\W)"?\w/.exec(line)?.[1] ?? ',';
  return { delimiter, names: line.split(delimiter).map((name) => name.replace(/^"(.*)"$/, '$1')) };
}

/**
 * Loads a file with a header into `t`.
 * @param keep SQL condition on the columns above: the rows to count
 * @returns the connection, and how many data records DuckDB met before `keep`
 */
export async function loadJtl(
  file: string,
  keep: string,
): Promise<{ db: DuckDBConnection; read: number; has: (column: keyof typeof TYPED) => boolean }> {
  const db = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();
  const { delimiter, names } = headerOf(file);
  // Every option explicit: the sniffer looks at a sample only. parallel=false, as parallel readers guess where a quoted newline ends.
  const columns = names.map((name) => `${sqlText(name)}: 'VARCHAR'`).join(', ');
  await db.run(`CREATE TEMP TABLE raw AS SELECT * FROM read_csv(${sqlText(file)}, auto_detect=false, header=true, columns={${columns}},
    delim=${sqlText(delimiter)}, quote='"', escape='"', parallel=false, null_padding=false, ignore_errors=false, max_line_size=16000000)`);
  // A file written twice with -l has its header again in the middle: no data record.
  await db.run(`DELETE FROM raw WHERE "${names[0]}" = ${sqlText(names[0] ?? '')}`);
  const has = (column: keyof typeof TYPED): boolean => names.includes(TYPED[column][0]);
  const typed = (Object.keys(TYPED) as (keyof typeof TYPED)[]).map((column) => {
    const [name, type] = TYPED[column];
    if (!has(column)) return `${type === 'VARCHAR' ? "''" : 'NULL'}::${type} AS ${column}`;
    // DuckDB reads an empty field as NULL; texts are '' instead, numbers stay NULL.
    return type === 'VARCHAR' ? `coalesce("${name}", '') AS ${column}` : `TRY_CAST("${name}" AS ${type}) AS ${column}`;
  });
  await db.run(`CREATE TEMP TABLE t AS SELECT *, lower(success) = 'true' AS ok FROM (SELECT ${typed.join(', ')} FROM raw)
    WHERE ts IS NOT NULL AND el >= 0 AND (${keep})`);
  const read = (await db.runAndReadAll('SELECT count(*)::DOUBLE AS n FROM raw')).getRowObjectsJS()[0]?.['n'] as number;
  return { db, read, has };
}
