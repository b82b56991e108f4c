import type { Facts } from '../model/facts.js';
import { thousands } from '../model/thousands.js';
import type { Anomaly, Detector } from './detector.js';
import { findGeneratorTrouble } from './generator.js';
import { signalsOf } from './signals.js';
import { tooLittle } from './too-little.js';
import { lasting, percent } from './words.js';

/** Share of planned iterations that may be dropped. */
export const DROPPED = 0.01;

/** A load generator that does not send what it should: then the test says nothing of the system beyond "at least this much". */
export const generatorSaturation: Detector = {
  id: 'generator-saturation',
  title: 'Load generator',
  docs: 'docs/detectors/generator-saturation.md',
  kinds: ['generator-saturation'],
  unable: tooLittle,
  detect(facts) {
    return [...pauses(facts), ...dropped(facts)].slice(0, 1);
  },
};

function pauses(facts: Facts): Anomaly[] {
  const found = findGeneratorTrouble(signalsOf(facts));
  if (!found) return [];
  const silent = found.pauses.reduce((sum, { from, to }) => sum + to - from, 0);
  const flat = found.flat ? ', and from then on its rate no longer grows' : '';
  return [
    {
      kind: 'generator-saturation',
      window: { start: found.from, end: found.to },
      labels: 'all',
      before: null,
      strength: found.pauses.length / 2,
      critical: true,
      summary: `The load generator sends nothing ${found.pauses.length === 1 ? 'once' : `${found.pauses.length} times`} (${lasting(silent)} in all) although no answer keeps it waiting${flat}.`,
      facts: [
        { name: 'pauses', value: found.pauses.length, unit: 'times' },
        { name: 'time without a start', value: silent, unit: 'ms' },
      ],
      against: found.flat ? [] : ['Between the pauses requests are sent as before.'],
    },
  ];
}

function dropped({ loadTool, window }: Facts): Anomaly[] {
  const lost = loadTool?.droppedIterations ?? 0;
  const made = loadTool?.iterations ?? 0;
  if (lost === 0 || lost / (lost + made) < DROPPED) return [];
  const share = lost / (lost + made);
  return [
    {
      kind: 'generator-saturation',
      window: { ...window },
      labels: 'all',
      before: null,
      strength: share / DROPPED,
      critical: true,
      summary: `The load tool dropped ${thousands(lost)} of ${thousands(lost + made)} planned iterations (${percent(share)}): it had no free user to run them, so less load was offered than planned.`,
      facts: [
        { name: 'dropped iterations', value: lost, unit: 'iterations' },
        { name: 'share of planned iterations', value: share, unit: '0..1' },
      ],
      against: ['A system that answers slowly keeps users busy, too; then more users are needed to offer the planned load.'],
    },
  ];
}
