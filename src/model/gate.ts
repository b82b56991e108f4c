/** Result of the gate: what the user said must not be, and whether it is. */
export interface Gate {
  /** Whether no condition of level `fail` failed; one of which the figure is unknown has failed. */
  passed: boolean;
  /** Part of the run that a condition is about unless it names one itself. */
  window: GateWindow;
  /** What the load tool's own thresholds count for. */
  toolThresholds: 'fail' | 'warn' | 'ignore';
  /** Each condition, in the order given: conditions, objectives, thresholds of the load tool. */
  conditions: GateCondition[];
}

/** Part of the run that a figure is about: all that was counted, or each phase of steady load. */
export type GateWindow = 'whole' | 'steady';

/** One condition of the gate. */
export interface GateCondition {
  /** The condition as the user wrote it; an objective as the condition it stands for; a threshold as the load tool words it. */
  expression: string;
  /** Where it comes from. */
  origin: 'condition' | 'objective' | 'tool-threshold';
  /** Whether it fails the gate or only warns. */
  level: 'fail' | 'warn';
  /** Whether it held: `outcome` is passed. */
  passed: boolean;
  /**
   * What became of it: passed, failed, unknown (the figure is not known, which counts as failed), or outside (a condition on the verdict met
   * invalid-test or inconclusive, which prove nothing; counts as failed).
   */
  outcome: 'passed' | 'failed' | 'unknown' | 'outside';
  /** The outcome in words, with figure and limit. */
  reason: string;
  /** Name of the figure, such as p95; null for a threshold of the load tool. */
  metric: string | null;
  /** Endpoint or transaction that it is about; null for all. */
  label: string | null;
  /** The figure, in `unit`; null where it is unknown, and for the verdict. */
  value: number | null;
  /** Its limit, in `unit`; null for the verdict and for thresholds of the load tool. */
  limit: number | null;
  /** Unit of value, limit and margin as the condition has it; empty for plain numbers. */
  unit: string;
  /** Room between figure and limit, in `unit`: negative once the limit is crossed; null where unknown, and for == and !=. */
  margin: number | null;
  /** Requests that the figure rests on; null where it rests on none (users, verdict, thresholds of the load tool). */
  n: number | null;
  /** Whether it is over all counted requests or over successful ones; null where it rests on no requests. */
  population: 'all' | 'ok' | null;
  /** Part of the run that it is about; null for thresholds of the load tool. */
  window: GateWindow | null;
  /** Whether the figure rests on few requests: see `smallSample` of the figures. */
  smallSample: boolean;
  /** Whether the limit lies within the error of the figure (a percentile of a histogram): it was decided by the figure as shown. */
  withinError: boolean;
}

/** Comparison with a baseline. */
export interface Comparison {
  /** Outcome. */
  verdict: 'same' | 'regression' | 'improvement' | 'inconclusive';
}
