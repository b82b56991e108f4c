import type { Case } from './case.js';
import type { Diagnosis } from './diagnosis.js';
import { Dossier } from './dossier.js';

/** A cause that was examined in one place. */
export interface Suspect {
  diagnosis: Diagnosis;
  place: string;
  dossier: Dossier;
  points: number;
  level: 'likely' | 'possible';
}

/** A cause that was looked at and is none. */
export interface Cleared {
  diagnosis: Diagnosis;
  place: string;
  reason: string;
  dossier: Dossier;
}

/** Points below which nothing is claimed: less than all of the lost time and one changed signal. */
const BAR = 3;
/** The same where neither traces nor metrics tell where time is lost: logs alone never make a cause likely, and may still name one. */
const BAR_WITHOUT_PLACE = 2;
/** Points a cause must reach beside a better one to be named as well. */
const BESIDE = 0.45;
/** Causes named at most. */
const MOST = 5;
/** Share of the lost time, or of the failures, from which a place is looked at. */
const LOOKED_AT = 0.08;

/** Examines every diagnosis in every place where the trouble may be. @returns suspects, most points first, and those that were cleared */
export function judgeCauses(c: Case, diagnoses: readonly Diagnosis[]): { suspects: Suspect[]; cleared: Cleared[] } {
  const suspects: Suspect[] = [];
  const cleared: Cleared[] = [];
  for (const diagnosis of diagnoses) {
    if (diagnosis.explains.length > 0 && !diagnosis.explains.includes(c.finding.kind)) continue;
    for (const place of diagnosis.places?.(c) ?? placesOf(c)) {
      const dossier = new Dossier(c, place);
      diagnosis.examine(c, place, dossier);
      const { points, families } = dossier;
      const worth = dossier.exhibits.some((exhibit) => exhibit.points > 0.5);
      if (dossier.isOpen && dossier.excluded === null) continue;
      if (dossier.excluded !== null) {
        if (worth) cleared.push({ diagnosis, place, reason: dossier.excluded, dossier });
        continue;
      }
      if (points < (c.location === null ? BAR_WITHOUT_PLACE : BAR)) {
        const against = dossier.exhibits.filter((exhibit) => exhibit.points < 0).map(({ text }) => text);
        if (worth) cleared.push({ diagnosis, place, reason: against.join('; ') || 'too little speaks for it', dossier });
        continue;
      }
      suspects.push({ diagnosis, place, dossier, points, level: families.size >= 2 || dossier.isHard ? 'likely' : 'possible' });
    }
  }
  const ranked = suspects.sort(
    (a, b) => rankOf(b) - rankOf(a) || diagnoses.indexOf(a.diagnosis) - diagnoses.indexOf(b.diagnosis) || (a.place < b.place ? -1 : 1),
  );
  const best = ranked[0] ? rankOf(ranked[0]) : 0;
  const kept = ranked.filter((suspect) => rankOf(suspect) >= BESIDE * best).slice(0, MOST);
  for (const { diagnosis, place, dossier } of ranked.filter((suspect) => !kept.includes(suspect))) {
    cleared.push({ diagnosis, place, reason: 'another cause explains it better', dossier });
  }
  return { suspects: kept, cleared };
}

/** What suspects are ordered by. What no recording has shown stands behind what is proven, unless a hard event says so. */
export function rankOf({ diagnosis, dossier, points, level }: Suspect): number {
  const proven = diagnosis.experimental && !dossier.isHard ? 0.7 : 1;
  return points * proven * (level === 'likely' ? 1 : 0.8) + (dossier.isHard ? 1 : 0);
}

/** Services where time is lost or failures begin; where neither is known, all that something changed in. */
function placesOf(c: Case): Set<string> {
  const { location } = c;
  if (!location || location.latency.length + location.errors.length === 0) return c.services();
  const places = new Set<string>();
  for (const { kind, service, peer, share } of [...location.latency, ...location.errors]) {
    if (share < LOOKED_AT) continue;
    places.add(service);
    if ((kind === 'network' || kind === 'peer') && peer !== null) places.add(peer);
  }
  return places;
}
