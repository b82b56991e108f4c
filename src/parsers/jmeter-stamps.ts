import { parseOffset, type ToEpoch } from './jmeter-time-zone.js';

/**
 * What can stand in the column timeStamp: epoch ms, epoch seconds, or one of the patterns that JMeter itself reads
 * back (yyyy/MM/dd and yyyy-MM-dd with or without milliseconds, MM/dd/yy), and ISO 8601.
 */

/** Stamps before 1990 or from 2100 on are no times of a load test. */
export const EARLIEST = Date.UTC(1990, 0, 1);
/** First ms that is too late. */
export const LATEST = Date.UTC(2100, 0, 1);

/** How the stamps of a file are to be read. */
export interface StampRule {
  /** ms that one unit of a plain number stands for: 1, or 1000 if the file counts seconds. */
  unit: 1 | 1000;
  /** Makes instants of local times. */
  toEpoch: ToEpoch;
}

/** Shape of a stamp, as far as it decides how a file is read. */
export type StampShape = 'number' | 'seconds' | 'local' | 'zoned' | 'none';

const NUMBER = /^\d{1,16}(\.\d+)?$/;
const YEAR_FIRST = /^(\d{4})([/-])(\d{1,2})\2(\d{1,2})[ T](\d{1,2}):(\d{2}):(\d{2})(?:[.,](\d{1,9}))?\s*(Z|[+-]\d{2}:?(?:\d{2})?)?$/i;
const MONTH_FIRST = /^(\d{1,2})\/(\d{1,2})\/(\d{2})[ T](\d{1,2}):(\d{2}):(\d{2})$/;

/** What a stamp looks like. */
export function stampShape(text: string): StampShape {
  if (NUMBER.test(text)) return /^\d{10}(\.|$)/.test(text) ? 'seconds' : 'number';
  if (Number.isNaN(readStamp(text, { unit: 1, toEpoch: (wall) => wall }))) return 'none';
  return YEAR_FIRST.exec(text)?.[9] === undefined ? 'local' : 'zoned';
}

/** Milliseconds since the epoch; NaN if the text is no stamp. Not checked against {@link EARLIEST} and {@link LATEST}. */
export function readStamp(text: string, rule: StampRule): number {
  if (NUMBER.test(text)) return Number(text) * rule.unit;
  const first = YEAR_FIRST.exec(text);
  if (first !== null) {
    const wall = wallTime(first[1], first[3], first[4], first[5], first[6], first[7], first[8] ?? '');
    const offset = first[9] === undefined ? null : parseOffset(first[9]);
    if (offset !== null) return wall - offset;
    return first[9] !== undefined || Number.isNaN(wall) ? Number.NaN : rule.toEpoch(wall);
  }
  const us = MONTH_FIRST.exec(text);
  if (us === null) return Number.NaN;
  const year = Number(us[3]) < 90 ? `20${us[3]}` : `19${us[3]}`;
  const wall = wallTime(year, us[1], us[2], us[4], us[5], us[6], '');
  return Number.isNaN(wall) ? wall : rule.toEpoch(wall);
}

/** Local time as if it were UTC; NaN for a date that no calendar has. */
function wallTime(y: string, mo: string, d: string, h: string, mi: string, s: string, fraction: string): number {
  const hour = Number(h);
  const minute = Number(mi);
  const second = Number(s);
  const midnight = Date.UTC(Number(y), Number(mo) - 1, Number(d));
  const date = new Date(midnight);
  if (date.getUTCMonth() !== Number(mo) - 1 || date.getUTCDate() !== Number(d)) return Number.NaN;
  if (hour > 23 || minute > 59 || second > 59) return Number.NaN;
  const ms = fraction === '' ? 0 : Number(`0.${fraction}`) * 1000;
  return midnight + ((hour * 60 + minute) * 60 + second) * 1000 + ms;
}
