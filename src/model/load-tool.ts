/** What the load tool reports of itself. */
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
  /** Iterations that were due and not started; null where the file does not say. */
  droppedIterations: number | null;
  /** The tool's own checks; null where the file does not say. */
  checks:
    | {
        /** Name of the check. */
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
        /** The condition as the tool words it. */
        expression: string;
        /** Whether it held. */
        passed: boolean;
      }[]
    | null;
}
