import { redact } from '../model/redact.js';
import type { LogLine } from './log-line.js';
import { MAX_LINE } from './log-line.js';
import { constantPieces } from './log-masks.js';
import type { LogGroup } from './log-templates.js';
import { commonRuns } from './loki-fixed-part.js';
import { logQuery, quoted, withMatcher } from './loki-query.js';
import { spread } from './spread.js';

/** Characters of a text that is looked for, and how many texts. Explore's address must stay below 2,000 characters (grafana-link.ts). */
const SHORTEST = 3;
const LONGEST = 120;
const MOST_TEXTS = 4;
/** Lines of the template that are searched for secrets. */
const MOST_LINES = 100;
/** Other templates that texts are tried on, most frequent first, by their first and last line. */
const MOST_OTHERS = 200;
/** What a line may hold and an address or a terminal should not; U+FFFD may stand for bytes that the line has in truth. */
const UNFIT = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\ufffd]+/u;
/** Words with digits may differ in the next line. */
const VARIABLE = /[^\s,;:=/"'()[\]{}<>\\]*\d[^\s,;:=/"'()[\]{}<>\\]*/;

/** Where lines of a service are. */
export interface TemplatePlace {
  /** Stream selector of the service. */
  selector: string;
  /** Labels of streams that carry a level. */
  levels: readonly string[];
}

/**
 * LogQL that finds the lines of a template, and as few others of its service as possible: constant parts that stand in every one of its lines, and their
 * level where Loki knows it. What may be a secret or cannot be seen is never part of it.
 * @param group the template with all its lines
 * @param others other templates of the service
 * @returns empty where no text is common to its lines
 */
export function templateQuery(group: LogGroup, others: readonly LogGroup[], place: TemplatePlace): string {
  const texts = group.lines.map(({ text }) => text);
  const own = spread(texts, MOST_LINES);
  const pieces = constantPieces((texts[0] ?? '').slice(0, MAX_LINE))
    .flatMap((piece) => piece.split(VARIABLE))
    .flatMap((piece) => piece.split(UNFIT));
  // JSON within JSON hides a secret's quotes behind backslashes.
  const bare = own.map((line) => line.slice(0, 4 * MAX_LINE)).flatMap((line) => [redact(line), redact(line.replaceAll('\\', ''))]);
  const isPublic = (text: string): boolean => bare.every((line, i) => line.includes(i % 2 === 0 ? text : text.replaceAll('\\', '')));
  const candidates = [...new Set(commonRuns(pieces, texts, SHORTEST).map(cut))]
    .filter((text) => text.length >= SHORTEST && /[\p{L}\p{N}]/u.test(text))
    .sort((a, b) => b.length - a.length || (a < b ? -1 : 1))
    .filter(isPublic);
  const foreign = others.slice(0, MOST_OTHERS).flatMap(({ lines }) => [lines[0] as LogLine, lines.at(-1) as LogLine]);
  const chosen = telling(
    candidates,
    foreign.map(({ text }) => text),
  );
  if (chosen.length === 0) return '';
  const label = place.levels.find((name) => group.lines.every(({ labels }) => labels[name] !== undefined));
  const ofLabel = label === undefined ? undefined : shared(group.lines.map(({ labels }) => labels[label]));
  const detected = shared(group.lines.map(({ metadata }) => metadata.detected_level));
  return logQuery({
    selector: ofLabel === undefined ? place.selector : withMatcher(place.selector, `${label}=${quoted(ofLabel)}`),
    lines: chosen.map((text) => `|= ${quoted(text)}`).join(' '),
    labels: ofLabel === undefined && detected !== undefined ? `| detected_level=${quoted(detected)}` : '',
  });
}

/** The longest text, then those that leave fewest lines of others, as long as they do. */
function telling(candidates: readonly string[], foreign: readonly string[]): string[] {
  const chosen: string[] = [];
  let left = foreign;
  while (chosen.length < MOST_TEXTS) {
    let best: { text: string; left: string[] } | null = null;
    for (const text of candidates) {
      const stays = left.filter((line) => line.includes(text));
      if (best === null || stays.length < best.left.length) best = { text, left: stays };
    }
    if (best === null || (chosen.length > 0 && best.left.length === left.length)) break;
    chosen.push(best.text);
    left = best.left;
    if (left.length === 0) break;
  }
  return chosen;
}

/** The end tells more than the beginning, which lines share (`{"time":"…","level":`). */
function cut(piece: string): string {
  return piece
    .trim()
    .slice(-LONGEST)
    .replace(/^[\udc00-\udfff]/, '')
    .trim();
}

/** The value that all have; undefined where they differ. */
function shared(values: readonly (string | undefined)[]): string | undefined {
  return values.every((value) => value === values[0]) ? values[0] : undefined;
}
