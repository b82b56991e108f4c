/** RFC 3339 stamps (`2025-06-13T23:04:36.422903807+01:00`) to µs since the epoch. */

/** A stamp as it was written. */
export interface Instant {
  /** µs since the epoch; where the text has no zone, as if it were UTC. */
  us: number;
  /** Whether the text has no zone. */
  local: boolean;
}

const SHAPE = /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(?:[.,](\d{1,12}))?\s*(?:([Zz])|([+-])(\d{2}):?(\d{2}))?$/;

/** @returns null for what is no stamp, or one of a day that does not exist */
export function parseInstant(text: string): Instant | null {
  const match = SHAPE.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour, minute, second, fraction = '', utc, sign, zoneHours, zoneMinutes] = match;
  const ms = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Math.min(59, Number(second)));
  const date = new Date(ms);
  // Date.UTC takes the years 0 to 99 for those of the last century.
  const exists =
    date.getUTCFullYear() === Number(year) &&
    date.getUTCDate() === Number(day) &&
    date.getUTCMonth() === Number(month) - 1 &&
    Number(hour) < 24 &&
    Number(minute) < 60;
  if (!exists || Number(second) > 60) return null;
  // A leap second counts as the second before it: no clock of a load generator goes on through it.
  let us = ms * 1000 + Number(fraction.padEnd(6, '0').slice(0, 6)) + Number(`0.${fraction.slice(6) || '0'}`);
  if (sign !== undefined) us -= (sign === '-' ? -1 : 1) * (Number(zoneHours) * 60 + Number(zoneMinutes)) * 60e6;
  return { us, local: utc === undefined && sign === undefined };
}

const DIGIT_0 = 48;

/**
 * Parses stamps of one file, most of which lie in the same second as the one before.
 * Only the plain form of Go's clock is read fast: `YYYY-MM-DDThh:mm:ss[.digits](Z|±hh:mm)`.
 */
export class InstantReader {
  /** The first 19 bytes and the zone of the stamp before. */
  readonly #second = new Uint8Array(19);
  readonly #zone = new Uint8Array(6);
  #zoneLength = -1;
  /** µs of the second before, at its zone. */
  #us = 0;

  /** @returns µs since the epoch; NaN for what is no stamp, or has no zone */
  read(bytes: Uint8Array, from: number, to: number, decode: (bytes: Uint8Array, from: number, to: number) => string): number {
    let same = to - from >= 20 && this.#zoneLength >= 0;
    for (let i = 18; same && i >= 0; i--) same = bytes[from + i] === this.#second[i];
    if (same) {
      let at = from + 19;
      let fraction = 0;
      let digits = 0;
      if (bytes[at] === 46) {
        at++;
        for (; at < to && digits < 9; at++, digits++) {
          const digit = (bytes[at] as number) - DIGIT_0;
          if (digit < 0 || digit > 9) break;
          fraction = fraction * 10 + digit;
        }
      }
      same = to - at === this.#zoneLength;
      for (let i = 0; same && i < this.#zoneLength; i++) same = bytes[at + i] === this.#zone[i];
      if (same) return this.#us + (fraction * 1e6) / (POWERS[digits] as number);
    }
    return this.#readAll(bytes, from, to, decode);
  }

  #readAll(bytes: Uint8Array, from: number, to: number, decode: (bytes: Uint8Array, from: number, to: number) => string): number {
    const text = to - from > 40 ? '' : decode(bytes, from, to);
    const instant = parseInstant(text);
    if (instant === null || instant.local) return Number.NaN;
    const zone = /(?:Z|[+-]\d\d:\d\d)$/.exec(text);
    const whole = parseInstant(`${text.slice(0, 19)}${zone?.[0] ?? ''}`);
    this.#zoneLength = -1;
    if (zone !== null && whole !== null && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[.Z+-]/.test(text)) {
      this.#second.set(bytes.subarray(from, from + 19));
      this.#zone.set(bytes.subarray(to - zone[0].length, to));
      this.#zoneLength = zone[0].length;
      this.#us = whole.us;
    }
    return instant.us;
  }
}

const POWERS = Array.from({ length: 13 }, (_, i) => 10 ** i);
