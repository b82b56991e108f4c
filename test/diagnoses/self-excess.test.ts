import { describe, expect, it } from 'vitest';
import type { Excess } from '../../src/diagnoses/excess.js';
import { justBefore } from '../../src/diagnoses/excess.js';
import { failureExcess } from '../../src/diagnoses/failure-excess.js';
import { latencyExcess } from '../../src/diagnoses/latency-excess.js';
import { type Calls, selfExcess } from '../../src/diagnoses/self-excess.js';
import type { Signal } from '../../src/model/telemetry.js';
import { madeSignal } from '../observability/made-signal.js';

const excess = (perSecond: number): Excess => ({ perSecond, score: 2, onset: null });
const call = (caller: string, callee: string, more: Partial<Calls> = {}): Calls => ({ caller, callee, seen: null, share: 1, ...more });

describe('self-excess', () => {
  it('of a chain is that of its end: a victim that waits has nothing of its own', () => {
    // front waits 10 s/s, 9 of which are middle's, 8 of which are back's.
    const total = new Map([
      ['front', excess(10)],
      ['middle', excess(9)],
      ['back', excess(8)],
    ]);
    const own = selfExcess(total, [call('front', 'middle'), call('middle', 'back')]);
    expect([...own].map(([name, one]) => [name, one.own])).toEqual([
      ['front', 1],
      ['middle', 1],
      ['back', 8],
    ]);
  });

  it('of a shared service is parted by who calls it how often', () => {
    const total = new Map([
      ['a', excess(3)],
      ['b', excess(1)],
      ['shared', excess(4)],
    ]);
    const own = selfExcess(total, [call('a', 'shared', { share: 0.75 }), call('b', 'shared', { share: 0.25 })]);
    expect(own.get('a')?.own).toBe(0);
    expect(own.get('b')?.own).toBe(0);
    expect(own.get('shared')?.own).toBe(4);
  });

  it('that only the caller sees lies between the two', () => {
    const total = new Map([
      ['a', excess(5)],
      ['b', excess(1)],
    ]);
    const way = call('a', 'b', { seen: excess(5) });
    const own = selfExcess(total, [way]);
    expect(own.get('a')).toEqual({ own: 0, between: [{ calls: way, excess: 4 }] });
    expect(own.get('b')?.own).toBe(1);
  });
});

/** A signal each 10 s for 600 s. */
function signal(unit: string, value: (second: number) => number | null): Signal {
  const times = Array.from({ length: 60 }, (_, i) => i * 10_000);
  return madeSignal(times, value, { unit });
}
const seconds = (from: number, to: number): { start: number; end: number } => ({ start: from * 1000, end: to * 1000 });
const TARGET = { healthy: [seconds(0, 290), seconds(410, 590)] };
const ANOMALY = seconds(300, 400);
const isSick = (s: number): boolean => s >= 300 && s <= 400;

describe('the time that requests take beyond what they took', () => {
  it('is requests times what each waits longer: more requests alone are none', () => {
    const more = latencyExcess(
      signal('1/s', (s) => (isSick(s) ? 40 : 20)),
      signal('s', (s) => (isSick(s) ? 0.35 : 0.1)),
      TARGET,
      ANOMALY,
    );
    expect(more.perSecond).toBeCloseTo(40 * 0.25, 9);
    expect(more.onset).toBe(300_000);
    const busy = latencyExcess(
      signal('1/s', (s) => (isSick(s) ? 400 : 20)),
      signal('s', () => 0.1),
      TARGET,
      ANOMALY,
    );
    expect(busy.perSecond).toBe(0);
  });

  it('is counted from the time just before, where that was worse already', () => {
    // A drift of 200 s before the trouble: half of the healthy time, and all that stands before the trouble, takes 0.3 s.
    const duration = (during: number): Signal => signal('s', (s) => (isSick(s) ? during : s >= 100 && s < 300 ? 0.3 : 0.1));
    const requests = signal('1/s', () => 10);
    expect(latencyExcess(requests, duration(0.3), TARGET, ANOMALY).perSecond).toBe(0);
    expect(latencyExcess(requests, duration(2), TARGET, ANOMALY).perSecond).toBeCloseTo(17, 9);
  });
});

describe('failures beyond those of usual requests', () => {
  it('follow requests: the same share of more of them is none', () => {
    const failed = (share: number): Signal => signal('1/s', (s) => (isSick(s) ? 30 * share : 0.3));
    const requests = signal('1/s', (s) => (isSick(s) ? 30 : 10));
    expect(failureExcess(requests, failed(0.03), TARGET, ANOMALY).perSecond).toBe(0);
    // 30 a second in the trouble, 13 % of which fail, 3 % as usual.
    expect(failureExcess(requests, failed(0.13), TARGET, ANOMALY).perSecond).toBeCloseTo(3, 9);
  });

  it('are counted as a binomial: few of few requests are chance', () => {
    const requests = signal('1/s', () => 0.1);
    // 11 samples of 10 s, a request each: 2 that fail are within 3 of none, 5 are not.
    const failed = (n: number): Signal => signal('1/s', (s) => (isSick(s) && s < 300 + 10 * n ? 0.1 : 0));
    expect(failureExcess(requests, failed(2), TARGET, ANOMALY).perSecond).toBe(0);
    expect(failureExcess(requests, failed(5), TARGET, ANOMALY).perSecond).toBeCloseTo(5 / 110, 9);
  });

  it('of bursts that healthy time has too are none', () => {
    const bursts = signal('1/s', (s) => (s % 60 === 0 ? 2 : 0));
    expect(
      failureExcess(
        signal('1/s', () => 10),
        bursts,
        TARGET,
        ANOMALY,
      ).perSecond,
    ).toBe(0);
  });

  it('of a service that nobody called while all was well are not known', () => {
    const requests = signal('1/s', (s) => (isSick(s) ? 10 : 0));
    expect(failureExcess(requests, requests, TARGET, ANOMALY).perSecond).toBe(0);
  });
});

describe('the healthy time just before', () => {
  it('is as long as the trouble, and part of what is healthy', () => {
    expect(justBefore(TARGET.healthy, ANOMALY)).toEqual(seconds(190, 290));
    expect(justBefore(TARGET.healthy, seconds(300, 900))).toEqual(seconds(0, 290));
    expect(justBefore(TARGET.healthy, seconds(100, 200))).toBeNull();
  });
});
