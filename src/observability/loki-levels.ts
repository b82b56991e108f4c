import type { LogLevel } from '../model/telemetry.js';
import type { Window } from '../model/window.js';
import type { Asker } from './asker.js';
import { jsonOf } from './asker.js';
import type { BackendReply } from './connection.js';
import { levelNamed } from './log-level.js';
import { record } from './loki-answers.js';
import { LOKI_API } from './loki-client.js';
import type { LokiPlace } from './loki-discovery.js';
import { type LokiFilter, literal, nanoseconds, quoted, withMatcher } from './loki-query.js';

/** Where the level of a line is known from, cheapest first: a label of the stream, what Loki detected on arrival, a field of the line, nothing. */
export type LevelRung =
  | { kind: 'label'; name: string }
  | { kind: 'detected' }
  | { kind: 'field'; name: string; parser: 'json' | 'logfmt'; source: string }
  | { kind: 'none' };

/** Lines to keep by level: those that are routine (info, debug, trace), or all others. */
export type LevelClass = 'routine' | 'notable';

const FIELD_NAMES = ['level', 'severity', 'severity_text', 'log_level', 'loglevel', 'lvl', 'levelname'];
const ROUTINE: ReadonlySet<LogLevel> = new Set<LogLevel>(['info', 'debug', 'trace']);

/** Class of a level. What has none is notable: servers such as PostgreSQL tell of their troubles without one. */
export function classOf(level: LogLevel): LevelClass {
  return ROUTINE.has(level) ? 'routine' : 'notable';
}

/** Labels that counts are summed by, beside the service, for a rung. */
export function levelLabels(rung: LevelRung): string[] {
  return rung.kind === 'label' || rung.kind === 'field' ? [rung.name] : rung.kind === 'detected' ? ['detected_level'] : [];
}

/** Level of a series of counts. */
export function seriesLevel(labels: Readonly<Record<string, string>>, rung: LevelRung): LogLevel {
  const [name] = levelLabels(rung);
  return levelNamed(name === undefined ? '' : (labels[name] ?? '')) ?? 'unknown';
}

/**
 * Filter for lines of a class.
 * @param spellings values of the level that were seen and are routine, as they are spelled
 */
export function levelFilter(selector: string, rung: LevelRung, which: LevelClass, spellings: readonly string[]): LokiFilter {
  const operator = which === 'routine' ? '=~' : '!~';
  // Nothing routine was seen: all is notable. An empty pattern would let pass nothing that has no level.
  if (spellings.length === 0) return { selector, lines: '', labels: '' };
  const values = quoted(spellings.map(literal).join('|'));
  switch (rung.kind) {
    case 'label':
      return { selector: withMatcher(selector, `${rung.name}${operator}${values}`), lines: '', labels: '' };
    case 'detected':
      return { selector, lines: '', labels: `| detected_level${operator}${values}` };
    case 'field':
      return { selector, lines: '', labels: `| ${rung.parser} ${rung.name}=${quoted(rung.source)} | ${rung.name}${operator}${values}` };
    default:
      return { selector, lines: '', labels: '' };
  }
}

/** Which field carries the level, where Loki itself detected none: asked of a few lines. */
export async function levelField(asker: Asker, place: LokiPlace, window: Window): Promise<LevelRung> {
  const path = `${LOKI_API}/detected_fields`;
  const outcome = await asker.ask({
    title: 'fields of lines',
    query: `${path} ${place.selector}`,
    window,
    request: {
      method: 'GET',
      path,
      params: [
        ['query', place.selector],
        ['start', String(nanoseconds(window.start))],
        ['end', String(nanoseconds(window.end))],
        ['line_limit', '1000'],
      ],
    },
    read: readLevelField,
  });
  return outcome.status === 'answered' ? outcome.value : { kind: 'none' };
}

function readLevelField(reply: BackendReply): LevelRung | null {
  const { fields } = record(jsonOf(reply), 'the answer');
  if (!Array.isArray(fields)) return null;
  const known = fields.map((field) => record(field, 'a field'));
  for (const name of FIELD_NAMES) {
    const field = known.find(({ label, parsers }) => label === name && Array.isArray(parsers));
    const parser = (field?.parsers as unknown[] | undefined)?.find((one): one is 'json' | 'logfmt' => one === 'json' || one === 'logfmt');
    if (parser !== undefined) return { kind: 'field', name, parser, source: name };
  }
  return null;
}
