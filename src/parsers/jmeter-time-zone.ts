import { HeimrError } from '../errors.js';

/** Local time, written as if it were UTC (ms), to ms since the epoch. */
export type ToEpoch = (wall: number) => number;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Zones change their offset on a quarter of an hour, so one answer holds for the whole quarter. */
const QUARTER = HOUR / 4;
/** Quarters kept; a file spans days, and garbage must not fill the memory. */
const MAX_QUARTERS = 10_000;

/**
 * Makes the rule that turns local times into instants.
 * @param zone IANA name, `UTC`, `Z` or an offset such as `+02:00`
 * @throws HeimrError `usage` if there is no such zone
 */
export function zoneRule(zone: string): ToEpoch {
  const text = zone.trim();
  const offset = parseOffset(text);
  if (offset !== null) return (wall) => wall - offset;
  return namedZoneRule(text);
}

/** Offset in ms of `UTC`, `Z`, `+02:00`, `+0200`, `+02`; null for anything else. */
export function parseOffset(text: string): number | null {
  if (/^(utc|z)$/i.test(text)) return 0;
  const match = /^([+-])(\d{2}):?(\d{2})?$/.exec(text);
  if (match === null) return null;
  const hours = Number(match[2]);
  const minutes = Number(match[3] ?? 0);
  if (hours > 18 || minutes > 59) return null;
  return (match[1] === '-' ? -1 : 1) * (hours * HOUR + minutes * 60_000);
}

function namedZoneRule(zone: string): ToEpoch {
  const offsetAt = offsetLookup(zone);
  const cache = new Map<number, number>();
  let lastQuarter = Number.NaN;
  let lastOffset = 0;
  return (wall) => {
    const quarter = Math.floor(wall / QUARTER);
    if (quarter === lastQuarter) return wall - lastOffset;
    let offset = cache.get(quarter);
    if (offset === undefined) {
      if (cache.size >= MAX_QUARTERS) cache.clear();
      offset = offsetOfWall(wall, offsetAt);
      cache.set(quarter, offset);
    }
    lastQuarter = quarter;
    lastOffset = offset;
    return wall - offset;
  };
}

/**
 * Offset to take off a local time. A time that occurs twice (clocks put back) is the second one, a time that does not
 * occur (clocks put forward) is moved forward: both as Java, which wrote the stamps, reads them.
 */
function offsetOfWall(wall: number, offsetAt: (instant: number) => number): number {
  const before = offsetAt(wall - DAY);
  const after = offsetAt(wall + DAY);
  if (before === after) return before;
  return offsetAt(wall - after) === after ? after : before;
}

/** Offset (ms) of a named zone at an instant. */
function offsetLookup(zone: string): (instant: number) => number {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  } catch (cause) {
    throw new HeimrError(
      'usage',
      `There is no time zone ${JSON.stringify(zone)}.`,
      'Give an IANA name such as Europe/Berlin, UTC, or an offset such as +02:00.',
      cause,
    );
  }
  return (instant) => {
    const name = format.formatToParts(instant).find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
    return parseOffset(name.replace(/^GMT/, '') || 'UTC') ?? 0;
  };
}
