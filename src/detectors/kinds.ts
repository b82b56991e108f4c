/** What each kind of finding is called, and what to do about it. The words of reports and of `heimr explain-kind`. */
export interface KindWords {
  id: string;
  /** Short name in a report. */
  title: string;
  /** What it means for users. */
  means: string;
  /** What to do next. */
  todo: string;
}

/** All kinds that detectors name, from the validity of the test to what is good to know. */
export const KINDS: readonly KindWords[] = [
  {
    id: 'generator-saturation',
    title: 'The load generator did not send the planned load',
    means: 'The test says how the system does under less load than planned, and its slowest moments may be missing.',
    todo: 'Look at CPU, memory and network of the load generator, give it more machines or users, and run the test again before judging the system.',
  },
  {
    id: 'error-burst',
    title: 'A burst of failed requests',
    means: 'For a short time users got failures instead of answers; then it was over.',
    todo: 'Look at logs of that minute by the messages of the failed requests, and at what happened then: a restart, a deployment, a dependency that was gone.',
  },
  {
    id: 'error-rate',
    title: 'Requests keep failing',
    means: 'Users get failures instead of answers, for as long as the run shows.',
    todo: 'Begin with the most frequent code and message, and with the first failed request; check the test itself (data, logins, checks) first where it failed from the beginning.',
  },
  {
    id: 'rate-limit',
    title: 'Requests are turned away by a limit',
    means: 'A limiter answers instead of the system: the figures say where the limit is, and not what the system can do.',
    todo: 'Find the limiter (gateway, provider, own code), and raise it for the test or stay below it.',
  },
  {
    id: 'retry-storm',
    title: 'Failures bring more requests',
    means: 'What fails is tried again at once, so that the system gets more load just when it can do less; it may not recover by itself.',
    todo: 'Give retries a growing, random pause and a budget; let the server answer quickly when it is full; look for what failed first.',
  },
  {
    id: 'throughput-ceiling',
    title: 'The system is at its ceiling',
    means: 'More load brings no more answers, only longer waiting: this is what the system can do as it is.',
    todo: 'Find what is used up at this load (CPU, a pool of connections or threads, a lock, a dependency), and mend that; below the ceiling the system keeps its promise.',
  },
  {
    id: 'queueing',
    title: 'Requests queue as the load grows',
    means: 'Answers take longer with each step of the load: something has fewer places than are asked for.',
    todo: 'Look for waiting: pools of connections and threads, locks, run queues; compare their limits with the load where it begins.',
  },
  {
    id: 'latency-shift',
    title: 'Responses got slower at one moment',
    means: 'From one moment on users wait longer, although there is no more load.',
    todo: 'Look for what changed at that moment: a deployment, a failover, a cache that was emptied, another job on the same machines.',
  },
  {
    id: 'latency-trend',
    title: 'Responses get slower and slower',
    means: 'The longer the system runs, the longer users wait, although there is no more load.',
    todo: 'Look for what grows with time: memory and garbage collection, tables and indexes, queues, open connections; let the test run longer to see whether it ends.',
  },
  {
    id: 'stall',
    title: 'Everything waits for seconds',
    means: 'For some seconds nearly all users wait, then it goes on.',
    todo: 'Look at pauses of that length at that time: garbage collection, a lock, a failover, disk; where they come at equal distances, at jobs with that period.',
  },
  {
    id: 'tail',
    title: 'The slowest requests got slower',
    means: 'Few users wait much longer than before; averages hide it.',
    todo: 'Look at what only few requests meet: one instance, one partition, retries, a lock; compare traces of slow and ordinary requests.',
  },
  {
    id: 'bimodal',
    title: 'A part of the requests is much slower than the rest',
    means: 'There are two kinds of answers now: most are as before, and a part is much slower.',
    todo: 'Look for what parts them: one slow instance behind the load balancer, cache hits and misses, one region or tenant.',
  },
  {
    id: 'slow-start',
    title: 'The system starts slow',
    means: 'Users of the first minutes wait longer than later ones, for longer than a usual warm-up.',
    todo: 'Look at what fills up in this time: caches, pools, just-in-time compilation, autoscaling; warm the system up before users come.',
  },
  {
    id: 'recovery-failure',
    title: 'The system does not recover from a load spike',
    means: 'A spike of load leaves the system slow, although the load is gone.',
    todo: 'Look for what stays full after the spike: queues, retries, caches that were thrown out, instances that were lost.',
  },
  {
    id: 'label-outlier',
    title: 'An endpoint is far slower than the others',
    means: 'It is so from the beginning; it may be so by design.',
    todo: 'Check whether it is meant to take so long.',
  },
  {
    id: 'coordinated-omission',
    title: 'Percentiles are better than what users would have met',
    means:
      'Users of the test waited and sent nothing meanwhile, so the requests that would have waited too are missing in the percentiles.',
    todo: 'Take the estimate as the honest figure for users who come whatever the system does, or repeat the test with a rate of arrivals instead of users.',
  },
  {
    id: 'littles-law',
    title: 'More requests in flight than users',
    means: 'Throughput, latency and users of the file contradict one another, so that one of them is not what it says.',
    todo: 'Look for requests that a user sends at once, for wrong user numbers, and for several load generators in one file.',
  },
];

/** Words of a kind; of an unknown one, the kind itself. */
export function kindWords(id: string): KindWords {
  return KINDS.find((kind) => kind.id === id) ?? { id, title: id, means: '', todo: '' };
}
