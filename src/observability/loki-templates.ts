import type { LogTemplate } from '../model/telemetry.js';
import type { Window } from '../model/window.js';
import { inFlight } from './in-flight.js';
import type { LogBins } from './log-line.js';
import { type QueryOf, templatesOf } from './log-templates.js';
import { spanOf } from './loki-bins.js';
import type { LokiClient } from './loki-client.js';
import type { LokiPlace } from './loki-discovery.js';
import { classOf, type LevelClass, levelFilter } from './loki-levels.js';
import { readAll } from './loki-lines.js';
import { askLoud } from './loki-loud.js';
import { anyOf, withMatcher } from './loki-query.js';
import { templateQuery } from './loki-template-query.js';
import type { LokiTotals } from './loki-totals.js';

/** Lines of a class that are read whole, of those services that write least. */
const READ_WHOLE: Readonly<Record<LevelClass, number>> = { notable: 15_000, routine: 5000 };
/** Lines of a slice of a sample. */
const SAMPLED: Readonly<Record<LevelClass, number>> = { notable: 1000, routine: 300 };
/** Services of a class that are sampled. */
const MAX_LOUD = 4;

/** Templates, and how whole they are. */
export interface LokiTemplates {
  templates: LogTemplate[];
  /** Services of which lines were sampled and counted in part. */
  sampled: string[];
  /** Services of which no line was read: too many write too much. */
  unread: string[];
  failures: string[];
}

/**
 * Templates of both classes of lines. Whole where they are few; by sample and count where they are many.
 * @param windows parts of the test to sample, ms
 */
export async function askTemplates(
  client: LokiClient,
  place: LokiPlace,
  totals: LokiTotals,
  bins: LogBins,
  windows: readonly Window[],
): Promise<LokiTemplates> {
  const result: LokiTemplates = { templates: [], sampled: [], unread: [], failures: [] };
  for (const which of ['notable', 'routine'] as const) await askClass(client, place, totals, bins, windows, which, result);
  result.templates = merged(result.templates);
  return result;
}

async function askClass(
  client: LokiClient,
  place: LokiPlace,
  totals: LokiTotals,
  bins: LogBins,
  windows: readonly Window[],
  which: LevelClass,
  result: LokiTemplates,
): Promise<void> {
  const sizes = sizesOf(totals, which);
  if (sizes.length === 0) return;
  const { few, loud } = split(sizes, READ_WHOLE[which]);
  const filterOf = (names: readonly string[]) => {
    const narrowed =
      place.service === null || names.length === sizes.length ? place.selector : withMatcher(place.selector, anyOf(place.service, names));
    return levelFilter(narrowed, totals.rung, which, totals.routine);
  };
  const queries: QueryOf = (group, others) =>
    templateQuery(group, others, { selector: serviceSelector(place, group.service), levels: place.levels });
  if (few.length > 0) {
    const title = which === 'notable' ? 'lines above info or without level' : 'lines of level info and below';
    const read = await readAll(client, title, filterOf(few), spanOf(bins), READ_WHOLE[which] * 2);
    result.failures.push(...read.failures);
    if (!read.complete) result.sampled.push(...few);
    result.templates.push(...templatesOf(read.lines, bins, read.complete, queries));
  }
  result.unread.push(...loud.slice(MAX_LOUD));
  // One at a time: each asks several questions at once.
  await inFlight(
    loud.slice(0, MAX_LOUD),
    async (name) => {
      const one = await askLoud(client, name === '' ? 'all' : name, filterOf([name]), bins, windows, SAMPLED[which], queries);
      result.templates.push(...one.templates);
      result.failures.push(...one.failures);
      if (!one.exact) result.sampled.push(name);
    },
    1,
  );
}

/** Selector of the streams of one service, as a user would write it. */
function serviceSelector({ selector, scope, service }: LokiPlace, name: string | null): string {
  if (service === null) return selector;
  // Loki takes no selector that only says what is empty.
  return name === null ? withMatcher(selector, anyOf(service, [''])) : withMatcher(scope ?? '{}', anyOf(service, [name]));
}

/** Lines of a class by service, fewest first. */
function sizesOf({ totals }: LokiTotals, which: LevelClass): [name: string, lines: number][] {
  const sizes = new Map<string, number>();
  for (const { service, level, counts } of totals) {
    if (classOf(level) !== which) continue;
    sizes.set(service ?? '', (sizes.get(service ?? '') ?? 0) + counts.reduce((a, b) => a + b, 0));
  }
  return [...sizes].sort(([a, x], [b, y]) => x - y || (a < b ? -1 : 1));
}

/** Services that are read whole, fewest lines first, and the others, most lines first. */
function split(sizes: readonly [string, number][], most: number): { few: string[]; loud: string[] } {
  let sum = 0;
  const few: string[] = [];
  for (const [name, lines] of sizes) {
    if (sum + lines > most) break;
    sum += lines;
    few.push(name);
  }
  return {
    few,
    loud: sizes
      .slice(few.length)
      .map(([name]) => name)
      .reverse(),
  };
}

/** The same template may come of both classes, where a line's own text tells its level. */
function merged(templates: readonly LogTemplate[]): LogTemplate[] {
  const known = new Map<string, LogTemplate>();
  for (const template of templates) {
    const before = known.get(template.id);
    if (before === undefined) known.set(template.id, template);
    else {
      known.set(template.id, {
        ...before,
        firstSeen: Math.min(before.firstSeen, template.firstSeen),
        counts: before.counts.map((count, i) => count + (template.counts[i] as number)),
        exact: before.exact && template.exact,
        // Each finds its own part of the lines only.
        query: before.query === template.query ? before.query : '',
        traceIds: [...new Set([...before.traceIds, ...template.traceIds])].slice(0, 20),
      });
    }
  }
  const sum = ({ counts }: LogTemplate) => counts.reduce((a, b) => a + b, 0);
  return [...known.values()].sort((a, b) => {
    const [x, y] = [a.service ?? '', b.service ?? ''];
    return x < y ? -1 : x > y ? 1 : sum(b) - sum(a) || (a.text < b.text ? -1 : 1);
  });
}
