/* A measured value with its unit as sentences and drawings say it. */

/** A number with its unit, to three digits. */
export function quantity(value: number, unit: string): string {
  if (unit === 'ratio') return shareText(value);
  if (unit === 's' && Math.abs(value) < 1) return `${digits(value * 1000)} ms`;
  if (unit === 'bytes' || unit === 'bytes/s') return `${digits(value / 1024 / 1024)} MiB${unit === 'bytes' ? '' : '/s'}`;
  if (unit === 'count' || unit === '') return digits(value);
  return unit.startsWith('1/') ? `${digits(value)}${unit.slice(1)}` : `${digits(value)} ${unit}`;
}

/** A share in percent, to three digits. */
export function shareText(share: number): string {
  return `${digits(share * 100)} %`;
}

function digits(value: number): string {
  const size = Math.abs(value);
  if (size >= 100) return String(Math.round(value));
  return String(Number(value.toPrecision(size >= 1 ? 3 : 2)));
}
