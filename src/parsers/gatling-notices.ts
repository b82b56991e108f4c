import type { Note, OptionalColumn } from '../model/reading.js';
import type { GatlingRun } from './gatling-run.js';

/** What the reader of figures from Gatling must know. */
export function noteRun(name: string, run: GatlingRun, note: Note): void {
  const { errors, unmatched, oldGroups, lostMessages } = run;
  const first = errors[0];
  if (first) {
    const total = errors.reduce((sum, { count }) => sum + count, 0);
    note({
      id: 'gatling-errors',
      level: 'warning',
      file: name,
      what: `Gatling met ${total} errors that are no requests; the most frequent one: ${first.message}`,
      why: 'A request that could not be made or sent is in no figure, and a user may have ended early.',
      todo: 'Mend the script, or the machine it ran on, before trusting the load.',
    });
  }
  if (unmatched > 0) {
    note({
      id: 'unmatched-messages',
      level: 'info',
      file: name,
      what: `${unmatched} messages came in that no check waited for; they are no requests.`,
      why: 'Gatling logs inbound WebSocket and SSE messages so, without a duration.',
      todo: '',
    });
  }
  if (lostMessages > 0) {
    note({
      id: 'lost-messages',
      level: 'info',
      file: name,
      what: `${lostMessages} messages are not in the log, because they are longer than the 8 KiB that Gatling can write; their requests are counted.`,
      why: "Gatling breaks such a record off in the middle. Gatling's own report passes over everything behind it for as long as the message would be.",
      todo: 'Let checks compare less than a whole body, or raise gatling.data.file.bufferSize.',
    });
  }
  if (run.unkept > 0) {
    note({
      id: 'gatling-names',
      level: 'warning',
      file: name,
      what: `There are more than 1,000 scenarios or kinds of errors: ${run.unkept} users or errors of others are not shown.`,
      why: 'Names made by the thousand, such as one for each user, have no totals that anyone can read.',
      todo: 'Give names that do not change from user to user.',
    });
  }
  if (oldGroups > 0) {
    note({
      id: 'groups-without-result',
      level: 'info',
      file: name,
      what: 'Groups are not shown.',
      why: 'Gatling 1.x logs when a group begins and ends, without a result.',
      todo: '',
    });
  }
}

/** Says that texts of a binary log were not kept. */
export function noteWithoutRoom(name: string, { names, messages }: { names: number; messages: number }, note: Note): void {
  if (names === 0 && messages === 0) return;
  note({
    id: 'gatling-texts',
    level: 'warning',
    file: name,
    what: `The log has more distinct names or messages than are kept: ${names} requests and groups are counted as “(other labels)”, ${messages} failures and errors have no message.`,
    why: 'A binary log has each text once, so Heimr must keep it in memory: 8 Mi characters of names, and as many of messages.',
    todo: 'Give requests fixed names, and let checks compare less than a whole body.',
  });
}

/** Says that a log is cut. @param lost bytes at the end that are no whole record; null where that is a line */
export function noteCut(name: string, lost: number | null, note: Note): void {
  note({
    id: 'truncated',
    level: 'warning',
    file: name,
    what: lost === null ? 'The last line is cut.' : `The last ${lost} bytes are no whole record.`,
    why: 'The test was ended, or the file was copied before Gatling had written it to its end. Up to 8 KiB more may be missing.',
    todo: 'Use the whole file, if there is one.',
  });
}

/** Columns that every simulation log has. */
export function columnsOf(run: GatlingRun): ReadonlySet<OptionalColumn> {
  const columns = new Set<OptionalColumn>(['label', 'responseMessage', 'success']);
  if (run.anyUser) columns.add('users');
  return columns;
}
