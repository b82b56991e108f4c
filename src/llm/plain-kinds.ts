/** How each kind of finding is told to somebody who never heard its name. */
export interface PlainKind {
  /** What happened, as the end of a sentence that began with the time; `{where}` is the place. */
  happened: string;
  /** What it means for users, or for what the test is worth. */
  means: string;
  /** What would show the cause, where it is not known. */
  wouldTell: string;
  /** Whether the results of the load test alone show the cause: the symptom is its own cause. */
  isCause?: string;
}

const TELEMETRY = 'metrics of the machines and services behind it, their logs, and traces of slow requests';

/** By kind. */
const KINDS: Readonly<Record<string, PlainKind>> = {
  'latency-shift': {
    happened: 'answers{where} took much longer than before, although there was no more load',
    means: 'Users waited longer for that time.',
    wouldTell: `${TELEMETRY}, and whatever was changed at that moment (a deployment, a failover, another job)`,
  },
  'latency-trend': {
    happened: 'answers{where} got slower and slower, although there was no more load',
    means: 'The longer the system runs, the longer users wait.',
    wouldTell: 'memory, garbage collection, open connections and queue lengths of the services over the test, and a longer test',
  },
  stall: {
    happened: 'nearly every request{where} had to wait',
    means: 'For that time the system looked frozen to its users.',
    wouldTell: 'garbage collection, locks and disk of the services at those seconds, and the processor of the load generator itself',
  },
  tail: {
    happened: 'the slowest requests{where} got much slower, while most stayed as they were',
    means: 'Few users wait very long; averages hide it.',
    wouldTell: 'traces of a slow and of an ordinary request side by side, and figures of each instance of the services',
  },
  bimodal: {
    happened: 'a part of the requests{where} was much slower than the rest',
    means: 'Whether a user waits is a matter of luck: one instance, partition or cache may serve the slow part.',
    wouldTell: 'which instance answered the slow requests, and hits and misses of caches',
  },
  'slow-start': {
    happened: 'answers{where} were slower than later in the test',
    means: 'The first users after a start wait longer, for longer than a usual warm-up.',
    wouldTell: 'what fills up in the first minutes: caches, connection pools, compiled code, new instances',
  },
  'recovery-failure': {
    happened: 'answers{where} stayed slow after a peak of load, although the load was back where it had been',
    means: 'After a rush the system does not come back by itself.',
    wouldTell: 'queue lengths, retries, caches and the number of running instances after the peak',
  },
  'throughput-ceiling': {
    happened: 'more load{where} brought no more answers, only longer waiting',
    means: 'This is what the system can do as it is.',
    wouldTell: 'which resource is used up at that load: processor, connections, threads, a lock, or a service behind it',
  },
  queueing: {
    happened: 'requests{where} waited longer with every step of the load',
    means: 'Something has fewer places than are asked for.',
    wouldTell: 'the use of connection and thread pools, and their limits, as the load grows',
  },
  'error-burst': {
    happened: 'requests{where} failed for a while',
    means: 'For that time users got failures instead of answers.',
    wouldTell: 'logs of that time by the messages of the failed requests, and what was restarted or deployed then',
  },
  'error-rate': {
    happened: 'requests{where} failed',
    means: 'Users get failures instead of answers, for as long as the test shows.',
    wouldTell: 'logs by the messages of the failed requests, and whether the test itself (data, logins) is right',
  },
  'rate-limit': {
    happened: 'requests{where} were turned away by a limit',
    means: 'The figures say where the limit is, and not what the system can do.',
    wouldTell: 'the settings of the gateway, provider or code that limits requests',
    isCause: 'a limit on requests turns them away',
  },
  'retry-storm': {
    happened: 'requests{where} failed and were tried again at once, which brought more load',
    means: 'The system gets more work just when it can do less; it may not recover by itself.',
    wouldTell: 'what failed first: logs and traces of the first failed requests',
    isCause: 'failed requests are tried again at once, and the repeated ones keep the system busy',
  },
  'generator-saturation': {
    happened: 'the load generator did not send the load that was planned',
    means: 'The test shows the system under less load than planned, so its figures are a lower bound at best.',
    wouldTell: 'processor, memory and network of the load generator, and how many users it had free',
    isCause: 'the load generator could not send what was planned',
  },
  'label-outlier': {
    happened: 'requests{where} took far longer than all others',
    means: 'It was so from the beginning and may be meant so.',
    wouldTell: 'what this endpoint is meant to do',
  },
  'coordinated-omission': {
    happened: 'users of the test waited for answers and sent nothing meanwhile',
    means: 'The percentiles look better than what users would have met who come whatever the system does.',
    wouldTell: 'a test with a fixed rate of arrivals',
  },
  'littles-law': {
    happened: 'the file tells of more requests at once than it has users',
    means: 'Throughput, response times and users of the file contradict one another.',
    wouldTell: 'whether users send several requests at once, and whether several load generators wrote the file',
  },
};

/** @returns how a kind is told; for an unknown one nothing but its title can be said */
export function plainKind(kind: string): PlainKind | undefined {
  return Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined;
}
