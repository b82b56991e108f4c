/*
 * Where time went and where failures began: the excess over the healthy parts, parted so that each second is counted once and belongs to whoever can
 * mend it.
 */

/** What of a service's time it is. `own`: its own work; `pool`: waiting for a connection; `database`, `cache`, `queue`: seen from the service that
 * asks; `peer`: a called service that tells nothing of itself; `network`: between caller and called; `entry`: before the first service. */
export type PartKind = 'own' | 'pool' | 'database' | 'cache' | 'queue' | 'peer' | 'network' | 'entry' | 'unreachable';

/** Excess in one place. */
export interface Part {
  kind: PartKind;
  /** Service that spends the time, or that failed first. */
  service: string;
  /** What it waits for: database system, called service; null for its own work. */
  peer: string | null;
  /** Operation, route or statement that has most of it; empty where it is not known. */
  operation: string;
  /** Latency: ms per affected request (traces) or seconds per second (metrics). Errors: failures per second, or share of failed traces. */
  excess: number;
  /** Share of all excess that was located, 0..1. */
  share: number;
  /** Calls per request before and during, where they are known: more calls are another trouble than slower ones. */
  calls: { before: number; during: number } | null;
  /** First moment it shows, ms; null where it is not known. */
  onset: number | null;
}

/** All of it for one anomaly. */
export interface Location {
  /** What it was learnt from. */
  basis: 'traces' | 'metrics';
  latency: Part[];
  errors: Part[];
  /** In words: how it was found, with numbers. */
  summary: string;
}

/** Shares of the whole, largest first; what is less than a hundredth is left out. */
export function shared(parts: readonly Omit<Part, 'share'>[]): Part[] {
  const total = parts.reduce((sum, { excess }) => sum + Math.max(0, excess), 0);
  if (total <= 0) return [];
  return parts
    .map((part) => ({ ...part, share: Math.max(0, part.excess) / total }))
    .filter(({ share }) => share >= 0.01)
    .sort((a, b) => b.share - a.share || (a.service < b.service ? -1 : 1));
}
