import type { TestTarget } from '../model/telemetry.js';
import type { Window } from '../model/window.js';
import { spread } from './spread.js';

/** One request to ask for by its trace id. */
export type AskedRequest = TestTarget['requests'][number];

/** Traces asked for in all; each is one request to the backend. */
const MOST = 240;
/** Per anomaly: a fair sample, and the worst and the failed ones beside it. */
const FAIR = 45;
const WORST = 10;
const FAILED = 20;
/** From the healthy parts, per anomaly. */
const HEALTHY = 60;

/**
 * Which requests' traces are asked for: of each anomaly a fair sample with the slowest and failed ones, and as many ordinary requests of the same labels from
 * the healthy parts.
 */
export function chooseRequests({ anomalies, healthy, requests }: TestTarget): AskedRequest[] {
  const chosen = new Map<string, AskedRequest>();
  const take = (list: readonly AskedRequest[], most: number): void => {
    for (const request of spread(list, most)) if (chosen.size < MOST) chosen.set(request.traceId, request);
  };
  const inside = (request: AskedRequest, { start, end }: Window): boolean => request.timestamp >= start && request.timestamp <= end;
  for (const { window, labels } of anomalies) {
    const concerned = requests.filter(({ label }) => labels === 'all' || labels.includes(label));
    const sick = concerned.filter((request) => inside(request, window));
    take(
      sick.filter(({ why }) => why === 'ordinary'),
      FAIR,
    );
    take(
      sick
        .filter(({ why }) => why === 'slow')
        .sort((a, b) => b.latency - a.latency)
        .slice(0, WORST),
      WORST,
    );
    take(
      sick.filter(({ success }) => !success),
      FAILED,
    );
    take(
      concerned.filter((request) => request.why === 'ordinary' && healthy.some((part) => inside(request, part))),
      HEALTHY,
    );
  }
  // A healthy run is asked for a few, so that the report can say what was looked at.
  if (anomalies.length === 0)
    take(
      requests.filter(({ why }) => why === 'ordinary'),
      WORST,
    );
  return [...chosen.values()];
}
