import type { Facts } from '../model/facts.js';
import { thousands } from '../model/thousands.js';
import type { Anomaly, Detector } from './detector.js';
import { correctedPercentiles, holdUpsOf } from './omission.js';
import { signalsOf } from './signals.js';
import { tooLittle } from './too-little.js';
import { lasting, ms } from './words.js';

/** Requests not sent, and how much higher one of the percentiles is with them, for it to be worth a word. */
const MISSING = 10;
const HIGHER = 1.1;
/** Coarser steps do not show seconds, ms. */
const COARSEST = 5000;
const SHARES = [0.95, 0.99, 0.999] as const;

/** Percentiles that are too good because users who waited sent nothing. */
export const coordinatedOmission: Detector = {
  id: 'coordinated-omission',
  title: 'Coordinated omission',
  docs: 'docs/detectors/coordinated-omission.md',
  kinds: ['coordinated-omission'],
  unable: (facts) =>
    tooLittle(facts) ??
    (!facts.known.users
      ? 'The file does not say how many users there were, so nobody can tell whether they waited.'
      : facts.stepWidth > COARSEST
        ? 'The run is too long to see seconds.'
        : null),
  detect(facts) {
    // Users that are merely those in flight wait for nobody: new ones come all the same.
    return signalsOf(facts).closed ? omissions(facts) : [];
  },
};

function omissions(facts: Facts): Anomaly[] {
  const holdUps = holdUpsOf(facts);
  const missing = Math.round(holdUps.reduce((sum, one) => sum + one.missing, 0));
  if (missing < MISSING) return [];
  const { recorded, corrected } = correctedPercentiles(facts, holdUps, SHARES);
  const growth = corrected.map((value, i) => value / (recorded[i] as number));
  const most = growth.indexOf(Math.max(...growth));
  if ((growth[most] as number) < HIGHER) return [];
  // The lowest percentile that is touched: it is the one that most users meet.
  const told = growth.findIndex((x) => x >= HIGHER);
  const name = (i: number): string => `p${String((SHARES[i] as number) * 100).replace('.', '')}`;
  const silent = holdUps.reduce((sum, { from, to }) => sum + to - from, 0);
  return [
    {
      kind: 'coordinated-omission',
      window: { start: (holdUps[0] as { from: number }).from, end: (holdUps.at(-1) as { to: number }).to },
      labels: 'all',
      before: null,
      strength: (growth[most] as number) / HIGHER,
      critical: false,
      informative: true,
      summary:
        `While users waited (${lasting(silent)} in all), about ${thousands(missing)} requests were not sent. With these, counted from when they were due, ` +
        `${name(told)} would be about ${ms(corrected[told] as number)}; recorded is ${ms(recorded[told] as number)}.`,
      facts: [
        { name: 'requests not sent', value: missing, unit: 'requests' },
        { name: 'time in which users waited', value: silent, unit: 'ms' },
        ...SHARES.flatMap((_, i) => [
          { name: `${name(i)} recorded`, value: recorded[i] as number, unit: 'ms' },
          { name: `${name(i)} with requests not sent`, value: corrected[i] as number, unit: 'ms' },
        ]),
      ],
      against: [
        'An estimate: it takes users to go on as around the hold-up. Where few people do one thing after the other, the recorded figures are theirs.',
      ],
    },
  ];
}
