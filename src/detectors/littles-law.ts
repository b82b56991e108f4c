import type { Facts } from '../model/facts.js';
import type { Anomaly, Detector } from './detector.js';

/** More requests in flight than users, beyond this, cannot be where each waits for one answer at a time. */
const TOLERANCE = 1.05;

/** Whether the figures of the file agree with one another: Little's law, requests in flight = throughput × mean latency, at most one for each user. */
export const littlesLaw: Detector = {
  id: 'littles-law',
  title: 'Requests in flight',
  docs: 'docs/detectors/littles-law.md',
  kinds: ['littles-law'],
  unable: ({ known, window }) =>
    !known.users ? 'The file does not say how many users there were.' : window.end <= window.start ? 'The run has no length.' : null,
  detect(facts) {
    const most = facts.steps.reduce((max, { users }) => Math.max(max, users?.max ?? 0), 0);
    const inFlight = inFlightOf(facts);
    return most > 0 && inFlight > TOLERANCE * most ? [contradiction(facts, inFlight, most)] : [];
  },
};

/** Mean number of requests in flight: the sum of all latencies over the length of the run. */
function inFlightOf({ overall: { ok, failed }, window }: Facts): number {
  return (ok.sum + failed.sum) / (window.end - window.start);
}

function contradiction(facts: Facts, inFlight: number, most: number): Anomaly {
  return {
    kind: 'littles-law',
    window: { ...facts.window },
    labels: 'all',
    before: null,
    strength: inFlight / most / TOLERANCE,
    critical: false,
    informative: true,
    summary: `On average ${inFlight.toFixed(1)} requests were in flight, and there were never more than ${most} ${most === 1 ? 'user' : 'users'}.`,
    facts: [
      { name: 'requests in flight', value: inFlight, unit: 'requests' },
      { name: 'users at most', value: most, unit: 'users' },
    ],
    against: ['Users who send several requests at once (browsers, parallel downloads, asynchronous clients) have more in flight.'],
  };
}
