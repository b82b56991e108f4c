import type { Note } from '../model/reading.js';
import { noteFull } from './full-dictionaries.js';
import { type ColumnName, OPTIONAL_COLUMNS } from './jmeter-columns.js';
import { type HeadRows, MIN_AGAINST } from './jmeter-convention.js';
import type { StampScale } from './jmeter-head.js';
import type { JmeterScanner } from './jmeter-scanner.js';
import type { Tally } from './jmeter-tally.js';

/** What the reader of a result must know about how a JTL file was read. */

/** Files of fewer rows in their head have too little in them for an assumption about their times to matter. */
const MIN_ROWS = 100;
/** Requests that may be transactions and have others within: fewer can be due to clocks. */
const MIN_SPANNING = 3;
const MIN_SPANNING_SHARE = 0.1;

/** Notices about what was decided from the head. */
export function noteHead(file: string, scale: StampScale, head: HeadRows, note: Note): void {
  const { stamp } = head;
  const { pairs, againstStart, againstEnd } = stamp;
  if (scale.unit === 1000) {
    note({
      id: 'stamps-in-seconds',
      level: 'warning',
      file,
      what: 'The time stamps were read as seconds.',
      why: `${scale.odd === 0 ? 'All' : 'Most'} of them have 10 digits. Requests of one second cannot be put in order.`,
      todo: 'Write the file with jmeter.save.saveservice.timestamp_format=ms.',
    });
  }
  if (stamp.meaning === 'end') {
    note({
      id: 'end-stamps',
      level: 'info',
      file,
      what: 'The time stamps were read as the ends of requests; starts were calculated.',
      why:
        stamp.basis === 'format'
          ? 'Some rows stand for several requests. JMeter stamps the end of the last one then, in rows of one request too, whatever its settings.'
          : `As starts they would have ${againstStart} of ${pairs} requests begin before the one before them in the same thread had ended; as ends ${againstEnd}.`,
      todo: '',
    });
  }
  // Where users pause for longer than requests take, both readings fit but for odd pairs, and that is no news.
  const shown = Math.max(againstStart, againstEnd) >= MIN_AGAINST;
  if (stamp.basis === 'assumed' && head.rows > MIN_ROWS && pairs > 0 && (shown || scale.wholeSeconds)) {
    note({
      id: 'stamps-assumed',
      level: 'warning',
      file,
      what: 'The time stamps were taken for the starts of requests, as JMeter writes them unless told otherwise.',
      why: scale.wholeSeconds
        ? `Stamps in whole seconds do not show it: of ${pairs} pairs of requests that follow each other in a thread, ${againstStart} contradict starts and ${againstEnd} ends.`
        : `The file does not show it: of ${pairs} pairs of requests that follow each other in a thread, ${againstStart} contradict starts and ${againstEnd} ends. Requests of one thread overlap, as when files of several machines were joined.`,
      todo: 'Make sure that it was written with sampleresult.timestamp.start=true; otherwise all times are late by the duration of the request.',
    });
  }
  if (head.onlyTransactions) {
    note({
      id: 'only-transactions',
      level: 'warning',
      file,
      what: 'The first megabyte of the file holds nothing but transactions; they were counted as requests.',
      why: 'The requests in them were not saved, so all figures are those of whole transactions.',
      todo: 'Write the file with jmeter.save.saveservice.subresults=true, or switch off “Generate parent sample” in the transaction controllers.',
    });
  }
}

/** Notices about what was met while reading; to be called once all rows are read. */
export function noteMet(file: string, scanner: JmeterScanner, assumedZone: boolean, note: Note): void {
  const { tally, texts } = scanner;
  const warn = (id: string, what: string, why: string, todo: string): void => note({ id, level: 'warning', file, what, why, todo });
  if (assumedZone) {
    warn(
      'time-zone-assumed',
      'The time stamps were read as UTC.',
      'They are written as local time, and the file does not say of which zone.',
      'Give the zone of the machine that wrote the file with --timezone.',
    );
  }
  if (tally.secondHeaderCount > 0) {
    const more = tally.secondHeaderCount > tally.secondHeaders.length ? ' and further down' : '';
    warn(
      'second-header',
      `There is another header in line ${tally.secondHeaders.join(', ')}${more}; the rows after it were read by it.${lacking(tally)}`,
      'JMeter appends to a file that exists, so this may be more than one run.',
      'If the runs do not belong together, split the file, or choose one with --from and --to.',
    );
  }
  if (tally.duplicates.size > 0) {
    warn(
      'duplicate-columns',
      `The header names ${[...tally.duplicates].join(', ')} more than once; the first column of that name was read, the others were not.`,
      'Nothing says which of them is meant. A sample variable with the name of a standard column is written after it.',
      'Rename the other columns, or leave them out (sample_variables).',
    );
  }
  if (tally.cutLastRecord > 0) {
    warn(
      'cut-last-record',
      `The last record (line ${tally.cutLastRecord}) is cut short and was rejected.`,
      'The file was still being written, or its writer was killed; rows after it may be missing.',
      'Wait for the test to end before reading its file.',
    );
  }
  if (tally.aggregatedRows > 0) {
    warn(
      'aggregated-rows',
      `${tally.aggregatedRows} rows stand for several requests each.`,
      'They were written in a statistical mode: only the mean of their durations is known, so percentiles are too narrow.',
      'Run the test with mode=Standard or mode=StrippedBatch.',
    );
  }
  const { watchedRows, spanningRows } = texts.levels;
  if (spanningRows >= MIN_SPANNING && spanningRows >= watchedRows * MIN_SPANNING_SHARE) {
    warn(
      'transactions-among-requests',
      `At least ${spanningRows} rows that were counted as requests are most likely transactions.`,
      'They have neither a data type nor a URL, and the requests within their time follow them, so that time counts twice. The messages, which would tell them, are not in the file.',
      'Write the file with jmeter.save.saveservice.response_message=true, or leave the transactions out with --exclude.',
    );
  }
  if (tally.requestsAmongTransactions > 0) {
    warn(
      'requests-after-transactions',
      `Transactions were counted as requests, but further down ${tally.requestsAmongTransactions} requests follow, which were counted as well.`,
      'The first megabyte holds nothing but transactions. If the requests are parts of them, their time counts twice.',
      'Choose one kind of them with --include or --exclude.',
    );
  }
  noteFull(file, texts.labels, texts.codes, texts.threads, note);
}

/** What is unknown because not all headers have it. */
function lacking({ partial }: Tally): string {
  const names = [...partial].filter((name) => name === 'traceId' || OPTIONAL_COLUMNS[name as ColumnName] !== undefined);
  if (names.length === 0) return '';
  const list = names.map((name) => (name === 'traceId' ? 'the trace id' : name)).join(', ');
  return ` Not all headers have ${list}; what a part of the rows lacks was taken as unknown for the whole file.`;
}
