import { cellsByNeighbour, cellsByPairs, readInline } from './gfm-view.js';

/** Control characters but the line feed, marks of direction, invisible characters, lone surrogates. */
const HIDDEN =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]|[\u{e0000}-\u{e0fff}]|[\ud800-\udfff]/u;

/** What some viewer makes a link, a mention, an image or a symbol of, after escapes are resolved. */
const ACTIVE = /:\/\/|www\.|@|mailto:|#\d|GH-\d|:rocket:|\$|[0-9a-f]{40}|\w\.(?:md|example|com|exe)/i;

/** What is markup when not escaped; stress is taken away before. */
const MARKUP = /[<>[\]_~*|`#&]/;

/** Goes through a report as a viewer would; returns what is wrong with it. */
export function faults(report: string): string[] {
  const found: string[] = [];
  let fenced = false;
  let columns = 0;
  for (const line of report.split('\n')) {
    if (HIDDEN.test(line)) found.push(`hidden character: ${line}`);
    if (line.length > 10_000) found.push(`long line: ${line.length}`);
    const fence = /^```[^`]*$/.test(line); // with a backtick after it, it is a code span
    if (fence) fenced = !fenced;
    if (fenced || fence) continue;
    if (line.startsWith('|')) {
      const cells = cellsByPairs(line);
      const other = cellsByNeighbour(line);
      if (cells.join('\u0000') !== other.join('\u0000')) found.push(`viewers disagree: ${line}`);
      if (columns === 0) columns = cells.length;
      if (cells.length !== columns) found.push(`${cells.length} cells, not ${columns}: ${line}`);
      for (const cell of cells) found.push(...inlineFaults(cell, true));
    } else {
      columns = 0;
      const own = /^(?:#{1,2} |- |> |---$)?/.exec(line)![0];
      const text = line.slice(own.length);
      if (/^(?:#|-\s|\+\s|\*\s|>|\d+[.)]\s|=+$|-+$|~~~|```[^`]*$|\s)/.test(text)) found.push(`block inside a line: ${line}`);
      found.push(...inlineFaults(text));
    }
  }
  if (fenced) found.push('an open fence');
  return found;
}

/** The only links of a report: own words and a host, to an address in letters that are nowhere markup. */
const LINK = /\[Look at it in Grafana (?:\(`[^`]*`\)|\([\w.:-]+\))\]\(https?:\/\/[\w:[\]/?#@%&=+,.~-]+\)/g;

function inlineFaults(line: string, cell = false): string[] {
  const source = line.replace(LINK, '');
  const { text, markup } = readInline(source);
  const bare = markup.replaceAll('**', '').replaceAll(cell ? '|' : '', ''); // a pipe that is left in a cell is text
  return [...(ACTIVE.test(text) ? [`active text: ${source}`] : []), ...(MARKUP.test(bare) ? [`markup: ${source}`] : [])];
}
