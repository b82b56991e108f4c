import type { Finding } from '../model/finding.js';

/** What is true of a simulated run. Times are seconds from the start of the test, unless they say otherwise. */
export interface RunTruth {
  /** Kind of the run: one of the healthy kinds, or of the faults. */
  kind: string;
  /** 0 = healthy, 1 slight, 2 moderate, 3 clear. */
  severity: number;
  /** Seed that the run was made from. */
  seed: number;
  /** Format of the result file. */
  format: RunFormat;
  /** Start of the test, ms epoch. */
  testStart: number;
  /** Length of the test, s. */
  durationSec: number;
  /** Requests in the result file. */
  requests: number;
  /** Endpoints by the names they have in the file. */
  labels: string[];
  /** Whether users are set (closed) or arrivals (open). */
  loadModel: 'closed' | 'open';
  /** Iterations that the load generator dropped. */
  droppedIterations: number;
  /** Faults with their measured effect: beside the same run without them. */
  events: TrueEvent[];
  /** Names of what is odd in the run without being a fault. */
  nuisances: string[];
  /** What a tool must say of it. */
  expected: {
    /** The verdict. */
    verdict: 'healthy' | 'degraded' | 'failing' | 'invalid-test';
    /** Verdicts that are right too. */
    acceptVerdicts: string[];
    /** Events with an effect on users that is clear beside the same run without the fault. */
    mustFind: ExpectedFinding[];
    /** Effects at the edge of what can be seen, and neighbours of an event: finding them is neither right nor wrong. */
    mayFind: ExpectedFinding[];
  };
}

/** Formats that a run can be written in. */
export type RunFormat = 'jtl' | 'k6-json' | 'k6-csv' | 'gatling';

/** A fault and what it did. */
export interface TrueEvent {
  /** The fault. */
  type: string;
  /** Start and end of its effect, s. */
  onset: number;
  end: number;
  /** Endpoints concerned. */
  endpoints: string[] | 'all';
  /** `no impact`, `grey` (at the edge), or `impact`. */
  label: 'no impact' | 'grey' | 'impact';
  /** Figures of the endpoints in that time, without the fault (before) and with it (during); ms, shares, 1/s. */
  impact: Record<string, number | null>;
}

/** A finding that a tool should have. */
export interface ExpectedFinding {
  /** Kind that names it best. */
  kind: string;
  /** Kinds that are right too. */
  accept: string[];
  /** Start and end, s. */
  window: [number, number];
  /** Endpoints concerned. */
  endpoints: string[] | 'all';
  /** How far a finding may begin from the true start, s. */
  onsetTolerance: number;
}

/** What a finding must have to be scored: those of an `Analysis` do. */
export type ScoredFinding = Pick<Finding, 'kind' | 'severity' | 'window' | 'labels'>;
