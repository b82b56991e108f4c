/** What stands before the message in plain text. */
export interface LogHeader {
  /** Logger or program that the message is of; empty where none is named. */
  logger: string;
  /** Where the message begins. */
  end: number;
}

/** Times: ISO and its like, syslog (`Nov 22 09:05:44`), Apache, epoch, time of day, zone. */
const STAMP =
  /(?:<\d{1,3}>\d? ?)?(?:\[?\d{4}[-/.]\d\d[-/.]\d\d(?:[T -]\d\d[:.]\d\d(?:[:.]\d\d(?:[.,]\d{1,9})?)?)?(?:Z| ?[+-]\d\d:?\d\d)?\]?|\[?\d\d?\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d(?: [+-]\d{4})?\]?|(?:[A-Z][a-z]{2} )?[A-Z][a-z]{2} {1,2}\d\d? (?:\d{4} )?\d\d:\d\d:\d\d(?:\.\d{1,9})?|\[?\d\d:\d\d:\d\d(?:[.,]\d{1,9})?\]?|[A-Z]{3,4}(?=\s)(?<=UTC|GMT|CET|CEST|EST|EDT|PST|PDT|IST|JST))(?=\s|$)/y;
/** Program of syslog, behind the host. */
const PROGRAM = /\S{1,255} ([\w./-]{1,64})(?:\[\d{1,10}\])?:(?=\s)/y;
const KLOG = /[IWEF]\d{4} \d\d:\d\d:\d\d\.\d{1,9} {1,8}\d{1,10} ([\w./-]{1,64}):\d{1,6}\]/y;
const LEVEL =
  /(?:[[(<|]\s{0,2})?(?:trace|debug|info|notice|warn|warning|error|err|severe|critical|crit|fatal|panic)\s{0,2}(?:[\])>|]|:)*(?=\s)/iy;
/** Thread, process, correlation: they differ from line to line. */
const BRACKETS = /\[(?:[^[\]\n]|\[[^[\]\n]{0,100}\]){0,200}\](?::)?(?=\s)/y;
const SEPARATOR = /[-–—:|>*]{1,5}(?=\s)/y;
/** Process, thread: only where more of a header follows, as a message may begin with a number. */
const NUMBER = /[#(]?\d[\d.:,]{0,30}\)?(?=\s+(?:\d|[-–—:|[(]|(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|SEVERE|CRITICAL)\b))/y;
/** Container runtimes (CRI) put the stream and whether the line is whole before it. */
const STREAM = /(?:stdout|stderr) [FP](?=\s)/y;
/** Ids: hex with a digit. */
const ID = /(?=[a-f-]{0,40}\d)[0-9a-f-]{8,40}(?=\s)/iy;
/** `com.example.Orders:`, `c.e.Orders -`, `dfs.DataNode$Receiver:`. */
const LOGGER = /([A-Za-z_$][\w$-]{0,100}(?:\.[\w$-]{1,100}){1,12})(?:@\d{1,6}|\(\d{1,6}\))?\s{0,40}(?::|\s-)(?=\s)/y;
const BLANKS = /\s*/y;
const MAX_PIECES = 12;

/** Finds what stands before the message: time, level, host, process, thread, logger, in any order. */
export function headerOf(text: string): LogHeader {
  let at = blanks(text, 0);
  let logger = '';
  for (let i = 0; i < MAX_PIECES; i++) {
    const stamp = match(STAMP, text, at);
    if (stamp !== null) {
      at = blanks(text, at + stamp[0].length);
      // A host and a program follow times of syslog only.
      const program = /^(?:<\d{1,3}>\d? ?)?[A-Z][a-z]{2} /.test(stamp[0]) ? match(PROGRAM, text, at) : null;
      if (program !== null) {
        logger ||= program[1] as string;
        at = blanks(text, at + program[0].length);
      }
      continue;
    }
    const named = match(LOGGER, text, at) ?? match(KLOG, text, at);
    const piece =
      named ??
      match(LEVEL, text, at) ??
      match(BRACKETS, text, at) ??
      match(SEPARATOR, text, at) ??
      match(STREAM, text, at) ??
      match(NUMBER, text, at) ??
      match(ID, text, at);
    if (piece === null) break;
    if (named !== null) logger ||= named[1] as string;
    at = blanks(text, at + piece[0].length);
  }
  return { logger, end: at };
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function blanks(text: string, at: number): number {
  BLANKS.lastIndex = at;
  BLANKS.test(text);
  return BLANKS.lastIndex;
}
