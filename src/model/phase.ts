import type { Kpis } from './kpis.js';

/** Names of phases. */
export type PhaseName = 'warm-up' | 'ramp' | 'steady' | 'ramp-down' | 'whole';

/** Part of the run. */
export interface Phase {
  /** What it is; `whole` where the run is too short or too irregular to be parted. */
  name: PhaseName;
  /** First moment, ms epoch. */
  start: number;
  /** Last moment, ms epoch. */
  end: number;
  /** Whether it was found from the data or set by the user. */
  basis: 'data' | 'user';
  /** How it was found, in words. */
  reason: string;
  /** Figures of the requests that started in it. */
  kpis: Kpis;
}
