/** Units of limits. None is guessed: a limit without one, where there are several, is an error. */

/** What a figure is, and so which units its limits take. */
export type Quantity = 'time' | 'share' | 'rate' | 'index' | 'count' | 'data';

/** A unit as a fraction of the unit of the analysis (ms, 1, 1/s, bytes), so that scaling rounds once. */
interface Scale {
  times: number;
  over: number;
}

const one: Scale = { times: 1, over: 1 };
const times = (factor: number): Scale => ({ times: factor, over: 1 });

/** Units by quantity; '' is none. */
export const UNITS: Readonly<Record<Quantity, Readonly<Record<string, Scale>>>> = {
  time: { ms: one, s: times(1000), m: times(60_000) },
  share: { '%': { times: 1, over: 100 }, share: one },
  rate: { '/s': one, '/m': { times: 1, over: 60 } },
  index: { '': one },
  count: { '': one },
  data: { B: one, kB: times(1e3), MB: times(1e6), GB: times(1e9), KiB: times(2 ** 10), MiB: times(2 ** 20), GiB: times(2 ** 30) },
};

/** Smallest and largest value that a figure can have, in the unit of the analysis. */
export const BOUNDS: Readonly<Record<Quantity, readonly [least: number, most: number]>> = {
  time: [0, Number.POSITIVE_INFINITY],
  share: [0, 1],
  rate: [0, Number.POSITIVE_INFINITY],
  index: [0, 1],
  count: [0, Number.POSITIVE_INFINITY],
  data: [0, Number.POSITIVE_INFINITY],
};

/**
 * A decimal number in a unit → the unit of the analysis. Rounded once, as a quotient of whole numbers is: 0.7% is the same double as 7 / 1000.
 * @param amount digits with at most one point
 */
export function toBase(amount: string, quantity: Quantity, unit: string): number {
  const [whole = '', fraction = ''] = amount.split('.');
  const { times: factor, over } = scaleOf(quantity, unit);
  return (Number(whole + fraction) * factor) / (over * 10 ** fraction.length);
}

/** A value in the unit of the analysis → the unit of a condition, without the noise of scaling. */
export function fromBase(value: number, quantity: Quantity, unit: string): number {
  const { times: factor, over } = scaleOf(quantity, unit);
  return factor === over ? value : Number(((value * over) / factor).toPrecision(15));
}

/** A value with its unit, as people write it. */
export function withUnit(number: string, unit: string): string {
  return unit === '' || unit === '%' || unit.startsWith('/') ? `${number}${unit}` : `${number} ${unit}`;
}

function scaleOf(quantity: Quantity, unit: string): Scale {
  const scale = UNITS[quantity][unit];
  if (!scale) throw new RangeError(`${unit} is no unit of a ${quantity}`);
  return scale;
}
