import { describe, expect, it } from 'vitest';
import { HeimrError } from '../../src/errors.js';
import { gatlingBinary } from '../../src/parsers/gatling-binary.js';
import { BinaryLog } from './gatling-binary-writer.js';
import { brief, CHUNKS, readLog } from './gatling-reading.js';

const T = 1_700_000_000_000;
const log = (options = {}): BinaryLog => new BinaryLog(T, options);
const read = (written: BinaryLog | Uint8Array, chunks?: readonly number[]) =>
  readLog(gatlingBinary, written instanceof BinaryLog ? written.bytes() : written, chunks);
const refusal = async (bytes: Uint8Array): Promise<unknown> =>
  read(bytes).then(
    () => 'read',
    (error: unknown) => (error instanceof HeimrError ? error.message : error),
  );

describe('records', () => {
  const all = (): BinaryLog =>
    log({ scenarios: ['Buyers', 'Čtenáři'], assertions: [[1, 2, 3], []] })
      .user(0, true, 1)
      .request('Home', 0, 42)
      .user(1, true, 2)
      .request('Add', 50, 51, { groups: ['Shop', 'Cart, 2'], ok: false, message: 'status.find.is(200), but actually found 503' })
      .error('No attribute', 60)
      .group(['Shop', 'Cart, 2'], 45, 145, 1, false)
      .user(0, false, 150)
      .error('No attribute', 160)
      .request('Home', 150, 2_147_483_647);

  it.each(CHUNKS)('of every type, in pieces of %s bytes', async (...chunks) => {
    const { rows, counts, ids, reading } = await read(all(), chunks);
    expect(brief(rows)).toEqual([
      ['request', 'Home', T, 42, 1, ''],
      ['request', 'Shop / Cart, 2 / Add', T + 50, 1, 0, 'status.find.is(200), but actually found 503'],
      ['transaction', 'Shop / Cart, 2', T + 45, 100, 0, ''],
      ['request', 'Home', T + 150, 2_147_483_497, 1, ''],
    ]);
    expect(rows.map(({ code, users, line }) => [code, users, line])).toEqual([
      ['', 1, 2],
      ['503', 2, 4],
      ['', 2, 6],
      ['', 1, 9],
    ]);
    expect(counts).toMatchObject({ read: 4, rejected: 0 });
    expect(ids).toEqual(['gatling-errors']);
    expect(reading.loadTool?.()).toMatchObject({ name: 'Gatling', version: '3.14.3', users: { max: 2 }, metrics: [{ count: 2 }] });
    expect(reading.loadTool?.()?.scenarios?.map(({ name }) => name)).toEqual(['Buyers', 'Čtenáři']);
  });

  it('name texts once, in one cache for names, groups and messages; texts are Latin-1 or UTF-16', async () => {
    const { rows } = await read(
      log()
        .request('same', 0, 1, { groups: ['same'], ok: false, message: 'same' })
        .request('café', 1, 2, { groups: ['注文 🛒'] })
        .request('', 2, 3, { groups: ['注文 🛒', 'café'] })
        .request(' tab\tand\r\nline ', 3, 4),
    );
    expect(rows.map(({ label, message }) => [label, message])).toEqual([
      ['same / same', 'same'],
      ['注文 🛒 / café', ''],
      ['注文 🛒 / café / (no name)', ''],
      ['tab and  line', ''],
    ]);
  });

  it('are no requests where nobody waited for the message, and rejected where the end is before the start', async () => {
    // Long.MinValue less the start, cut to 32 bits; 1,700,000,000,000 is 395 * 2^32 + 3,487,918,080, and 2^32 less that is 807,049,216.
    const unmatched = 807_049_216;
    const { rows, counts, ids } = await read(log().request('socket', 5, unmatched).request('a', 10, 9).request('b', 10, 10));
    expect(rows.map(({ label }) => label)).toEqual(['b']);
    expect(counts).toMatchObject({ read: 2, rejected: 1 });
    expect(ids).toEqual(['unmatched-messages']);
  });
});

describe('texts that Gatling failed to write', () => {
  /** A request that failed with a message of so many characters, as Gatling leaves it. */
  const broken = (written: BinaryLog, length: number): BinaryLog =>
    written.byte(1).groups([]).cached('Big').int(20).int(25).byte(0).tooLong(length);

  it.each(CHUNKS)('cost the message, and nothing behind it, in pieces of %s bytes', async (...chunks) => {
    const written = log().request('Home', 0, 1);
    broken(broken(written, 8189), 1_000_000).user(0, true);
    broken(written, 10_029).error('x');
    broken(written, 10_029).group(['Shop'], 1, 2, 1, true);
    broken(written, 10_029).request('new name', 30, 37, { ok: false, message: 'and a new message' });
    const { rows, counts, notices } = await read(broken(written, 10_029), chunks);
    expect(rows.map(({ label, latency, success, message }) => [label, latency, success, message])).toEqual([
      ['Home', 1, 1, ''],
      ['Big', 5, 0, ''],
      ['Big', 5, 0, ''],
      ['Big', 5, 0, ''],
      ['Big', 5, 0, ''],
      ['Shop', 1, 1, ''],
      ['Big', 5, 0, ''],
      ['new name', 7, 0, 'and a new message'],
      ['Big', 5, 0, ''],
    ]);
    expect(counts).toMatchObject({ read: 9, rejected: 0 });
    expect(notices.map(({ id, what }) => [id, what.slice(0, 10)])).toEqual([
      ['gatling-errors', 'Gatling me'],
      ['lost-messages', '6 messages'],
    ]);
  });

  it('cost the record where they are its name; errors are counted still', async () => {
    const written = log()
      .byte(1)
      .groups(['Shop'])
      .tooLong(9000)
      .request('Home', 0, 1, { groups: ['Shop'] });
    written.byte(4).tooLong(9000).byte(3).int(2).cached('Shop').tooLong(9000).request('Home', 1, 2);
    const { rows, counts, reading } = await read(written);
    expect(rows.map(({ label }) => label)).toEqual(['Shop / Home', 'Home']);
    expect(counts).toMatchObject({ read: 4, rejected: 2, reasons: { 'a name that Gatling failed to write': 2 } });
    expect(reading.loadTool?.()?.metrics).toMatchObject([{ count: 1 }]);
  });

  it('are told from long texts that are there, of a run with a larger buffer', async () => {
    for (const message of ['y'.repeat(20_000), 'ā'.repeat(20_000), '🛒'.repeat(5000)]) {
      const { rows, ids } = await read(log().request('Big', 0, 1, { ok: false, message }).request('Home', 1, 2), [999]);
      expect(rows.map(({ label }) => label)).toEqual(['Big', 'Home']);
      expect(rows[0]!.message.length).toBeGreaterThan(100);
      expect(ids).toEqual([]);
    }
  });
});

describe('logs that are cut or broken', () => {
  it('keep every whole record, wherever they are cut', async () => {
    const written = log().user(0, true);
    const ends: number[] = [];
    for (let i = 0; i < 4; i++) ends.push(written.request(`r${i}`, i, i + 10, { ok: i % 2 === 0, message: `m${i}` }).length);
    const bytes = written.bytes();
    for (let cut = ends[0]!; cut < bytes.length; cut++) {
      const { rows, counts, ids } = await read(bytes.subarray(0, cut));
      const whole = ends.filter((end) => end <= cut).length;
      const between = ends.includes(cut);
      expect({ cut, rows: rows.length, rejected: counts.rejected, ids }).toEqual({
        cut,
        rows: whole,
        rejected: between ? 0 : 1,
        ids: between ? [] : ['truncated'],
      });
    }
  });

  it.each([
    ['a type that there is not', (broken: BinaryLog) => broken.byte(5)],
    ['a second RUN record', (broken: BinaryLog) => broken.byte(0).string('3.14.3')],
    ['a text out of turn', (broken: BinaryLog) => broken.byte(1).int(0).int(7).string('x')],
    ['a text that was never written', (broken: BinaryLog) => broken.byte(1).int(0).int(-9)],
    ['a text of number 0', (broken: BinaryLog) => broken.byte(1).int(0).int(0)],
    ['more groups than there can be', (broken: BinaryLog) => broken.byte(1).int(2_000_000_000)],
    ['less groups than none', (broken: BinaryLog) => broken.byte(3).int(-1)],
    ['a text of 2 GB', (broken: BinaryLog) => broken.byte(1).int(0).int(3).int(2_000_000_000).string('xxxxxxxxxxxxxxxx')],
    ['a text of less than nothing', (broken: BinaryLog) => broken.byte(1).int(0).int(3).int(-2).string('xxxxxxxxxxxxxxxx')],
    ['a text of an unknown coding', (broken: BinaryLog) => broken.byte(1).int(0).int(3).int(1).byte(65).byte(7)],
    ['a scenario that there is not', (broken: BinaryLog) => broken.user(1, true)],
    ['a yes or no of 2', (broken: BinaryLog) => broken.byte(2).int(0).byte(2)],
  ])('are read as far as %s', async (_, spoil) => {
    const good = log().request('Home', 0, 1);
    const at = good.length;
    const bytes = spoil(good).request('Home', 2, 3).bytes();
    for (const chunks of [[65_536], [1]]) {
      const { rows, counts, notices } = await read(bytes, chunks);
      expect(rows.map(({ label }) => label)).toEqual(['Home']);
      expect(counts).toMatchObject({ read: 2, rejected: 1 });
      const [notice] = notices;
      expect(notice?.id).toBe('corrupt');
      expect(notice?.what).toContain(`from byte ${at} on`);
      expect(notice?.what).toContain(`${bytes.length - at} bytes are in no figure`);
    }
  });

  it('are refused where not one request can be read', async () => {
    expect(await refusal(log().byte(9).bytes())).toContain('cannot be read');
    expect(await refusal(log({ version: '3.12.1' }).byte(1).int(-5).bytes())).toContain('Gatling 3.12.1, but byte');
  });

  it('of absurd heads are refused, at once', async () => {
    const head = (): BinaryLog => log();
    const scenarios = head().bytes();
    // The number of scenarios stands before "Users" (4 + 5 + 1 bytes) and the number of assertions (4).
    new DataView(scenarios.buffer).setInt32(scenarios.length - 18, 2_000_000_000);
    expect(await refusal(scenarios)).toContain('2000000000 scenarios');
    const assertions = head().bytes();
    new DataView(assertions.buffer).setInt32(assertions.length - 4, -1);
    expect(await refusal(assertions)).toContain('-1 assertions');
  });
});

describe('detection', () => {
  it.each<[string, Uint8Array, string]>([
    ['a log', log().bytes(), 'sure'],
    ['one cut within its head', log().bytes().subarray(0, 30), 'maybe'],
    ['one cut right behind its version', log().bytes().subarray(0, 12), 'maybe'],
    ['one cut within its version', log().bytes().subarray(0, 10), 'no'],
    ['one that began in 1970', new BinaryLog(1000).bytes(), 'maybe'],
    ['a version that is none', log({ version: 'three' }).bytes(), 'no'],
    ['zeros', new Uint8Array(100), 'no'],
    ['nothing', new Uint8Array(0), 'no'],
    ['a text log', new TextEncoder().encode('RUN\tx\tx\t1700000000000\t \t3.11.5\n'), 'no'],
  ])('%s', (_, bytes, grade) => {
    expect(gatlingBinary.detect(bytes, 'simulation.log')).toBe(grade);
  });
});
