/** Parts of an explanation, in the order of a reader's questions. */
export type ExplanationPart = 'happened' | 'cause' | 'chain' | 'evidence' | 'against' | 'ruled-out' | 'to-do' | 'not-asked';

/** One sentence or short paragraph, and what it rests on. */
export interface Claim {
  /** Stable id: part and number. */
  id: string;
  /**
   * What it answers: what happened, what the cause is, in which order things went, what shows it, what speaks against it, what was checked and
   * found normal, what to do, what could not be asked.
   */
  part: ExplanationPart;
  /** The sentence. */
  text: string;
  /**
   * What checking it against the evidence came to. verified: every number, name, direction and order in it agrees with what it cites.
   * corrected: so after code mended it. unverified: nothing contradicts it, and code cannot check it. removed: struck, its text is empty.
   */
  status: 'verified' | 'corrected' | 'unverified' | 'removed';
  /** Ids of the evidence and findings it cites; `kpis`, `checks`, `notices`, `sources`, `gate`, `rootCauses` stand for those parts of the analysis. */
  evidence: string[];
}

/** Words for what was found. */
export interface Explanation {
  /** Who worded it. */
  source: 'plain-words' | 'ollama' | 'openai' | 'anthropic';
  /** Model; null for plain words. */
  model: string | null;
  /** Our confidence in the cause that it names, 0..1, never the model's; null where it names none. */
  confidence: number | null;
  /** What became of a model that was asked, where its words are not used or not all of them; empty otherwise. */
  note: string;
  /** All prose is claims, in the order of the parts. */
  claims: Claim[];
  /** Claims verified or corrected (claims). */
  verified: number;
  /** Claims in total, removed ones too (claims). */
  total: number;
}
