import { measure } from '../document/quantities.js';

/** Round numbers on an axis, and where a value lies on it. */
export interface Scale {
  /** Ticks in the unit of the axis, rising. */
  ticks: number[];
  /** Place of a value, 0 (low end) to 1. */
  place(value: number): number;
}

/** From 0 to a round number at or above `most`. */
export function fromZero(most: number, wanted = 4): Scale {
  const top = most > 0 ? most : 1;
  const step = roundUp(top / wanted);
  const end = Math.ceil(top / step - 1e-9) * step;
  const ticks = Array.from({ length: Math.round(end / step) + 1 }, (_, i) => Number((i * step).toPrecision(12)));
  return { ticks, place: (value) => value / end };
}

/** The smallest of 1, 2, 2.5 and 5 times a power of ten that is not below a value. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 2.5, 5, 10].find((times) => times * power >= value * (1 - 1e-9)) as number) * power;
}

/** Where a logarithmic axis begins whose least value is none that it can hold. */
const LEAST = 0.001;

/** Logarithmic, from a value above 0 to another; what lies outside is put on the edge. */
export function logarithmic(least: number, most: number, wanted = 5): Scale {
  // The logarithm of 0 is no place on an axis: without an end, ticks would be looked for for ever.
  const start = least > 0 && Number.isFinite(least) ? least : LEAST;
  const low = Math.log10(start);
  const high = Math.max(low + 0.1, Number.isFinite(most) ? Math.log10(Math.max(most, start)) : low);
  const candidates = [[1], [1, 3], [1, 2, 5]].map((digits) => {
    const ticks: number[] = [];
    for (let power = Math.floor(low); power <= Math.ceil(high); power++)
      for (const digit of digits) {
        const tick = Number((digit * 10 ** power).toPrecision(6));
        if (Math.log10(tick) >= low - 1e-9 && Math.log10(tick) <= high + 1e-9) ticks.push(tick);
      }
    return ticks;
  });
  const ticks = candidates.findLast((list) => list.length <= wanted) ?? (candidates[0] as number[]);
  const every = Math.ceil(ticks.length / wanted);
  return {
    ticks: ticks.filter((_, i) => i % every === 0),
    place: (value) => Math.min(1, Math.max(0, (Math.log10(Math.max(value, start)) - low) / (high - low))),
  };
}

/** A round number as an axis shows it: `0.5`, `250`, `2,500`, `50k`, `1M`. */
export function tickText(value: number): string {
  if (value >= 1e12) return value.toExponential(0);
  for (const [size, name] of [
    [1e9, 'G'],
    [1e6, 'M'],
    [1e4, 'k'],
  ] as const) {
    const unit = size === 1e4 ? 1000 : size;
    if (value >= size) return `${Number((value / unit).toPrecision(3))}${name}`;
  }
  return value !== 0 && value < 0.001 ? value.toExponential(0) : measure(value);
}

/** Steps of time that people count in, s. */
const TIMES = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400];

/** Times since the start, ms. */
export function timeTicks(duration: number, wanted = 8): number[] {
  const seconds = duration / 1000;
  const step = TIMES.find((one) => seconds / one <= wanted) ?? Math.ceil(seconds / wanted / 86_400) * 86_400;
  if (seconds < 1) return [0];
  return Array.from({ length: Math.floor(seconds / step) + 1 }, (_, i) => i * step * 1000);
}

/** A time since the start as an axis shows it: `90 s`, `2:30`, `1:05:00`. */
export function timeText(ms: number, duration: number): string {
  const s = Math.round(ms / 1000);
  if (duration < 120_000) return `${s} s`;
  const two = (n: number): string => String(n).padStart(2, '0');
  const [h, m] = [Math.floor(s / 3600), Math.floor((s % 3600) / 60)];
  return duration >= 3_600_000 ? `${h}:${two(m)}:${two(s % 60)}` : `${m}:${two(s % 60)}`;
}
