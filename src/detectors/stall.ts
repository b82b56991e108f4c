import type { Detector } from './detector.js';
import { periodOf, type Spike, scanSpikes, spikeWidth } from './stall-scan.js';
import { tooLittle } from './too-little.js';
import { lasting, ms, times } from './words.js';

/** Length of a stall that breaks what the system is for, ms; shorter ones do when they come again and again. */
const CRITICAL = 3000;

/** Seconds in which nearly all requests wait: once, or again and again. */
export const stall: Detector = {
  id: 'stall',
  title: 'Stalls',
  docs: 'docs/detectors/stall.md',
  kinds: ['stall'],
  unable: (facts) =>
    tooLittle(facts) ??
    (facts.overall.ok.n === 0
      ? 'No request succeeded, so there are no latencies to compare.'
      : spikeWidth(facts) === null
        ? 'There are too few requests a second, or the run is too long, to see seconds: 20 requests must come within 5 s.'
        : null),
  detect(facts) {
    const spikes = scanSpikes(facts);
    const period = periodOf(spikes);
    const groups = period === null ? spikes.map((spike) => [spike]) : [spikes];
    return groups.map((own) => {
      const [first, last] = [own[0] as Spike, own.at(-1) as Spike];
      const highest = own.reduce((a, b) => (b.peak > a.peak ? b : a));
      const what = `the median goes from ${ms(highest.before)} to ${ms(highest.peak)} (${times(highest.peak / highest.before)})`;
      return {
        kind: 'stall',
        window: { start: first.from, end: last.to },
        labels: 'all' as const,
        before: { start: Math.max(facts.window.start, first.from - 60_000), end: first.from },
        strength: Math.min(highest.peak / highest.before / 3, (highest.peak - highest.before) / 50),
        critical: own.some(({ from, to }) => to - from >= CRITICAL) || own.length >= 3,
        summary:
          own.length === 1
            ? `For ${lasting(first.to - first.from)} nearly everything waits: ${what}, and then it is over.`
            : `${own.length} times, about every ${lasting(period as number)}, nearly everything waits for a short time: ${what}.`,
        facts: [
          { name: 'median before', value: highest.before, unit: 'ms' },
          { name: 'median at its highest', value: highest.peak, unit: 'ms' },
          { name: 'times', value: own.length, unit: 'times' },
          ...(period === null ? [] : [{ name: 'distance', value: period, unit: 'ms' }]),
        ],
        against: [
          'All endpoints wait at the same time, so a pause of the load generator itself cannot be told apart without its own metrics.',
        ],
      };
    });
  },
};
