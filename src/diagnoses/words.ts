import type { SignalChange } from '../observability/signal-change.js';

/** A change in one sentence with numbers. */
export function changeInWords({ signal, before, during, effect, peak }: SignalChange): string {
  const { title, service, instance, unit } = signal;
  const where = [service, instance, ...Object.values(signal.labels)].filter((part) => part !== null && part !== '').join(', ');
  // Where medians hide it, the outer values tell.
  const now =
    Math.abs(effect) > 2 * Math.abs(during - before) ? `${quantity(during, unit)}, up to ${quantity(peak, unit)}` : quantity(during, unit);
  return `${title}${where === '' ? '' : ` (${where})`}: ${quantity(before, unit)} before, ${now} during`;
}

/** A number with its unit, to three digits. */
export function quantity(value: number, unit: string): string {
  if (unit === 'ratio') return percent(value);
  if (unit === 's' && Math.abs(value) < 1) return `${digits(value * 1000)} ms`;
  if (unit === 'bytes' || unit === 'bytes/s') return `${digits(value / 1024 / 1024)} MiB${unit === 'bytes' ? '' : '/s'}`;
  if (unit === 'count' || unit === '') return digits(value);
  return unit.startsWith('1/') ? `${digits(value)}${unit.slice(1)}` : `${digits(value)} ${unit}`;
}

/** A share in percent. */
export function percent(share: number): string {
  return `${digits(share * 100)} %`;
}

function digits(value: number): string {
  const size = Math.abs(value);
  if (size >= 100) return String(Math.round(value));
  return String(Number(value.toPrecision(size >= 1 ? 3 : 2)));
}
