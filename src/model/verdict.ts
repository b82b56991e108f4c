/** The verdict on the run. */
export interface Verdict {
  /** What it is. */
  status: 'healthy' | 'degraded' | 'failing' | 'invalid-test' | 'inconclusive';
  /** In one sentence. */
  sentence: string;
  /** Why, each with the findings it rests on. */
  reasons: {
    /** The reason in words. */
    text: string;
    /** Ids of the findings it rests on. */
    findings: string[];
  }[];
}
