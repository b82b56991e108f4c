import type { LogLevel, LogTemplate } from '../model/telemetry.js';
import { combination, constantNames, templateText } from './log-groups.js';
import { binOf, type LogBins, type LogLine, MAX_LINE, MAX_LINES, MAX_TEMPLATES, MAX_TRACE_IDS } from './log-line.js';
import { LogMasks } from './log-masks.js';
import { type LogParts, partsOf } from './log-parts.js';
import { foldStacks, withoutStack } from './log-stack.js';
import { type LogCluster, LogTree } from './log-tree.js';
import { shown } from './shown-text.js';

/** A template with the lines it was made of. */
export interface LogGroup {
  service: string | null;
  level: LogLevel;
  text: string;
  /** In order of time. */
  lines: LogLine[];
  /** Trace ids, distinct, in order of time, bounded. */
  traceIds: string[];
}

/** Text of the template that further ones of a service are folded into. */
export const OTHER_LINES = '(other lines)';

/**
 * Sorts lines into templates. Each line stands in one group, save for entries that go on with a stack trace: they are part of the entry before.
 * @param lines in any order: the result is the same
 */
export function groupLines(lines: readonly LogLine[]): LogGroup[] {
  const masks = new LogMasks();
  const trees = new Map<string, LogTree>();
  const clusters = new Map<LogCluster, { line: LogLine; parts: LogParts }[]>();
  for (const line of foldStacks(inOrder(lines).slice(0, MAX_LINES))) {
    const parts = partsOf(line, masks);
    const key = `${parts.level} ${line.service ?? ''}`;
    let tree = trees.get(key);
    if (tree === undefined) {
      tree = new LogTree();
      trees.set(key, tree);
    }
    const cluster = tree.add(parts.words);
    const members = clusters.get(cluster);
    if (members === undefined) clusters.set(cluster, [{ line, parts }]);
    else members.push({ line, parts });
  }
  const groups: LogGroup[] = [];
  for (const [cluster, members] of clusters) {
    const names = constantNames(members.map(({ parts }) => parts));
    const same = new Map<string, LogGroup>();
    for (const { line, parts } of members) {
      const constants = combination(parts, names);
      let group = same.get(constants);
      if (group === undefined) {
        const text = templateText(cluster.words, parts, names);
        group = { service: line.service, level: parts.level, text: shown(text) || '(empty)', lines: [], traceIds: [] };
        same.set(constants, group);
        groups.push(group);
      }
      group.lines.push(line);
      const { traceId } = parts;
      if (traceId !== null && group.traceIds.length < MAX_TRACE_IDS && !group.traceIds.includes(traceId)) group.traceIds.push(traceId);
    }
  }
  return bounded(groups);
}

/**
 * Templates of log lines with their counts over time.
 * @param lines in any order
 * @param bins bins of the counts; lines outside of them are left out
 * @param exact whether the lines are all that there are
 * @param queryOf query that finds the lines of a group; the other groups are those of its service
 * @returns by service, then most frequent first
 */
export function templatesOf(lines: readonly LogLine[], bins: LogBins, exact = true, queryOf: QueryOf = () => ''): LogTemplate[] {
  const groups = groupLines(lines.filter((line) => inBins(line.time, bins)));
  const byService = new Map<string | null, LogGroup[]>();
  for (const group of groups) {
    const own = byService.get(group.service) ?? [];
    byService.set(group.service, own);
    own.push(group);
  }
  return groups.map((group) => {
    const others = (byService.get(group.service) as LogGroup[]).filter((other) => other !== group);
    return templateOf(group, bins, exact, queryOf(group, others));
  });
}

/** Makes the query that finds the lines of a group. */
export type QueryOf = (group: LogGroup, others: readonly LogGroup[]) => string;

/** Template of a group. @param exact whether its lines are all that there are @param query finds them */
export function templateOf(group: LogGroup, bins: LogBins, exact: boolean, query: string): LogTemplate {
  const counts = new Array<number>(bins.count).fill(0);
  for (const line of group.lines) counts[binOf(line.time, bins)]! += 1;
  const first = group.lines[0] as LogLine;
  return {
    id: hash(`${group.service ?? ''}\n${group.level}\n${group.text}`),
    service: group.service,
    level: group.level,
    text: group.text,
    example: exampleOf(first.text),
    query,
    firstSeen: first.time,
    counts,
    exact,
    traceIds: group.traceIds,
  };
}

/** Whether a moment (ms) lies in one of the bins. */
export function inBins(time: number, bins: LogBins): boolean {
  const bin = binOf(time, bins);
  return bin >= 0 && bin < bins.count;
}

function exampleOf(text: string): string {
  return shown(withoutStack(text.length > MAX_LINE ? text.slice(0, MAX_LINE) : text));
}

/** By time, then by what else there is: the order of answers must not matter. */
function inOrder(lines: readonly LogLine[]): LogLine[] {
  return [...lines].sort((a, b) => a.time - b.time || compare(a.stream, b.stream) || compare(a.text, b.text));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** At most so many a service; texts that are the same once they are redacted and cut become one. */
function bounded(groups: LogGroup[]): LogGroup[] {
  const order = (a: LogGroup, b: LogGroup) =>
    compare(a.service ?? '', b.service ?? '') || b.lines.length - a.lines.length || compare(a.text, b.text) || compare(a.level, b.level);
  const kept = new Map<string, LogGroup>();
  const perService = new Map<string, number>();
  for (const group of groups.sort(order)) {
    const service = group.service ?? '';
    const same = `${group.level} ${service} ${group.text}`;
    const count = perService.get(service) ?? 0;
    const key = kept.has(same) || count < MAX_TEMPLATES - 1 ? same : `unknown ${service} ${OTHER_LINES}`;
    const known = kept.get(key);
    if (known === undefined) {
      kept.set(key, key === same ? group : { ...group, level: 'unknown', text: OTHER_LINES });
      perService.set(service, count + 1);
    } else {
      known.lines = inOrder([...known.lines, ...group.lines]);
      known.traceIds = [...new Set([...known.traceIds, ...group.traceIds])].slice(0, MAX_TRACE_IDS);
    }
  }
  return [...kept.values()].sort(order);
}

/** 64 bits of FNV-1a over UTF-16 units, in two halves, as 16 hex digits. */
function hash(text: string): string {
  let a = 0x811c9dc5;
  let b = 0xcbf29ce4;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ (unit + i), 0x01000193);
  }
  return [a, b].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
}
