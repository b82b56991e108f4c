import type { LogTemplate } from '../model/telemetry.js';
import type { Window } from '../model/window.js';
import { inFlight } from './in-flight.js';
import type { LogBins, LogLine } from './log-line.js';
import { groupLines, inBins, type LogGroup, type QueryOf, templateOf, templatesOf } from './log-templates.js';
import { spanOf } from './loki-bins.js';
import type { LokiClient } from './loki-client.js';
import { fixedPart } from './loki-fixed-part.js';
import { readAll, readSample } from './loki-lines.js';
import { type LokiFilter, logQuery, quoted } from './loki-query.js';
import { addPoints, countBins } from './loki-totals.js';

/** Slices of a window that is sampled. */
const SLICES = 3;
/** Templates of a service that Loki counts in one round. */
const MAX_COUNTED = 10;
/** Lines that are left once the counted templates are taken out. */
const MAX_REST = 5000;
/** Rounds of sampling, counting and taking out. */
const MAX_ROUNDS = 2;

/** What was learnt of a service that writes too much to be read whole. */
export interface LoudService {
  templates: LogTemplate[];
  /** Whether the counts are of all lines. */
  exact: boolean;
  failures: string[];
}

/**
 * Templates of a service by a sample: Loki counts the frequent ones by a text that stands in all their lines and in no other; what is left once
 * these are taken out is read whole. So what is rare, such as a start or a new version, is found among however many ordinary lines.
 * @param name of the service, for titles
 * @param windows parts of the test to sample, ms
 * @param most lines of a slice
 * @param queryOf query that finds the lines of a template that is not counted by a text
 */
export async function askLoud(
  client: LokiClient,
  name: string,
  filter: LokiFilter,
  bins: LogBins,
  windows: readonly Window[],
  most: number,
  queryOf: QueryOf,
): Promise<LoudService> {
  const templates: LogTemplate[] = [];
  const failures: string[] = [];
  let left = filter;
  let seen: LogLine[] = [];
  let exact = false;
  for (let round = 0; round < MAX_ROUNDS && !exact && failures.length === 0; round++) {
    const sample = await readSample(client, `sample of lines of ${name}`, left, windows, SLICES, most);
    failures.push(...sample.failures);
    seen = inside(distinct([...seen, ...sample.lines]), bins);
    if (failures.length > 0) break;
    const groups = groupLines(seen);
    const counted = await countFrequent(client, groups, left, bins, failures);
    templates.push(...[...counted.values()].map(({ template }) => template));
    left = without(
      left,
      [...counted.values()].map(({ part }) => part),
    );
    const rest = await readAll(client, `other lines of ${name}`, left, spanOf(bins), MAX_REST);
    failures.push(...rest.failures);
    exact = rest.complete;
    // A whole rest holds all lines of the templates that were not counted; else the sample of them adds to what was read.
    const uncounted = groups.filter((group) => !counted.has(group)).flatMap(({ lines }) => lines);
    seen = inside(exact ? rest.lines : distinct([...uncounted, ...rest.lines]), bins);
    if (counted.size === 0) break;
  }
  return { templates: [...templates, ...templatesOf(seen, bins, exact, queryOf)], exact: exact && failures.length === 0, failures };
}

/** Counts of the most frequent templates, and the text each was counted by. */
async function countFrequent(
  client: LokiClient,
  groups: readonly LogGroup[],
  filter: LokiFilter,
  bins: LogBins,
  failures: string[],
): Promise<Map<LogGroup, { template: LogTemplate; part: string }>> {
  const counted = new Map<LogGroup, { template: LogTemplate; part: string }>();
  const frequent = [...groups].sort((a, b) => b.lines.length - a.lines.length || (a.text < b.text ? -1 : 1)).slice(0, MAX_COUNTED);
  const answers = await inFlight(frequent, async (group) => {
    const part = fixedPart(
      group,
      groups.filter((other) => other !== group),
    );
    if (part === null) return null;
    const lines = `|= ${quoted(part)}`;
    const all = countable({ ...filter, lines: `${filter.lines} ${lines}`.trim() });
    const outcome = await countBins(client, `lines like: ${group.text}`, all, [], bins);
    if (outcome.status === 'failed') failures.push(outcome.message);
    if (outcome.status !== 'answered') return null;
    const counts = new Array<number>(bins.count).fill(0);
    for (const series of outcome.value) addPoints(counts, series, bins);
    // What was taken out before holds none of its lines, and would make the query long.
    const query = logQuery({ ...all, lines });
    return { template: withCounts(templateOf(group, bins, true, query), counts, bins), part };
  });
  for (const [i, answer] of answers.entries()) if (answer !== null) counted.set(frequent[i] as LogGroup, answer);
  return counted;
}

function without(filter: LokiFilter, parts: readonly string[]): LokiFilter {
  return { ...filter, lines: [filter.lines, ...parts.map((part) => `!= ${quoted(part)}`)].filter((one) => one !== '').join(' ') };
}

/** In a metric query a line that a parser cannot read ends all: the level is left out, the text tells the lines apart. */
function countable(filter: LokiFilter): LokiFilter {
  return /\| (?:json|logfmt)\b/.test(filter.labels) ? { ...filter, labels: '' } : filter;
}

/** Counts of all lines instead of those of the sample; the first line may then be known to a bin only. */
function withCounts(template: LogTemplate, counts: number[], bins: LogBins): LogTemplate {
  const first = bins.start + counts.findIndex((count) => count > 0) * bins.width;
  const sampled = Math.floor((template.firstSeen - bins.start) / bins.width) * bins.width + bins.start;
  return { ...template, counts, firstSeen: first < sampled ? first : template.firstSeen };
}

function inside(lines: readonly LogLine[], bins: LogBins): LogLine[] {
  return lines.filter(({ time }) => inBins(time, bins));
}

function distinct(lines: readonly LogLine[]): LogLine[] {
  return [...new Map(lines.map((line) => [`${line.time} ${line.stream} ${line.text}`, line])).values()];
}
