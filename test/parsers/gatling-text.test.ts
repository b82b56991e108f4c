import { describe, expect, it } from 'vitest';
import { gatlingText } from '../../src/parsers/gatling-text.js';
import { brief, CHUNKS, type Log, readLog } from './gatling-reading.js';
import { bytesOf } from './jmeter-reading.js';

/** Lines with `|` for the tabs. */
const lines = (...some: string[]): string => some.map((line) => `${line.replaceAll('|', '\t')}\n`).join('');
const read = (text: string, chunks?: readonly number[]): Promise<Log> => readLog(gatlingText, bytesOf(text), chunks);
const T = 1_700_000_000_000;
const RUN = `RUN|shop.Test|test|${T}| |3.11.5`;

/** The same request and group in every layout there was. */
const LAYOUTS: readonly [string, string[]][] = [
  ['3.4 to 3.12', [RUN, `REQUEST|Shop,Cart|Add|${T + 5}|${T + 47}|KO|too bad`, `GROUP|Shop,Cart|${T}|${T + 60}|42|KO`]],
  [
    '3.0 to 3.3',
    [`RUN|shop.Test|test|${T}| |3.3.1`, `REQUEST|7|Shop,Cart|Add|${T + 5}|${T + 47}|KO|too bad`, `GROUP|7|Shop,Cart|${T}|${T + 60}|42|KO`],
  ],
  [
    '2.2 and 2.3',
    [
      `RUN|shop.Test||test|${T}| |2.0`,
      `REQUEST|Buyers|7|Shop,Cart|Add|${T + 5}|${T + 47}|KO|too bad`,
      `GROUP|Buyers|7|Shop,Cart|${T}|${T + 60}|42|KO`,
    ],
  ],
  [
    '2.0 and 2.1',
    [
      `shop.Test|test|RUN|${T}| |2.0`,
      `Buyers|7|REQUEST|Shop,Cart|Add|${T + 5}|${T + 6}|${T + 40}|${T + 47}|KO|too bad`,
      `Buyers|7|GROUP|Shop,Cart|${T}|${T + 60}|42|0|1|KO`,
    ],
  ],
];

describe('layouts', () => {
  it.each(LAYOUTS)('%s', async (_, text) => {
    const { rows, counts, ids } = await read(lines(...text));
    expect(brief(rows)).toEqual([
      ['request', 'Shop / Cart / Add', T + 5, 42, 0, 'too bad'],
      ['transaction', 'Shop / Cart', T, 60, 0, ''],
    ]);
    expect(counts).toMatchObject({ read: 2, rejected: 0 });
    expect(ids).toEqual([]);
    expect(gatlingText.detect(bytesOf(lines(...text)), 'simulation.log')).toBe('sure');
  });

  it('1.x, whose groups have no result', async () => {
    const { rows, counts, ids } = await read(
      lines(
        'RUN|20231114221320|test|none',
        `SCENARIO|Buyers|7|START|${T}`,
        `GROUP|Buyers|Shop|7|START|${T}`,
        `ACTION|Buyers|7|Add|${T + 5}|${T + 6}|${T + 40}|${T + 47}|OK|OK`,
        `GROUP|Buyers|Shop|7|END|${T + 50}`,
        `SCENARIO|Buyers|7|END|${T + 60}`,
      ),
    );
    expect(brief(rows)).toEqual([['request', 'Add', T + 5, 42, 1, '']]);
    expect(rows[0]).toMatchObject({ line: 4, users: 1 });
    expect(counts.rejected).toBe(0);
    expect(ids).toEqual(['groups-without-result']);
  });

  it('each line is asked itself, whatever the RUN line says', async () => {
    const { rows, counts } = await read(
      lines(RUN, `REQUEST|Buyers|7||Home|${T}|${T + 3}|OK| `, `REQUEST||Home|${T}|${T + 4}|OK| `, `REQUEST|7||Home|${T}|${T + 5}|OK| `),
    );
    expect(rows.map(({ label, latency }) => [label, latency])).toEqual([
      ['Home', 3],
      ['Home', 4],
      ['Home', 5],
    ]);
    expect(counts.rejected).toBe(0);
  });

  it.each(CHUNKS)('in pieces of %s bytes', async (...chunks) => {
    const text = lines(...LAYOUTS[0]![1], `USER|Shoppers|START|${T}`, `REQUEST||Über 🛒|${T}|${T + 9}|OK| `);
    expect(brief((await read(text, chunks)).rows).at(-1)).toEqual(['request', 'Über 🛒', T, 9, 1, '']);
  });
});

describe('requests', () => {
  it('take all behind the status for the message, and the code from a check of the status only', async () => {
    const { rows } = await read(
      lines(
        RUN,
        `REQUEST||a|${T}|${T + 1}|KO|status.find.in([200, 209], 304), found 503`,
        `REQUEST||b|${T}|${T + 1}|KO|status.find.lessThanOrEqual(399), but actually 401 is not less than or equal to 399`,
        `REQUEST||c|${T}|${T + 1}|KO|jsonPath($.id).find.is(42), but actually found 500`,
        `REQUEST||d|${T}|${T + 1}|KO|status.find.not(200), but actually unexpectedly found 200`,
        `REQUEST||e|${T}|${T + 1}|KO|with|tabs |`,
        `REQUEST||f|${T}|${T + 1}|KO`,
      ),
    );
    expect(rows.map(({ label, code, message }) => [label, code, message])).toEqual([
      ['a', '503', 'status.find.in([200, 209], 304), found 503'],
      ['b', '401', 'status.find.lessThanOrEqual(399), but actually 401 is not less than or equal to 399'],
      ['c', '', 'jsonPath($.id).find.is(42), but actually found 500'],
      ['d', '200', 'status.find.not(200), but actually unexpectedly found 200'],
      ['e', '', 'with\ttabs'],
      ['f', '', ''],
    ]);
  });

  it('are called by their groups and name', async () => {
    const { rows } = await read(
      lines(
        RUN,
        `REQUEST||OK|${T}|${T}|OK| `,
        `REQUEST|a,b,c||${T}|${T}|OK| `,
        `REQUEST| | x |${T}|${T}|OK| `,
        `REQUEST|1|2|${T}|${T}|KO|KO`,
      ),
    );
    expect(rows.map(({ label, latency, message }) => [label, latency, message])).toEqual([
      ['OK', 0, ''],
      ['a / b / c / (no name)', 0, ''],
      ['x', 0, ''],
      ['1 / 2', 0, 'KO'],
    ]);
  });

  it('with tabs in their names, which Gatling writes as they are, stay requests', async () => {
    const { rows, counts } = await read(
      lines(
        RUN,
        `REQUEST||tab|in it|${T}|${T + 1}|OK| `,
        `REQUEST|Shop|two|tabs|in it|${T}|${T + 2}|KO|bad`,
        `REQUEST|7|Shop|tab|in it|${T}|${T + 3}|OK| `,
        `GROUP|Shop,a|tab|${T}|${T + 4}|3|OK`,
        `REQUEST||plain|${T}|${T + 5}|OK| `,
      ),
    );
    expect(rows.map(({ label, latency, success }) => [label, latency, success])).toEqual([
      ['tab in it', 1, 1],
      ['Shop / two tabs in it', 2, 0],
      ['Shop / tab in it', 3, 1],
      ['Shop / a tab', 4, 1],
      ['plain', 5, 1],
    ]);
    expect(counts.rejected).toBe(0);
  });

  it('are rejected where the end is before the start, or the times are none', async () => {
    const { rows, counts } = await read(
      lines(
        RUN,
        `REQUEST||a|${T}|${T - 1}|OK| `,
        `REQUEST||b|${T}||OK| `,
        `REQUEST||c|-1|${T}|OK| `,
        `REQUEST||d|${T}|${T}|Ok| `,
        `REQUEST||e|${T}|${T + 1}|OK| `,
      ),
    );
    expect(rows.map(({ label }) => label)).toEqual(['e']);
    expect(counts).toMatchObject({ read: 5, rejected: 4 });
    expect(counts.rejects.map(({ line }) => line)).toEqual([2, 3, 4, 5]);
  });

  it('are none where nobody waited for the message', async () => {
    const { rows, counts, ids } = await read(lines(RUN, `REQUEST||socket|${T}|-9223372036854775808|OK| `, `REQUEST||a|${T}|${T + 1}|OK| `));
    expect(rows.map(({ label }) => label)).toEqual(['a']);
    expect(counts.read).toBe(1);
    expect(ids).toEqual(['unmatched-messages']);
  });
});

describe('users, errors and the rest', () => {
  it('counts users that run, and knows the scenarios', async () => {
    const request = (n: number) => `REQUEST||a|${T}|${T + n}|OK| `;
    const { rows, reading } = await read(
      lines(
        RUN,
        `USER|A|START|${T}`,
        `USER|B|7|START|${T}|${T}`,
        request(1),
        `USER|A|END|${T + 1}`,
        request(2),
        `USER|C|START|${T}`,
        `USER|C|START|${T}`,
        request(3),
      ),
    );
    expect(rows.map(({ users }) => users)).toEqual([2, 1, 3]);
    expect(reading.loadTool?.()).toMatchObject({ name: 'Gatling', version: '3.11.5', users: { max: 3 } });
    expect(reading.loadTool?.()?.scenarios?.map(({ name }) => name)).toEqual(['A', 'B', 'C']);
  });

  it('tells of errors, which are no requests', async () => {
    const { rows, notices, reading } = await read(
      lines(
        `ASSERTION|AAECAwQ=`,
        RUN,
        `ERROR|No attribute: x |${T}`,
        `ERROR|No attribute: x |${T}`,
        `GROUP|as 2.3 wrote it|${T}`,
        `REQUEST||a|${T}|${T + 1}|OK| `,
      ),
    );
    expect(rows.length).toBe(1);
    expect(notices.map(({ id, what }) => [id, /\d+/.exec(what)?.[0]])).toEqual([['gatling-errors', '3']]);
    expect(reading.loadTool?.()?.metrics).toMatchObject([{ count: 3 }]);
  });

  it('rejects lines of other logs', async () => {
    const { counts, rows } = await read(lines(RUN, 'DEBUG|what|is this', 'REQUEST|', `USER|A|${T}`, `REQUEST||a|${T}|${T + 1}|OK| `));
    expect(rows.length).toBe(1);
    expect(counts).toMatchObject({ read: 4, rejected: 3 });
    expect(counts.reasons).toEqual({ 'a record of an unknown type': 1, 'not in the layout of any version of Gatling': 2 });
  });

  it('reads lines that end with CR LF', async () => {
    const { rows } = await read(lines(RUN, `REQUEST||a|${T}|${T + 1}|KO|bad`).replaceAll('\n', '\r\n'));
    expect(rows.map(({ label, message }) => [label, message])).toEqual([['a', 'bad']]);
  });

  it.each([
    ['within the times', `REQUEST||b|${T}|17000`, 1, 1],
    ['right behind the status', `REQUEST||b|${T}|${T + 2}|OK`, 2, 0],
    ['within the status', `REQUEST||b|${T}|${T + 2}|O`, 1, 1],
    ['within the word', 'REQ', 1, 1],
  ])('cut %s', async (_, last, requests, rejected) => {
    const { rows, counts, ids } = await read(lines(RUN, `REQUEST||a|${T}|${T + 1}|OK| `) + last.replaceAll('|', '\t'));
    expect({ requests: rows.length, rejected: counts.rejected, ids }).toEqual({ requests, rejected, ids: ['truncated'] });
  });
});

describe('detection', () => {
  it.each([
    ['a log that begins with assertions', lines('ASSERTION|AAEC', 'ASSERTION|AAED', RUN), 'sure'],
    ['assertions alone', lines('ASSERTION|AAEC'), 'no'],
    ['another log with the word', 'RUN started\nREQUEST failed\n', 'no'],
    ['an empty file', '', 'no'],
    ['a binary log', '\u0000\u0000\u0000\u0000\u00063.14.3\u0000', 'no'],
  ])('%s', (_, text, grade) => {
    expect(gatlingText.detect(bytesOf(text), 'simulation.log')).toBe(grade);
  });
});
