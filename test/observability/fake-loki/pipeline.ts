import type { Entry } from './entries.js';
import { matches, regexp } from './matcher.js';
import type { LogQuery, Stage } from './syntax.js';

/** An entry that came through, with what parsers took from it. */
export interface Passed {
  entry: Entry;
  parsed: Record<string, string>;
}

/** Entries that a log query lets through, in the order given. */
export function* passing(query: LogQuery, entries: Iterable<Entry>): Generator<Passed> {
  for (const entry of entries) {
    if (!query.selector.every((matcher) => matches(matcher, entry.labels[matcher.name] ?? ''))) continue;
    const parsed: Record<string, string> = {};
    if (query.stages.every((stage) => passes(stage, entry, parsed))) yield { entry, parsed };
  }
}

function passes(stage: Stage, entry: Entry, parsed: Record<string, string>): boolean {
  switch (stage.kind) {
    case 'line': {
      const found = stage.values.some((value) =>
        stage.op.endsWith('~')
          ? regexp(value).test(entry.line)
          : stage.op.endsWith('>')
            ? pattern(value).test(entry.line)
            : entry.line.includes(value),
      );
      return stage.op.startsWith('!') ? !found : found;
    }
    case 'filter':
      return stage.any.some((all) =>
        all.every((matcher) => matches(matcher, parsed[matcher.name] ?? entry.metadata[matcher.name] ?? entry.labels[matcher.name] ?? '')),
      );
    default: {
      const fields = stage.kind === 'json' ? jsonFields(entry.line) : logfmtFields(entry.line);
      if (fields === null) {
        parsed.__error__ = stage.kind === 'json' ? 'JSONParserErr' : 'LogfmtParserErr';
        parsed.__error_details__ = "Value looks like object, but can't find closing '}' symbol";
        return true;
      }
      const taken =
        stage.names.length === 0
          ? Object.entries(fields)
          : stage.names.map(([label, source]) => [label, fields[source.replaceAll('.', '_')] ?? ''] as const);
      for (const [name, value] of taken) {
        const free = entry.labels[name] === undefined && entry.metadata[name] === undefined;
        const label = free ? name : `${name}_extracted`;
        if (parsed[label] === undefined && (stage.names.length === 0 || value !== '')) parsed[label] = value;
      }
      return true;
    }
  }
}

/** `<_>` stands for anything. */
function pattern(text: string): RegExp {
  const pieces = text.split('<_>').map((piece) => piece.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'));
  return regexp(`(?s)^${pieces.join('.*')}$`);
}

/** Members of a JSON object by flat name, as Loki's parser: arrays are left out. */
export function jsonFields(line: string): Record<string, string> | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const fields: Record<string, string> = {};
  const walk = (member: unknown, name: string): void => {
    if (member === null || Array.isArray(member)) return;
    if (typeof member === 'object')
      for (const [key, inner] of Object.entries(member))
        walk(inner, `${name === '' ? '' : `${name}_`}${key.replace(/[^A-Za-z0-9_]/g, '_')}`);
    else fields[name] = String(member);
  };
  walk(value, '');
  return fields;
}

/** Pairs of logfmt; words outside of pairs are left out, as Loki does without `--strict`. */
export function logfmtFields(line: string): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [, name = '', quoted, bare = ''] of line.matchAll(/([^\s="]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s"]*))/g)) {
    fields[name.replace(/[^A-Za-z0-9_]/g, '_')] = quoted === undefined ? bare : quoted.replace(/\\(.)/g, '$1');
  }
  return fields;
}
