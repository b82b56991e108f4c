import type { Note, StampConvention } from '../model/reading.js';
import type { JmeterScanner } from './jmeter-scanner.js';
import type { StampRule } from './jmeter-stamps.js';

/** What the reader of a result must know about how a JTL file was read. */

/** Notices about what was decided from the head. */
export function noteHead(file: string, unit: StampRule['unit'], stamp: StampConvention, note: Note): void {
  if (unit === 1000) {
    note({
      id: 'stamps-in-seconds',
      level: 'warning',
      file,
      what: 'The time stamps were read as seconds.',
      why: 'All of them have 10 digits. Requests of one second cannot be put in order.',
      todo: 'Write the file with jmeter.save.saveservice.timestamp_format=ms.',
    });
  }
  if (stamp.meaning === 'end') {
    note({
      id: 'end-stamps',
      level: 'info',
      file,
      what: 'The time stamps were read as the ends of requests; starts were calculated.',
      why: `As starts they would have ${stamp.againstStart} of ${stamp.pairs} requests begin before the one before them in the same thread had ended; as ends ${stamp.againstEnd}.`,
      todo: '',
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
      `There is another header in line ${tally.secondHeaders.join(', ')}${more}; the rows after it were read by it.`,
      'JMeter appends to a file that exists, so this may be more than one run.',
      'If the runs do not belong together, split the file, or choose one with --from and --to.',
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
  if (texts.labels.full) {
    warn(
      'labels-folded',
      `Only the first ${texts.labels.size - 1} labels were kept apart; the others are counted as “(other labels)”.`,
      'So many labels are most likely addresses with ids in them.',
      'Give the samplers fixed names.',
    );
  }
  if (texts.codes.full) {
    warn(
      'codes-folded',
      `Only the first ${texts.codes.size - 1} response codes were kept apart; the others are counted as “(other codes)”.`,
      'So many codes are most likely messages.',
      '',
    );
  }
  if (texts.threads.full) {
    warn(
      'threads-folded',
      `Only the first ${texts.threads.size} thread names were kept apart; rows of others are counted without a thread.`,
      'Names are kept in memory, up to a limit.',
      '',
    );
  }
}
