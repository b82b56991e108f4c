import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { LogLine } from '../../src/observability/log-line.js';
import { groupLines } from '../../src/observability/log-templates.js';
import { SHARED } from './lab-logs.js';

/*
 * Grouping accuracy on public logs with template ids (Loghub; Zhu et al., "Tools and Benchmarks for Automated Log Parsing", ICSE-SEIP 2019):
 * the share of lines whose group holds exactly the lines of their true template.
 */
const FOLDER = resolve(SHARED, 'datasets/loghub');
const SETS = existsSync(FOLDER)
  ? readdirSync(FOLDER).filter((name) => existsSync(resolve(FOLDER, name, `${name}_2k.log_structured.csv`)))
  : [];
/** Floors, a little below what was measured. The original paper's Drain, tuned for each set, has .998, .948, .788, .967. */
const FLOOR: Record<string, number> = { HDFS: 0.99, Hadoop: 0.95, OpenSSH: 0.78, Zookeeper: 0.96 };

if (SETS.length === 0) console.log('grouping accuracy skipped: ../shared/datasets/loghub is not there');

describe.skipIf(SETS.length === 0)('grouping accuracy on Loghub', () => {
  test.each(SETS.length === 0 ? ['no set'] : SETS)('%s', (name) => {
    const rows = table(readFileSync(resolve(FOLDER, name, `${name}_2k.log_structured.csv`), 'utf8'));
    const raw = readFileSync(resolve(FOLDER, name, `${name}_2k.log`), 'utf8').split(/\r?\n/);
    const contents = accuracy(rows.map((row, i) => ({ text: row.Content as string, event: row.EventId as string, at: i })));
    const whole = accuracy(rows.map((row, i) => ({ text: raw[i] as string, event: row.EventId as string, at: i })));
    console.log(
      `loghub ${name}: grouping accuracy ${contents.toFixed(3)} (message alone), ${whole.toFixed(3)} (whole line as a backend gives it)`,
    );
    expect(contents).toBeGreaterThanOrEqual(FLOOR[name] ?? 0.5);
  });
});

function accuracy(lines: { text: string; event: string; at: number }[]): number {
  const byEvent = new Map<string, number>();
  for (const { event } of lines) byEvent.set(event, (byEvent.get(event) ?? 0) + 1);
  const groups = groupLines(
    lines.map(
      ({ text, at }): LogLine => ({ time: at * 2000, service: 'x', stream: 'x', labels: {}, metadata: { detected_level: 'info' }, text }),
    ),
  );
  let right = 0;
  for (const group of groups) {
    const events = new Set(group.lines.map((line) => (lines[line.time / 2000] as { event: string }).event));
    if (events.size === 1 && byEvent.get([...events][0] as string) === group.lines.length) right += group.lines.length;
    else if (process.env.HEIMR_LOGHUB)
      console.log(group.lines.length, [...events].map((e) => `${e}/${byEvent.get(e)}`).join(' '), group.text);
  }
  return right / lines.length;
}

/** CSV with quotes, as Python writes it. */
function table(text: string): Record<string, string>[] {
  const records: string[][] = [[]];
  for (const [, quoted, bare = '', end = ''] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    (records[records.length - 1] as string[]).push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    if (end === '') break;
    if (end !== ',') records.push([]);
  }
  const [names = [], ...rows] = records;
  return rows
    .filter((row) => row.length === names.length)
    .map((row) => Object.fromEntries(names.map((name, i) => [name, row[i] as string])));
}
