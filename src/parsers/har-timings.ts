import type { PickedMembers } from '../decode/json-picker.js';
import { numberOf } from './har-entry.js';

/** How long an entry took, ms. */
export interface Timings {
  /** All of it; NaN where the entry does not say. */
  latency: number;
  /** From the start to the first byte; NaN where there is no part for it. */
  firstByte: number;
  /** Connecting, TLS included; 0 = the connection was reused. NaN where the entry does not say. */
  connect: number;
  /** Whether the recorder says how long the request waited for a connection. */
  queued: boolean;
  /** Whether the entry's time is neither the sum of its parts nor explained by how its recorder counts TLS. */
  differs: boolean;
  /** Whether TLS was counted twice, and was taken out of the latency. */
  tlsTwice: boolean;
  /** Whether what the entry calls its time lacks the wait for the answer. */
  waitless: boolean;
}

const PARTS = ['blocked', 'dns', 'connect', 'send', 'wait', 'receive'] as const;
/** Sums of the same parts differ by no more than this, ms. */
const ROUNDING = 0.01;
/** Recorders that measure the parts apart differ by up to this, ms. */
const SLACK = 3;

/**
 * HAR 1.2: time is the sum of the parts that apply (those that do not are -1), and `ssl` is within `connect`. Where a time holds `ssl`
 * on top of that, the recorder tells what it means: Playwright counts it twice, Firefox's `connect` is without it.
 */
export function timingsOf(entry: PickedMembers, parts: PickedMembers, recorder: string): Timings {
  const part = (name: string): number => Math.max(0, numberOf(parts, name) || 0);
  const any = PARTS.some((name) => numberOf(parts, name) >= 0);
  const total = any ? PARTS.reduce((sum, name) => sum + part(name), 0) : Number.NaN;
  const time = numberOf(entry, 'time');
  // A time of 0 with parts that are longer was never filled in.
  const timed = time > 0 || (time === 0 && !(total > SLACK));
  const tls = part('ssl');
  const added = timed && tls > 2 * ROUNDING && Math.abs(time - total - tls) <= ROUNDING;
  const tlsTwice = added && recorder === 'Playwright';
  const apart = added && !tlsTwice ? tls : 0;
  const latency = timed && !tlsTwice ? time : total;
  return {
    latency,
    firstByte: numberOf(parts, 'wait') >= 0 ? total - part('receive') + apart : Number.NaN,
    connect: Number.isNaN(numberOf(parts, 'connect')) ? Number.NaN : part('connect') + apart,
    queued: numberOf(parts, 'blocked') >= 0,
    differs: timed && !added && Math.abs(time - total) > SLACK,
    tlsTwice,
    waitless: any && numberOf(parts, 'wait') < 0 && Math.abs(latency - total) <= ROUNDING,
  };
}
