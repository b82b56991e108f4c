import type { Note } from '../model/reading.js';

/** What a reader of Locust's files must know, in words. */

type Text = (n: number) => { level?: 'info'; what: string; why: string; todo: string };

const NOTICES = {
  'locust-cut': () => ({
    what: 'The last row is cut.',
    why: 'The test or the writing of the file ended in the middle of a row; the row is not used.',
    todo: 'Let Locust end by itself (--run-time), or give the file anew.',
  }),
  'locust-no-totals': () => ({
    what: 'The row of totals (Aggregated) is missing.',
    why: 'Locust writes it last, so the file was cut or changed. Totals are those of the rows that are there; percentiles of all are unknown.',
    todo: 'Give the file as Locust wrote it.',
  }),
  'locust-percentiles-of-last-seconds': () => ({
    what: 'The percentiles are not those of the run and are left out.',
    why: 'The percentile 100 lies far below the largest time: Locust 0.13.3 and 0.13.4 write the percentiles of the last ten seconds here.',
    todo: 'Use another version of Locust for the next run.',
  }),
  'locust-failures-added': () => ({
    what: 'Failed requests were added to the requests.',
    why: 'There are more failures than requests, so the file was written by Locust up to 0.9, which does not count failed requests as requests.',
    todo: '',
  }),
  'locust-count-ambiguous': () => ({
    what: 'It is not known whether failed requests are among the requests.',
    why: 'Locust up to 0.9 leaves them out, 0.10 and 0.11 count them, and the file does not tell the version. They are taken to be counted, so an error rate may be stated too high.',
    todo: 'Compare with what you know of the run, or use a newer version of Locust.',
  }),
  'locust-more-failures': () => ({
    what: 'There are more failures than requests.',
    why: 'The test script reports failures that belong to no request, so shares of failures mean little.',
    todo: 'Look at the listeners of the test script.',
  }),
  'locust-totals-differ': (n) => ({
    what: `The endpoints add up to ${n} failures, and the row of totals says otherwise.`,
    why: 'Locust adds up the same counts, so the file was changed or put together of several. Totals are shown as their row has them.',
    todo: 'Give the file as Locust wrote it before you rely on the share of failures.',
  }),
  'locust-endpoints-left-out': (n) => ({
    what: `${n} endpoints are not shown.`,
    why: 'There are more than 10,000 of them, or their rows are very long; mostly, addresses with numbers in them were not grouped. Totals hold all.',
    todo: 'Give requests a name in the test script (name="/items/[id]").',
  }),
  'locust-reset': (n) => ({
    what: `Statistics began anew ${n === 1 ? 'once' : `${n} times`} during the run.`,
    why: 'Counts fall from one row to the next: --reset-stats, or a new run in the web interface. Totals are of what came after; the timeline has what was counted before too.',
    todo: '',
  }),
  'locust-starts-late': (n) => ({
    what: `${n} requests came before the first row.`,
    why: 'The first row of the history counts them already, so it is not known when they were made. They are in the totals, not in the timeline.',
    todo: '',
  }),
  'locust-history-gap': (n) => ({
    what: `The history has gaps: ${n} steps of time have no row.`,
    why: 'Locust wrote no row for longer than a step. What was counted meanwhile stands in the step after the gap.',
    todo: 'Look whether the load generator was overloaded or suspended.',
  }),
  'locust-window-percentiles': () => ({
    level: 'info',
    what: 'Percentiles in the timeline are those of about the ten seconds of each step.',
    why: 'Every row of this history has percentiles of the last ten seconds, so the last row of each step is taken. Percentiles of the whole run are not in the file.',
    todo: '',
  }),
  'locust-history-percentiles': () => ({
    level: 'info',
    what: 'The timeline has no percentiles.',
    why: 'This history has percentiles since the start of the run only, or does not tell whether they are, and they say nothing about a single step.',
    todo: 'Since Locust 2.2.2, --csv-full-history writes percentiles of the last ten seconds.',
  }),
  'locust-failures-folded': (n) => ({
    what: `${n} rows of failures are counted together.`,
    why: 'There are more than 10,000 kinds; mostly, messages hold numbers that differ each time.',
    todo: 'Report failures with the same text each time (response.failure("…")).',
  }),
  'locust-exceptions': (n) => ({
    what: `The test script raised ${n} exception${n === 1 ? '' : 's'}.`,
    why: 'They are errors of the script outside of requests and no failed requests, but each ended a task early, so less load was made than planned.',
    todo: 'See the metrics of the load tool for their messages, and mend the script.',
  }),
  'locust-histogram': (n) => ({
    what: `${n} endpoints have counts of times that do not fit their counts of requests, or too many distinct times.`,
    why: 'Their percentiles, and those of all, are not stated.',
    todo: 'Give the file as Locust wrote it.',
  }),
  'locust-many-times': () => ({
    what: 'All endpoints together have more than 100,000 distinct times.',
    why: 'Locust rounds times, so that there are some hundreds. Percentiles of all are not stated; those of endpoints are.',
    todo: 'Give the file as Locust wrote it.',
  }),
  'locust-seconds': () => ({
    what: 'There is no timeline.',
    why: 'The counts per second do not add up to the requests.',
    todo: 'Give the file as Locust wrote it.',
  }),
  'locust-no-time': (n) => ({
    what: `${n} row${n === 1 ? ' has' : 's have'} no response time and ${n === 1 ? 'is' : 'are'} not counted.`,
    why: 'The test script reports events without a time (response_time=None). Without one, a row is no request that can be judged.',
    todo: 'Locust counts them in its own statistics (--csv or --json).',
  }),
  'second-header': (n) => ({
    level: 'info',
    what: `${n === 1 ? 'A header stands' : `${n} headers stand`} among the rows.`,
    why: 'Files were put together. The rows after a header are read by it.',
    todo: '',
  }),
} satisfies Record<string, Text>;

/** Says something of a file. @param n a number that the text needs */
export function noteLocust(note: Note, file: string, id: keyof typeof NOTICES, n = 0): void {
  const text: ReturnType<Text> = NOTICES[id](n);
  note({ id, level: text.level ?? 'warning', file, what: text.what, why: text.why, todo: text.todo });
}
