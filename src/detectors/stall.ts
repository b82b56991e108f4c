import type { Facts } from '../model/facts.js';
import type { Anomaly, Detector } from './detector.js';
import { periodFigures } from './period-figures.js';
import { risesOfRun } from './rises.js';
import { labelsOfSpikes } from './spike-labels.js';
import { periodOf, type Spike, scanSpikes, spikeWidth } from './stall-scan.js';
import { tooLittle } from './too-little.js';
import { lasting, ms, times } from './words.js';

/** Length of a stall that breaks what the system is for, ms; shorter ones do when they come again and again. */
const CRITICAL = 3000;
/** What is shown beside it as usual: the time before, ms. */
const BEFORE = 60_000;
/** Time after it in which it must be over to be told so, ms. */
const AFTER = 30_000;

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
    const found = scanSpikes(facts);
    const waiting = labelsOfSpikes(facts, found);
    const spikes = found.filter((_, i) => waiting[i] === 'all');
    const period = periodOf(spikes);
    const groups = period === null ? spikes.map((spike) => [spike]) : [spikes];
    // What waits for some endpoints only is a stall of these, unless a lasting rise of theirs explains it (name-events.ts).
    const partial = found.flatMap((spike, i): Anomaly[] => {
      const labels = waiting[i] as string[] | 'all';
      return labels === 'all' ? [] : [partialStall(facts, spike, labels)];
    });
    const whole = groups
      .filter((own) => own.length > 0 && !(own.length === 1 && isBeginning(facts, own[0] as Spike)))
      .map((own) => {
        const [first, last] = [own[0] as Spike, own.at(-1) as Spike];
        const highest = own.reduce((a, b) => (b.peak > a.peak ? b : a));
        const before = { start: Math.max(facts.window.start, first.from - BEFORE), end: first.from };
        // A spike is seen in ratios, each request beside its own endpoint. What is told in ms are medians of the requests themselves.
        const [usual, during] = [before, { start: highest.from, end: highest.to }].map(({ start, end }) =>
          periodFigures(facts, 'all', start, end),
        );
        const medians = usual?.p50 == null || during?.p50 == null ? '' : `; p50 goes from ${ms(usual.p50)} to ${ms(during.p50)}`;
        const what = `requests take ${times(highest.peak / highest.before)} as long as usual for their endpoint${medians}`;
        return {
          kind: 'stall',
          window: { start: first.from, end: last.to },
          labels: 'all' as const,
          before,
          strength: Math.min(highest.peak / highest.before / 3, (highest.peak - highest.before) / 50),
          critical: own.some(({ from, to }) => to - from >= CRITICAL) || own.length >= 3,
          summary:
            own.length === 1
              ? `For ${lasting(first.to - first.from)} nearly everything waits, and then it is over: at the worst ${what}.`
              : `${own.length} times, about every ${lasting(period as number)}, nearly everything waits for a short time: at the worst ${what}.`,
          facts: [
            { name: 'times as long as usual for the endpoint, at most', value: highest.peak / highest.before, unit: 'ratio' },
            { name: 'times', value: own.length, unit: 'times' },
            ...(period === null ? [] : [{ name: 'distance', value: period, unit: 'ms' }]),
          ],
          against: [
            'All endpoints wait at the same time, so a pause of the load generator itself cannot be told apart without its own metrics.',
          ],
        };
      });
    return [...whole, ...partial];
  },
};

/** Whether what looks like a stall is the beginning of a rise that lasts, and is told as that one. */
function isBeginning(facts: Facts, { from, to }: Spike): boolean {
  const p50 = (start: number, end: number): number | null => periodFigures(facts, 'all', start, end).p50;
  const [usual, during, after] = [p50(Math.max(facts.window.start, from - BEFORE), from), p50(from, to), p50(to, to + AFTER)];
  if (usual === null || during === null || after === null || after < (usual + during) / 2) return false;
  return risesOfRun(facts).some((rise) => rise.from < to + AFTER && rise.to >= to + AFTER);
}

function partialStall(facts: Facts, { from, to }: Spike, labels: string[]): Anomaly {
  const before = { start: Math.max(facts.window.start, from - BEFORE), end: from };
  const p50 = (start: number, end: number): number | null => periodFigures(facts, labels, start, end).p50;
  const [usual, during, after] = [p50(before.start, before.end) ?? 0, p50(from, to) ?? 0, p50(to, to + AFTER)];
  const isOver = after !== null && after < (usual + during) / 2;
  return {
    kind: 'stall',
    window: { start: from, end: to },
    labels,
    before,
    strength: Math.min(during / Math.max(1, usual) / 3, (during - usual) / 50),
    critical: to - from >= CRITICAL,
    summary: `For ${lasting(to - from)} nearly all requests of ${labels.length === 1 ? 'one endpoint' : `${labels.length} endpoints`} wait${isOver ? ', and then it is over' : ''}: p50 goes from ${ms(usual)} to ${ms(during)}.`,
    facts: [
      { name: 'p50 before', value: usual, unit: 'ms' },
      { name: 'p50 during', value: during, unit: 'ms' },
    ],
    against: ['Other endpoints answer as usual meanwhile.'],
  };
}
