import type { LogMasks } from './log-masks.js';

/** Text in quotes, numbers, lists of them. `"names"` stay. */
const LITERAL = /'(?:[^']|''){0,1000}'/g;
const LIST = /\((?:\s*(?:<\*>|\$\d+)\s*,){2,}\s*(?:<\*>|\$\d+)\s*\)/g;
const MAX_STATEMENT = 160;

/** A statement of SQL with its values masked, blanks made one, cut: the same for all calls of it. */
export function statementText(text: string, masks: LogMasks): string {
  const start = text.length > 1000 ? text.slice(0, 1000) : text;
  const masked = masks.text(start.replace(LITERAL, '<*>')).replace(LIST, '(<*>)');
  return masked.length > MAX_STATEMENT ? `${masked.slice(0, MAX_STATEMENT)}…` : masked;
}

/** Whether a text is a statement of SQL. */
export function isStatement(text: string): boolean {
  return /^\s*(?:select|insert into|update|delete from|with|merge into|call|begin|commit|alter|create|drop|truncate|lock)\b[\s(]/i.test(
    text,
  );
}
