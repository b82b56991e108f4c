import type { Note } from '../model/reading.js';
import type { HarScanner } from './har-scanner.js';

/** Requests of this many and fewer are a page load, not a load test. */
const FEW = 1000;

/** Tells what a reader must know of a recording that has been read. */
export function noteAfter(file: string, scanner: HarScanner, zoneUnknown: boolean, note: Note): void {
  const { counted, notCounted, cached, localStamps, differing, tlsTwice, queued, broken, cut } = scanner;
  note({
    id: 'har-verdict',
    level: 'info',
    file,
    what: 'Requests with a status of 200 to 399 and without an error count as successful.',
    why: 'A HAR holds no verdict of its own.',
    todo: '',
  });
  if (counted > 0 && counted <= FEW) {
    note({
      id: 'few-requests',
      level: 'warning',
      file,
      what: `A HAR of ${counted} requests is a recording of one user, not a load test.`,
      why: 'Its percentiles say what this page load was like, and nothing about the system under load.',
      todo: '',
    });
  }
  if (notCounted > 0) {
    note({
      id: 'no-response-time',
      level: 'info',
      file,
      what: `${notCounted} WebSocket connections and data: addresses are not counted.`,
      why: 'Their time is how long a connection was open, or nothing was asked of a server.',
      todo: '',
    });
  }
  if (cached > 0) {
    note({
      id: 'from-cache',
      level: 'info',
      file,
      what: `${cached} answers from the browser's cache are not counted.`,
      why: 'No server was asked for them.',
      todo: '',
    });
  }
  if (counted > 0 && queued === 0) {
    note({
      id: 'no-queueing',
      level: 'info',
      file,
      what: 'The times are without the wait for a free connection.',
      why: 'This recorder does not tell it. A browser opens about six connections to a server, and further requests wait.',
      todo: '',
    });
  }
  if (tlsTwice > 0) {
    note({
      id: 'tls-twice',
      level: 'info',
      file,
      what: `In ${tlsTwice} entries the time counts TLS twice; it was taken once.`,
      why: 'Playwright adds it to the time of connecting, which holds it already; without TLS it writes a time of TLS all the same.',
      todo: '',
    });
  }
  if (differing > 0) {
    note({
      id: 'times-differ',
      level: 'info',
      file,
      what: `In ${differing} entries the time is not the sum of its parts; the time was taken.`,
      why: 'Some recorders measure the parts apart.',
      todo: '',
    });
  }
  if (localStamps > 0 && zoneUnknown) {
    note({
      id: 'local-stamps',
      level: 'warning',
      file,
      what: `${localStamps} stamps have no time zone and were read as UTC.`,
      why: 'The format wants one.',
      todo: 'Give the zone of the machine that recorded it with --timezone.',
    });
  }
  if (broken !== null || cut) {
    note({
      id: broken !== null ? 'corrupt' : 'truncated',
      level: 'warning',
      file,
      what:
        broken !== null
          ? `The file cannot be read from line ${broken.line} on (byte ${broken.offset}): ${broken.why}. Entries before that are counted.`
          : 'The file ends early. All entries that are whole are counted.',
      why: 'The recorder was ended before it could write the end, or the file was copied before, or changed by hand.',
      todo: 'Use the whole file, if there is one.',
    });
  }
}
