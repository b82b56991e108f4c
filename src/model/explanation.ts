/** Words for what was found. */
export interface Explanation {
  /** Who worded it. */
  source: 'plain-words' | 'ollama' | 'openai' | 'anthropic';
  /** Model; null for plain words. */
  model: string | null;
  /** All prose is claims. */
  claims: {
    /** Stable id. */
    id: string;
    /** The sentence. */
    text: string;
    /** What checking it against the evidence came to. */
    status: 'verified' | 'corrected' | 'unverified' | 'removed';
    /** Ids of the evidence it cites. */
    evidence: string[];
  }[];
  /** Claims verified. */
  verified: number;
  /** Claims in total. */
  total: number;
}
