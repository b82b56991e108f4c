const BARS = '▁▂▃▄▅▆▇█';

/** @returns one character a value, drawn from 0 to the largest; a dot is 0, a blank is no value */
export function sparkline(values: readonly (number | null)[]): string {
  const largest = Math.max(0, ...values.map((value) => value ?? 0));
  return values
    .map((value) => {
      if (value === null) return ' ';
      if (value <= 0 || largest === 0) return '·';
      return BARS[Math.min(BARS.length, Math.ceil((value / largest) * BARS.length)) - 1];
    })
    .join('');
}
