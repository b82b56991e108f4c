import { type Entry, labelKey, Refusal } from './entries.js';
import { type Matcher, matches } from './matcher.js';
import { parse } from './parser.js';
import { jsonFields, logfmtFields } from './pipeline.js';
import { span, success } from './queries.js';

/** What the other endpoints answer, from the same entries. */
export function indexAnswer(path: string, params: URLSearchParams, entries: readonly Entry[], now: bigint, flushed: boolean): unknown {
  const { start, end } = span(params, now);
  const inside = entries.filter(({ ns }) => ns >= start && ns < end);
  const values = /^label\/([^/]+)\/values$/.exec(path);
  if (values !== null)
    return {
      status: 'success',
      data: sorted(selected(inside, params).map(({ labels }) => labels[decodeURIComponent(values[1] as string)])),
    };
  switch (path) {
    case 'labels':
    case 'label':
      return { status: 'success', data: sorted(selected(inside, params).flatMap(({ labels }) => Object.keys(labels))) };
    case 'series':
      return { status: 'success', data: series(inside, params.getAll('match[]')) };
    case 'detected_labels': {
      const found = selected(inside, params);
      const names = sorted(found.flatMap(({ labels }) => Object.keys(labels)));
      return { detectedLabels: names.map((label) => ({ label, cardinality: new Set(found.map(({ labels }) => labels[label])).size })) };
    }
    case 'detected_fields':
      return detectedFields(needed(inside, params), Number(params.get('line_limit') ?? 100));
    case 'index/stats': {
      const held = needed(inside, params);
      const found = flushed ? held : [];
      const streams = new Set(found.map(({ labels }) => labelKey(labels))).size;
      return { streams, chunks: streams, bytes: bytes(found), entries: found.length };
    }
    case 'index/volume':
      return success(
        'vector',
        volumes(needed(inside, params), params).map(({ metric, found }) => ({ metric, value: [Number(end) / 1e9, String(bytes(found))] })),
      );
    case 'index/volume_range': {
      const step = Number.parseInt(params.get('step') ?? '60', 10) * 1000;
      const at = (ns: bigint): number => Math.min(Math.floor(Number(ns) / 1e6 / step) * step + step - 1, Number(end) / 1e6) / 1000;
      return success(
        'matrix',
        volumes(needed(inside, params), params).map(({ metric, found }) => {
          const times = [...new Set(found.map(({ ns }) => at(ns)))].sort((a, b) => a - b);
          return { metric, values: times.map((time) => [time, String(bytes(found.filter(({ ns }) => at(ns) === time)))]) };
        }),
      );
    }
    case 'patterns':
      return { status: 'success', data: patterns(needed(inside, params)) };
    default:
      throw new Refusal('404 page not found\n', 404);
  }
}

function selector(text: string): Matcher[] {
  const query = parse(text);
  if (query.kind !== 'log' || query.stages.length > 0) throw new Refusal('only label matchers are supported');
  return query.selector;
}

function fits(entry: Entry, matchers: readonly Matcher[]): boolean {
  return matchers.every((matcher) => matches(matcher, entry.labels[matcher.name] ?? ''));
}

function selected(entries: Entry[], params: URLSearchParams): Entry[] {
  const query = params.get('query') ?? '';
  if (query === '') return entries;
  const matchers = selector(query);
  return entries.filter((entry) => fits(entry, matchers));
}

function needed(entries: Entry[], params: URLSearchParams): Entry[] {
  const matchers = selector(params.get('query') ?? '');
  return entries.filter((entry) => fits(entry, matchers));
}

function sorted(values: readonly (string | undefined)[]): string[] {
  return [...new Set(values.filter((value): value is string => value !== undefined))].sort();
}

function series(entries: Entry[], groups: readonly string[]): Record<string, string>[] {
  if (groups.length === 0) throw new Refusal('0 matcher groups passed, must be at least 1');
  const matchers = groups.map(selector);
  const found = new Map<string, Record<string, string>>();
  for (const entry of entries) if (matchers.some((all) => fits(entry, all))) found.set(labelKey(entry.labels), { ...entry.labels });
  return [...found.values()];
}

/** By the labels asked for, or those of the selector. */
function volumes(entries: Entry[], params: URLSearchParams): { metric: Record<string, string>; found: Entry[] }[] {
  const asked = params.get('targetLabels');
  const names = asked === null || asked === '' ? selector(params.get('query') ?? '').map(({ name }) => name) : asked.split(',');
  const groups = new Map<string, { metric: Record<string, string>; found: Entry[] }>();
  for (const entry of entries) {
    if (asked !== null && names.some((name) => entry.labels[name] === undefined)) continue;
    const metric = Object.fromEntries(
      names.flatMap((name) => (entry.labels[name] === undefined ? [] : [[name, entry.labels[name] as string]])),
    );
    const known = groups.get(labelKey(metric));
    if (known === undefined) groups.set(labelKey(metric), { metric, found: [entry] });
    else known.found.push(entry);
  }
  return [...groups.values()].sort((a, b) => bytes(b.found) - bytes(a.found)).slice(0, Number(params.get('limit') ?? 100));
}

function bytes(entries: readonly Entry[]): number {
  return entries.reduce((sum, { line }) => sum + Buffer.byteLength(line), 0);
}

/** Fields of the newest lines. */
function detectedFields(entries: Entry[], lines: number): unknown {
  const fields = new Map<string, { values: Set<string>; parsers: Set<string> }>();
  const add = (name: string, value: string, parser: string | null): void => {
    const field = fields.get(name) ?? { values: new Set(), parsers: new Set() };
    field.values.add(value);
    if (parser !== null) field.parsers.add(parser);
    fields.set(name, field);
  };
  for (const { line, metadata, labels } of entries.slice(-lines)) {
    for (const [name, value] of Object.entries(metadata)) add(name, value, null);
    const parsed = jsonFields(line);
    const found = parsed ?? logfmtFields(line);
    for (const [name, value] of Object.entries(found))
      if (labels[name] === undefined && metadata[name] === undefined) add(name, value, parsed === null ? 'logfmt' : 'json');
  }
  return {
    fields: [...fields].map(([label, { values, parsers }]) => ({
      label,
      type: [...values].every((value) => /^-?\d+$/.test(value))
        ? 'int'
        : [...values].every((value) => /^-?\d+\.\d+$/.test(value))
          ? 'float'
          : 'string',
      cardinality: values.size,
      parsers: parsers.size === 0 ? null : [...parsers],
      ...(parsers.has('json') ? { jsonPath: [label] } : {}),
    })),
    limit: 1000,
  };
}

/** Words with digits become `<_>`; nothing for JSON, as Loki. Buckets of 10 s. */
function patterns(entries: Entry[]): unknown[] {
  const found = new Map<string, { pattern: string; level: string; samples: Map<number, number> }>();
  for (const { ns, line, metadata } of entries) {
    if (line.startsWith('{')) continue;
    const pattern = line.replace(/[^\s[\]="']*\d[^\s[\]="']*/g, '<_>');
    const level = metadata.detected_level ?? 'unknown';
    const known = found.get(`${level} ${pattern}`) ?? { pattern, level, samples: new Map<number, number>() };
    const time = Math.floor(Number(ns) / 1e10) * 10;
    known.samples.set(time, (known.samples.get(time) ?? 0) + 1);
    found.set(`${level} ${pattern}`, known);
  }
  return [...found.values()].map(({ samples, ...rest }) => ({ ...rest, samples: [...samples].sort(([a], [b]) => a - b) }));
}
