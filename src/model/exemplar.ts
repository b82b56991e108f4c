/** A real request. */
export interface Exemplar {
  /** Name of the input file. */
  file: string;
  /** Line in it, from 1. */
  line: number;
  /** Start, ms epoch. */
  timestamp: number;
  /** Duration, ms. */
  latency: number;
  /** Label. */
  label: string;
  /** Response code as the file has it. */
  code: string;
  /** Whether it succeeded. */
  success: boolean;
  /** Response or failure message, cut. */
  message: string;
  /** Thread or user; empty where the file does not say. */
  thread: string;
  /** Trace id; null where the file has none. */
  traceId: string | null;
}
