/** What the load tool reports of itself and of the run: its own facts, not figures of ours. */
export interface LoadTool {
  /** Name of the tool. */
  name: string;
  /** Its version; null where the file does not say. */
  version: string | null;
  /** Largest number of users active (users); null where the file does not say. */
  users: {
    /** Largest number active (users). */
    max: number;
  } | null;
  /** Iterations completed; null where the file does not say. */
  iterations: number | null;
  /** Iterations that were due and not started; null where the file does not say. */
  droppedIterations: number | null;
  /** The tool's own checks; null where the file does not say. */
  checks:
    | {
        /** Name of the check, with the group it stands in. */
        name: string;
        /** How often it passed. */
        passes: number;
        /** How often it failed. */
        fails: number;
      }[]
    | null;
  /** The tool's own thresholds; null where the file does not say. */
  thresholds:
    | {
        /** The condition as the tool words it, with its metric: `http_req_duration: p(95)<500`. */
        expression: string;
        /** Whether it held, as the tool says; null where the file has the condition and not the result. */
        passed: boolean | null;
      }[]
    | null;
  /** Scenarios of the script; null where the file does not say. */
  scenarios:
    | {
        /** Name of the scenario. */
        name: string;
        /** Requests made in it; null where the file does not say. */
        requests: number | null;
        /** Iterations completed in it; null where the file does not say. */
        iterations: number | null;
      }[]
    | null;
  /** Other metrics of the file (custom ones, gRPC, WebSocket, browser, …), in order of their names: shown as what they are, never counted as requests. */
  metrics: ToolMetric[];
}

/** Totals of one metric of the tool. */
export interface ToolMetric {
  /** Name as the file has it. */
  name: string;
  /** What it counts: a sum, a last value, a share of yes, or a distribution. */
  kind: 'counter' | 'gauge' | 'rate' | 'trend';
  /** Unit of its values; empty for plain numbers. */
  unit: 'ms' | 'bytes' | '';
  /** Points; null where the file has totals only. */
  count: number | null;
  /** Sum of the values (counter and trend); null where unknown. */
  sum: number | null;
  /** Share of points that are not 0, 0..1 (rate only). */
  share: number | null;
  /** Smallest value; null where unknown. */
  min: number | null;
  /** Arithmetic mean; null where unknown. */
  mean: number | null;
  /** Largest value; null where unknown. */
  max: number | null;
  /** Last value (gauge only). */
  last: number | null;
  /** Percentiles that the file itself gives, by the tool's definition; empty where it has single points only. */
  percentiles: {
    /** Name as the file has it, such as p(95) or med. */
    name: string;
    /** The value, in `unit`. */
    value: number;
  }[];
}
