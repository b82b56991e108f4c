import type { LogMasks } from './log-masks.js';
import { statementText } from './log-statement.js';

/** What a line of PostgreSQL's server log says. */
export interface PostgresLine {
  /** Constant part of the prefix (application, user, database), as `log_line_prefix` has it; may be empty. */
  prefix: string;
  /** Severity or kind, and the message without the statement, masked: `LOG: duration: <*> ms statement:`. */
  words: readonly string[];
  /** Statement, masked; empty if none. */
  statement: string;
}

/** Severities and kinds, always with two blanks behind the colon (PostgreSQL documentation, "Error Reporting and Logging"). */
const KIND = /(?:^|\s)(LOG|ERROR|FATAL|PANIC|WARNING|NOTICE|INFO|DEBUG[1-5]?|DETAIL|HINT|STATEMENT|CONTEXT|QUERY|LOCATION|BACKTRACE): {2}/;
/** `log_min_duration_statement` and `log_statement`. Whether it was parsed, bound or executed is not kept apart: one waits where another would. */
const DURATION = /^(duration: [\d.]+ ms {1,2})?(?:statement|execute \S{1,80}|parse \S{1,80}|bind \S{1,80}): (.*)$/s;
/** Far enough for any prefix. */
const HEAD = 300;

/** Reads a line of PostgreSQL's log; null for any other text. */
export function postgresLine(text: string, masks: LogMasks): PostgresLine | null {
  const head = text.length > HEAD ? text.slice(0, HEAD) : text;
  if (!head.includes(':  ')) return null;
  const found = KIND.exec(head);
  if (found === null) return null;
  const kind = found[1] as string;
  const prefix = masks
    .words(text.slice(0, found.index))
    .filter((word) => /[A-Za-z]/.test(word.replaceAll('<*>', '')))
    .join(' ');
  const body = text.slice(found.index + found[0].length);
  if (kind === 'STATEMENT' || kind === 'QUERY') return { prefix, words: [`${kind}:`], statement: statementText(body, masks) };
  const done = DURATION.exec(body);
  if (done === null) return { prefix, words: [`${kind}:`, ...masks.words(body)], statement: '' };
  return { prefix, words: [`${kind}:`, ...masks.words(done[1] ?? ''), 'statement:'], statement: statementText(done[2] as string, masks) };
}
