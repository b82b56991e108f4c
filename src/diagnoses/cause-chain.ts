import type { ChainLink } from '../model/analysis.js';
import type { Case } from './case.js';
import { sentence } from './cause-evidence.js';
import type { Suspect } from './judge-causes.js';

/** Exhibits of the cause itself that a chain tells. */
const OWN_LINKS = 3;
/** Services between the cause and the users that a chain names. */
const MOST_CALLERS = 4;

/**
 * From the cause to what users saw: what happened first, where the time went, who waited for it, what users had of it. Moments are those that the backends
 * saw, on the load tool's clock; none is finer than their samples.
 * @param ids evidence id of each exhibit
 */
export function chainOf({ place, dossier }: Suspect, c: Case, ids: ReadonlyMap<object, string>): ChainLink[] {
  const told = [...dossier.exhibits]
    .filter(({ points }) => points > 0.3)
    .sort((a, b) => b.points - a.points)
    .slice(0, OWN_LINKS)
    .sort((a, b) => (a.at ?? Number.POSITIVE_INFINITY) - (b.at ?? Number.POSITIVE_INFINITY));
  // Backends sample: what they saw a little after users met it began no later than that.
  const met = c.finding.window?.start ?? null;
  const ahead = met === null ? 0 : c.anomaly.start - met;
  const momentOf = (at: number | null): number | null => (at === null ? null : Math.round(met === null ? at : Math.min(at - ahead, met)));
  const own = told.map(
    (exhibit): ChainLink => ({ at: momentOf(exhibit.at), text: sentence(exhibit.text), evidence: idsOf(ids.get(exhibit)) }),
  );
  const callers = callersOf(c, place).slice(0, MOST_CALLERS);
  const path: ChainLink[] =
    callers.length === 0
      ? []
      : [
          {
            at: null,
            text: `${callers.map((caller, i) => `${caller}${i === 0 ? ' waited' : ''} for ${callers[i - 1] ?? place}`).join(', ')}.`,
            evidence: [],
          },
        ];
  const users: ChainLink = { at: met, text: sentence(`Users met it: ${c.finding.summary}`), evidence: c.finding.evidence.slice(0, 1) };
  return [...own, ...path, users];
}

function idsOf(id: string | undefined): string[] {
  return id === undefined ? [] : [id];
}

/** Services on the way from a place to the users, nearest first. */
function callersOf(c: Case, place: string): string[] {
  const edges = new Map<string, Set<string>>();
  const add = (client: string, server: string): void => {
    if (client !== server) edges.set(server, (edges.get(server) ?? new Set()).add(client));
  };
  for (const { spans } of c.telemetry.traces?.traces.slice(0, 200) ?? []) {
    const byId = new Map(spans.map((span) => [span.id, span]));
    for (const { parent, service } of spans) {
      const caller = parent === null ? undefined : byId.get(parent);
      if (caller) add(caller.service, service);
    }
  }
  if (edges.size === 0) for (const { client, server } of c.telemetry.metrics?.calls ?? []) add(client, server);
  const affected = new Set((c.location?.latency ?? []).map(({ service }) => service));
  const way: string[] = [];
  for (let at = place; way.length < MOST_CALLERS; ) {
    const callers = [...(edges.get(at) ?? [])].filter((caller) => !way.includes(caller) && caller !== place).sort();
    const next = callers.find((caller) => affected.has(caller)) ?? callers[0];
    if (next === undefined) break;
    way.push(next);
    at = next;
  }
  return way;
}
