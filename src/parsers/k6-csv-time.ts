import { parseInstant } from '../decode/instant.js';

/** How k6 writes times in CSV (`K6_CSV_TIME_FORMAT`), told by the number of digits: each is of this century in one reading only. */
export interface TimeFormat {
  /** Name of the option. */
  name: 'unix' | 'unix_milli' | 'unix_micro' | 'unix_nano' | 'rfc3339';
  /** µs since the epoch of a time as text; NaN for what is none. */
  read(text: string): number;
}

const FORMATS: readonly [RegExp, TimeFormat][] = [
  [/^\d{9,10}$/, { name: 'unix', read: (text) => (/^\d{9,10}$/.test(text) ? Number(text) * 1e6 : Number.NaN) }],
  [/^\d{12,13}$/, { name: 'unix_milli', read: (text) => (/^\d{12,13}$/.test(text) ? Number(text) * 1e3 : Number.NaN) }],
  [/^\d{15,16}$/, { name: 'unix_micro', read: (text) => (/^\d{15,16}$/.test(text) ? Number(text) : Number.NaN) }],
  // 19 digits are more than a double holds: whole µs and the rest apart.
  [
    /^\d{18,19}$/,
    {
      name: 'unix_nano',
      read: (text) => (/^\d{18,19}$/.test(text) ? Number(text.slice(0, -3)) + Number(text.slice(-3)) / 1000 : Number.NaN),
    },
  ],
  [/^\d{4}-\d\d-\d\dT/, { name: 'rfc3339', read: (text) => parseInstant(text)?.us ?? Number.NaN }],
];

/** Format of a time; null for what is none of them. */
export function timeFormatOf(text: string): TimeFormat | null {
  return FORMATS.find(([shape]) => shape.test(text))?.[1] ?? null;
}
