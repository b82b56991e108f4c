/** Controls, invisible formatters and separators of the basic plane; those beyond it (tags) are two units, and left as they are. */
const UNSEEN = /[\p{Cc}\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/gu;

/** Parts that a query is built of. */
export interface LokiFilter {
  /** Stream selector, in braces. */
  selector: string;
  /** Line filters: `|= "…"`, cheapest first; empty if none. */
  lines: string;
  /** Parser and label filters, after the line filters; empty if none. */
  labels: string;
}

/** A log query. */
export function logQuery(filter: LokiFilter): string {
  return [filter.selector, filter.lines, filter.labels].filter((part) => part !== '').join(' ');
}

/** Counts lines per step, summed by labels (none: all in one). @param width of a step and of what is counted at it, ms */
export function countQuery(filter: LokiFilter, by: readonly string[], width: number): string {
  const grouping = by.length === 0 ? '' : ` by (${by.join(', ')})`;
  return `sum${grouping} (count_over_time(${logQuery(filter)} [${width / 1000}s]))`;
}

/** A text as a string of LogQL, with the escapes of Go: what cannot be seen is written as its number, so that nothing steers who reads or pastes it. */
export function quoted(text: string): string {
  const seen = text.replace(/[\\"]/g, '\\$&').replace(/\n/g, '\\n').replace(/\t/g, '\\t');
  return `"${seen.replace(UNSEEN, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)}"`;
}

/** A text that a regular expression (RE2) matches as it is. */
export function literal(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&');
}

/** A matcher for any of these values; an empty one stands for streams without the label. */
export function anyOf(label: string, values: readonly string[]): string {
  return values.length === 1 ? `${label}=${quoted(values[0] as string)}` : `${label}=~${quoted(values.map(literal).join('|'))}`;
}

/** A selector with a further matcher. */
export function withMatcher(selector: string, matcher: string): string {
  const inner = selector
    .trim()
    .replace(/^\{/, '')
    .replace(/,?\s*\}$/, '')
    .trim();
  return inner === '' ? `{${matcher}}` : `{${inner}, ${matcher}}`;
}

/** Whether a text looks like one stream selector and nothing else. What is wrong inside, Loki says. */
export function isSelector(text: string): boolean {
  return /^\s*\{(?:[^"`{}]|"(?:[^"\\]|\\.)*"|`[^`]*`)*\}\s*$/.test(text);
}

/** ns of ms, as Loki takes them. */
export function nanoseconds(time: number): bigint {
  return BigInt(Math.round(time * 1000)) * 1000n;
}
