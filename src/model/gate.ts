/** Result of the gate. */
export interface Gate {
  /** Whether no condition failed. */
  passed: boolean;
  /** Each condition. */
  conditions: {
    /** The condition as the user wrote it. */
    expression: string;
    /** Whether it held. */
    passed: boolean;
    /** The figure, in the unit of the condition; null where it is unknown. */
    value: number | null;
    /** Its limit, in the unit of the condition; null where the condition cannot be evaluated. */
    limit: number | null;
  }[];
}

/** Comparison with a baseline. */
export interface Comparison {
  /** Outcome. */
  verdict: 'same' | 'regression' | 'improvement' | 'inconclusive';
}
