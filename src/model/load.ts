/** Facts about the load that was offered, for judging the test itself. */
export interface LoadFacts {
  /** Users active at once, largest seen (injectors summed); null where unknown. */
  usersMax: number | null;
  /** Mean over the steps of time of the users active (in a step: mean over its requests); null where unknown. */
  usersMean: number | null;
  /** Distinct threads in the files, whatever part of them is counted; null where a file has no thread names. */
  threads: number | null;
  /** Little's law over the whole window. */
  littlesLaw: LittlesLaw | null;
  /** Gaps in which no request was started. */
  arrivals: Arrivals | null;
}

/** Little's law: requests in flight = throughput × mean latency. */
export interface LittlesLaw {
  /** Throughput X, 1/s. */
  throughput: number;
  /** Mean latency R, ms. */
  meanLatency: number;
  /** X × R: mean number of requests in flight. */
  inFlight: number;
  /** Mean users N as the file says; null where unknown, or where only some labels are counted: users do other work too then. */
  users: number | null;
  /** N / X − R: the pause between two requests of a user that would explain the difference, ms; null where unknown, or where only some labels are counted. */
  impliedPause: number | null;
  /** Null where users are null. False where more requests were in flight than there were users (beyond 5 %): then the figures contradict each other. */
  consistent: boolean | null;
}

/** When requests were started. */
export interface Arrivals {
  /** Resolution of the following, ms. */
  resolution: number;
  /** Longest time without a start inside the window, ms. */
  longestGap: number;
  /** Where that gap begins, ms epoch. */
  longestGapStart: number;
  /** Mean starts per second over the window, 1/s. */
  meanRate: number;
  /** Variance / mean of starts per timeline step: 1 for a Poisson stream, near 0 for an even one; null under 10 steps. */
  dispersion: number | null;
}
