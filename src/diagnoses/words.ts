import { quantity } from '../model/quantity.js';
import type { Signal } from '../model/telemetry.js';
import type { SignalChange } from '../observability/signal-change.js';

/** A change in one sentence with numbers. */
export function changeInWords({ signal, before, during, effect, peak }: SignalChange): string {
  const { unit } = signal;
  // Where medians hide it, the outer values tell.
  const now =
    Math.abs(effect) > 2 * Math.abs(during - before) ? `${quantity(during, unit)}, up to ${quantity(peak, unit)}` : quantity(during, unit);
  return `${nameOfSignal(signal)}: ${quantity(before, unit)} before, ${now} during`;
}

/** What a signal measures, and of what. */
export function nameOfSignal({ title, service, instance, labels }: Signal): string {
  const where = [service, instance, ...Object.values(labels)].filter((part) => part !== null && part !== '').join(', ');
  return `${title}${where === '' ? '' : ` (${where})`}`;
}
