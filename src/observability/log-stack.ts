import type { LogLine } from './log-line.js';

/** A line of a stack: Java, Node.js, .NET (`at …`), Python (`File "…", line 3`), Go (`\t/app/main.go:10`), Ruby, PHP (`#0 …`), `... 12 more`. */
const FRAME =
  /^\s*at\s+\S.*[(:\]<]|^\s+at\s+\S|^\s*File ".{0,400}", line \d+|^\s*\.\.\. \d+ (?:more|common frames)|^\s+\S{1,400}\.(?:go|rs|rb|py|js|ts):\d+|^\s*#\d+ [\w/{]|^\s*from \S{1,400}:\d+:in |^goroutine \d+ \[|^\s+[~^]+\s*$/;
const OPENING = /^\s*(?:Traceback \(most recent call last\)|stack ?trace:?\s*$|Stack ?trace:)/;
const CAUSE = /^\s*(?:Caused by|Suppressed|Wrapped by): ?(.*)$/;
/** Entries further apart are not of one stack, ms. */
const TOGETHER = 1000;

/**
 * What a text of several lines says, on one line: what stands before the stack, and the innermost cause. Lines without a stack are joined.
 * @param text one entry of a log
 */
export function withoutStack(text: string): string {
  if (!text.includes('\n')) return text;
  const lines = text.split(/\r?\n/);
  const said: string[] = [];
  let cause = '';
  let inStack = false;
  let python = false;
  for (const line of lines) {
    const innermost = CAUSE.exec(line);
    if (innermost !== null) {
      cause = innermost[1] as string;
      inStack = true;
    } else if (FRAME.test(line) || OPENING.test(line)) {
      python ||= line.trimStart().startsWith('Traceback');
      inStack = true;
    } else if (!inStack) said.push(line.trim());
    // Python names the exception after the stack, at the edge of the page.
    else if (python && /^\S/.test(line)) cause = line;
  }
  return [said.join(' ').trim(), cause.trim()].filter((part) => part !== '').join(' caused by: ');
}

/**
 * Entries without those that go on with the stack of the entry before: of the same stream, within a second.
 * @param lines in order of time
 */
export function foldStacks(lines: readonly LogLine[]): LogLine[] {
  const last = new Map<string, { time: number; open: boolean }>();
  const kept: LogLine[] = [];
  for (const line of lines) {
    const before = last.get(line.stream);
    const near = before !== undefined && line.time - before.time <= TOGETHER;
    const goesOn = near && (isFrame(line.text) || (before.open && /^\s+\S/.test(line.text)));
    last.set(line.stream, { time: line.time, open: goesOn });
    if (!goesOn) kept.push(line);
  }
  return kept;
}

function isFrame(text: string): boolean {
  const head = text.length > 600 ? text.slice(0, 600) : text;
  return FRAME.test(head) || OPENING.test(head) || CAUSE.test(head);
}
