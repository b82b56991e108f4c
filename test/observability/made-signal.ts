import type { Signal } from '../../src/model/telemetry.js';

/**
 * A latency of service `a`, worse when it rises, in seconds.
 * @param times moments of its samples, ms
 * @param value of a moment, s
 */
export function madeSignal(times: readonly number[], value: (second: number) => number | null, more: Partial<Signal> = {}): Signal {
  return {
    id: 'x',
    title: 'X',
    unit: 's',
    type: 'latency',
    bad: 'up',
    warn: null,
    critical: null,
    subject: 'service',
    service: 'a',
    instance: null,
    labels: {},
    times: [...times],
    values: times.map((time) => value(time / 1000)),
    query: 'x',
    ...more,
  };
}
