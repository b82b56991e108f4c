import type { Matcher } from './matcher.js';

/** Stage of a pipeline. */
export type Stage =
  | { kind: 'line'; op: '|=' | '!=' | '|~' | '!~' | '|>' | '!>'; values: string[] }
  | { kind: 'json' | 'logfmt'; names: [label: string, source: string][] }
  | { kind: 'filter' /** Any of these, each all of those. */; any: Matcher[][] };
/** Selects lines. */
export interface LogQuery {
  kind: 'log';
  selector: Matcher[];
  stages: Stage[];
}
/** Counts lines. */
export type MetricQuery =
  | { kind: 'range'; fn: 'count_over_time' | 'rate' | 'bytes_over_time' | 'bytes_rate'; log: LogQuery; range: number }
  | {
      kind: 'aggregate';
      fn: 'sum' | 'min' | 'max' | 'avg' | 'count' | 'topk' | 'bottomk';
      k: number;
      grouping: 'by' | 'without' | null;
      labels: string[];
      of: MetricQuery;
    };
/** Any of them. */
export type Query = LogQuery | MetricQuery;
