import { quantity } from '../model/quantity.js';
import type { Case } from './case.js';
import type { Part } from './part.js';

/** Databases that the trouble may be in: those that services wait for, and those that tell of themselves. */
export function databases(c: Case): Set<string> {
  const names = new Set<string>();
  for (const { kind, peer } of [...(c.location?.latency ?? []), ...(c.location?.errors ?? [])])
    if (kind === 'database' && peer !== null && peer !== 'database' && !isAddress(peer)) names.add(peer);
  for (const { signal } of c.changes) if (signal.subject === 'database' && signal.service !== null) names.add(signal.service);
  return names;
}

/** Name of the database that a service waits for: as its spans have it, else the only one that tells of itself; null where neither is known. */
export function databaseNamed(c: Case, { peer }: Part): string | null {
  if (peer !== null && peer !== 'database' && !isAddress(peer)) return peer;
  const telling = new Set(
    (c.telemetry.metrics?.signals ?? []).flatMap(({ subject, service }) => (subject === 'database' && service !== null ? [service] : [])),
  );
  const [only] = telling;
  return telling.size === 1 && only !== undefined ? only : null;
}

/** The session that holds on for longest while others wait, in words; null where the database does not tell. */
export function holderOf(c: Case): string | null {
  const [first] = c.changed(['postgres-longest-transaction-by-client'], ({ signal }) =>
    /idle in transaction/i.test(signal.labels.state ?? ''),
  );
  if (!first) return null;
  const { client = 'a session' } = first.signal.labels;
  return `${client} keeps a transaction open for up to ${quantity(first.peak, first.signal.unit)} and does nothing in it`;
}

function isAddress(text: string): boolean {
  return /^[\d.:[\]a-f]+$/i.test(text) && /[.:]/.test(text);
}
