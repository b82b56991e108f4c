import { describe, expect, it } from 'vitest';
import { readStamp, stampShape } from '../../src/parsers/jmeter-stamps.js';
import { zoneRule } from '../../src/parsers/jmeter-time-zone.js';
import { readAll, T0 } from './jmeter-reading.js';

const UTC = { unit: 1, toEpoch: (wall: number) => wall } as const;
const NOON = Date.UTC(2024, 1, 29, 12, 34, 56);

describe('readStamp', () => {
  it.each([
    ['1700000000123', 1_700_000_000_123],
    ['2024/02/29 12:34:56.789', NOON + 789],
    ['2024/02/29 12:34:56', NOON],
    ['2024-02-29 12:34:56.789', NOON + 789],
    ['2024-02-29 12:34:56', NOON],
    ['02/29/24 12:34:56', NOON],
    ['2/29/24 12:34:56', NOON],
    ['2024-02-29T12:34:56', NOON],
    ['2024-02-29T12:34:56.5Z', NOON + 500],
    ['2024-02-29T12:34:56.789123+02:00', NOON + 789.123 - 7_200_000],
    ['2024-02-29T12:34:56-0530', NOON + 19_800_000],
  ])('reads %s', (text, time) => {
    expect(readStamp(text, UTC)).toBe(time);
  });

  it.each([
    '2001/20/20 12:05:05.123',
    '2011-21-21 14:15:25.321',
    '2023-02-29 12:00:00',
    '2024-00-10 12:00:00',
    '2024-01-01 24:00:00',
    '2024-01-01 12:60:00',
    '2024-01-01 12:00:60',
    '13/01/24 12:00:00',
    '2024-01/01 12:00:00',
    '2024-01-01',
    'now',
    '',
    '-5',
    '1e12',
    '2024-01-01T12:00:00+99:00',
  ])('does not read %j', (text) => {
    expect(readStamp(text, UTC)).toBeNaN();
    expect(stampShape(text)).toBe('none');
  });

  it('tells shapes apart', () => {
    expect(['1700000000', '1700000000.5', '1700000000123', '2024-01-01 00:00:00', '2024-01-01T00:00:00Z'].map(stampShape)).toEqual([
      'seconds',
      'seconds',
      'number',
      'local',
      'zoned',
    ]);
  });
});

describe('zoneRule', () => {
  it.each([
    ['UTC', NOON],
    ['Z', NOON],
    ['+02:00', NOON - 7_200_000],
    ['-0330', NOON + 12_600_000],
    ['Europe/Berlin', NOON - 3_600_000],
    ['America/New_York', NOON + 18_000_000],
    ['Asia/Kolkata', NOON - 19_800_000],
  ])('%s', (zone, time) => {
    expect(zoneRule(zone)(NOON)).toBe(time);
  });

  it('knows summer time', () => {
    const berlin = zoneRule('Europe/Berlin');
    expect(berlin(Date.UTC(2024, 2, 31, 1, 59))).toBe(Date.UTC(2024, 2, 31, 0, 59));
    expect(berlin(Date.UTC(2024, 2, 31, 3, 0))).toBe(Date.UTC(2024, 2, 31, 1, 0));
    expect(berlin(Date.UTC(2024, 9, 27, 1, 59))).toBe(Date.UTC(2024, 9, 26, 23, 59));
    expect(berlin(Date.UTC(2024, 9, 27, 3, 0))).toBe(Date.UTC(2024, 9, 27, 2, 0));
  });

  it('reads hours that occur twice or not at all as Java does', () => {
    const berlin = zoneRule('Europe/Berlin');
    expect(berlin(Date.UTC(2024, 9, 27, 2, 30))).toBe(Date.UTC(2024, 9, 27, 1, 30));
    expect(berlin(Date.UTC(2024, 2, 31, 2, 30))).toBe(Date.UTC(2024, 2, 31, 1, 30));
    const lordHowe = zoneRule('Australia/Lord_Howe');
    expect(lordHowe(Date.UTC(2024, 3, 7, 1, 15))).toBe(Date.UTC(2024, 3, 6, 14, 15));
    expect(lordHowe(Date.UTC(2024, 3, 7, 1, 45))).toBe(Date.UTC(2024, 3, 6, 15, 15));
  });

  it('agrees with Intl in every zone hour of a year', () => {
    const berlin = zoneRule('Europe/Berlin');
    const format = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin', dateStyle: 'short', timeStyle: 'medium' });
    for (let instant = Date.UTC(2024, 0, 1); instant < Date.UTC(2025, 0, 1); instant += 3_600_000) {
      const wall = Date.parse(`${format.format(instant).replace(' ', 'T')}Z`);
      const back = berlin(wall);
      // Only the first of the two hours in October is taken for the second.
      if (instant !== Date.UTC(2024, 9, 27, 0)) expect(back).toBe(instant);
    }
  });

  it.each(['Mars/Olympus', '+25:00', '+02:99', ''])('refuses %j', (zone) => {
    expect(() => zoneRule(zone)).toThrow(expect.objectContaining({ name: 'HeimrError', code: 'usage' }));
  });
});

function stamped(...stamps: (string | number)[]): string {
  return `timeStamp,elapsed,success\n${stamps.map((stamp) => `${stamp},5,true\n`).join('')}`;
}

describe('stamps of a file', () => {
  it('reads local times in the zone that is given', async () => {
    const { rows, ids } = await readAll(stamped('2024-07-01 12:00:00.250', '2024-12-01 12:00:00.250'), { timeZone: 'Europe/Berlin' });
    expect(rows.map((row) => row.timestamp / 1000)).toEqual([Date.UTC(2024, 6, 1, 10, 0, 0, 250), Date.UTC(2024, 11, 1, 11, 0, 0, 250)]);
    expect(ids).toEqual([]);
  });

  it('assumes UTC and says so', async () => {
    const { rows, ids } = await readAll(stamped('2024-07-01 12:00:00'));
    expect(rows[0].timestamp / 1000).toBe(Date.UTC(2024, 6, 1, 12));
    expect(ids).toEqual(['time-zone-assumed']);
  });

  it('needs no zone for stamps that have one, or are numbers', async () => {
    expect((await readAll(stamped('2024-07-01T12:00:00Z', T0))).ids).toEqual([]);
  });

  it('reads stamps of one minute and of others alike', async () => {
    const times = ['12:00:00.001', '12:00:59.999', '12:00:07.120', '12:01:00.000', '12:00:30.500', '12:01:59.069'];
    const { rows } = await readAll(
      stamped(...times.map((time) => `2024/07/01 ${time}`), '2024/07/01 12:01:61.000', '2024/07/01 12:01:5x.000'),
    );
    const first = Date.UTC(2024, 6, 1, 12);
    expect(rows.map((row) => row.timestamp / 1000 - first)).toEqual([1, 59_999, 7120, 60_000, 30_500, 119_069]);
  });

  it('mixes dates with and without milliseconds', async () => {
    const { rows } = await readAll(stamped('2024/07/01 12:00:01', '2024/07/01 12:00:02.5', '2024/07/01 12:00:03', '07/01/24 12:00:04'));
    expect(rows.map((row) => row.timestamp / 1000 - Date.UTC(2024, 6, 1, 12))).toEqual([1000, 2500, 3000, 4000]);
  });

  it('refuses an unknown zone even where it is not needed', async () => {
    await expect(readAll(stamped(T0), { timeZone: 'Nowhere/Land' })).rejects.toMatchObject({ code: 'usage' });
  });

  it('takes 10 digits for seconds if all stamps have them', async () => {
    const { rows, ids } = await readAll(stamped(1_700_000_000, 1_700_000_001, '1700000002.25'));
    expect(rows.map((row) => row.timestamp / 1000 - T0)).toEqual([0, 1000, 2250]);
    expect(ids).toEqual(['stamps-in-seconds']);
  });

  it.each(['0', '17000000000', '9999999999', 'x'])('takes what most stamps are, whatever %s among them is', async (odd) => {
    const { rows, counts, notices } = await readAll(stamped(odd, 1_700_000_000, 1_700_000_001, odd, 1_700_000_002));
    expect(rows.map((row) => row.timestamp / 1000 - T0)).toEqual([0, 1000, 2000]);
    expect(counts).toMatchObject({ read: 5, rejected: 2 });
    expect(notices).toMatchObject([{ id: 'stamps-in-seconds', why: expect.stringMatching(/^Most of them have 10 digits/) }]);
  });

  it('takes the unit of the majority', async () => {
    const seconds = await readAll(stamped(T0, 1_700_000_000, 1_700_000_001));
    expect(seconds.rows.map((row) => row.timestamp / 1000 - T0)).toEqual([0, 1000]);
    const milliseconds = await readAll(stamped(1_700_000_000, T0, T0 + 1));
    expect(milliseconds.rows.map((row) => row.timestamp / 1000 - T0)).toEqual([0, 1]);
    expect(milliseconds.ids).toEqual([]);
  });

  it('lets odd stamps say nothing of whole seconds', async () => {
    const page = (stamp: number) => [`${stamp},1200,P,true,T`, `${stamp},300,P-0,true,T`, `${stamp},999,P-1,true,T`];
    const text = ['timeStamp,elapsed,label,success,threadName', '0,1,a,true,T', ...page(1_700_000_000), '5.5,1,a,true,T', ''].join('\n');
    expect((await readAll(text)).rows.map((row) => row.kind)).toEqual(['request', 'sub', 'sub']);
  });

  it('rejects 10 digits among 13', async () => {
    const { rows, counts } = await readAll(stamped(T0, 1_700_000_001));
    expect(rows).toHaveLength(1);
    expect(counts.reasons).toEqual({ 'timeStamp out of range': 1 });
  });

  it('reads times before 2001 and with fractions', async () => {
    const { rows } = await readAll(stamped(Date.UTC(1999, 0, 1), `${T0}.5`, ` ${T0} `));
    expect(rows.map((row) => row.timestamp)).toEqual([Date.UTC(1999, 0, 1) * 1000, T0 * 1000 + 500, T0 * 1000]);
  });

  it.each([
    ['2011-21-21 14:15:25.321', '"2011-21-21 14:15:25.321"'],
    ['never', '"never"'],
    ['17', '"17"'],
  ])('refuses a file whose stamps are all like %s', async (stamp, shown) => {
    await expect(readAll(stamped(stamp, stamp))).rejects.toMatchObject({ code: 'unusable', message: expect.stringContaining(shown) });
  });
});
