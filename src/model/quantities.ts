/*
 * Numbers as people read them: English style, precision that the value bears, a dash for what is unknown. Nothing here ever
 * gives NaN, Infinity or null as text.
 */

/** Stands for a figure that is not known. */
export const DASH = '–';

type Maybe = number | null;

const known = (value: Maybe): value is number => value !== null && Number.isFinite(value);

/** @returns digits with a comma between thousands */
function grouped(digits: string): string {
  const [whole, fraction] = digits.split('.');
  const commas = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? commas : `${commas}.${fraction}`;
}

/** @returns a number of things */
export function count(value: Maybe): string {
  return known(value) ? grouped(value.toFixed(0)) : DASH;
}

/** @returns a measured value (ms, 1/s, users): whole from 100, one decimal from 1, two digits below; whole values stay whole */
export function measure(value: Maybe): string {
  if (!known(value)) return DASH;
  const size = Math.abs(value);
  if (Number.isInteger(value) || size >= 99.95) return grouped(value.toFixed(0)).replace(/^-0$/, '0');
  if (size >= 0.995) return value.toFixed(1);
  if (size < 0.001) return value < 0 ? '>-0.001' : '<0.001';
  return String(Number(value.toPrecision(2)));
}

/** @returns a share as a percentage without its sign. Only none is 0 and only all is 100. */
export function percent(share: Maybe): string {
  if (!known(share)) return DASH;
  const value = share * 100;
  if (value === 0 || share === 1) return String(value);
  if (value > 0 && value < 0.005) return '<0.01';
  if (value < 100 && value >= 99.995) return '>99.99';
  return Math.abs(value) >= 9.995 && value < 99.9 ? grouped(value.toFixed(1)) : grouped(value.toFixed(2));
}

/** @returns a share with its sign */
export function percentage(share: Maybe): string {
  return known(share) ? `${percent(share)}%` : DASH;
}

/** @returns a value of 0..1 with two decimals (Apdex, confidence). Only all is 1.00 and only none is 0.00. */
export function index(value: Maybe): string {
  if (!known(value)) return DASH;
  if (value < 1 && value >= 0.995) return '>0.99';
  return value > 0 && value < 0.005 ? '<0.01' : value.toFixed(2);
}

/** @returns an amount of data */
export function bytes(value: Maybe): string {
  if (!known(value)) return DASH;
  if (value < 1024) return `${count(value)} B`;
  const units = ['KiB', 'MiB', 'GiB', 'TiB'];
  let scaled = value / 1024;
  let unit = 0;
  while (scaled >= 1023.95 && unit < units.length - 1) {
    scaled /= 1024;
    unit++;
  }
  return `${measure(scaled)} ${units[unit]}`;
}

/** @returns a number of things with their name; the plural is the singular with an s unless given */
export function counted(value: number, singular: string, plural = `${singular}s`): string {
  return `${count(value)} ${value === 1 ? singular : plural}`;
}

/** @returns how many more of what a table shows there are; the noun is a plural with an s */
export function more(value: number, noun: string): string {
  return `${count(value)} more ${value === 1 ? noun.slice(0, -1) : noun}`;
}

/** @returns a small sample's value with its mark */
export function marked(text: string, small: boolean): string {
  return small && text !== DASH ? `${text}${SMALL}` : text;
}

/** Marks a value that rests on few requests. */
export const SMALL = '†';

/** What the mark means. */
export const SMALL_LEGEND =
  `${SMALL} rests on few requests: fewer than ten lie beyond this percentile (for Apdex: fewer than 100 requests). ` +
  'Shown, but not to be relied on.';
